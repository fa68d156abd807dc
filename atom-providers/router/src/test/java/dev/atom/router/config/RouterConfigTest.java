package dev.atom.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.budget.Budget;
import dev.atom.budget.BudgetExceeded;
import dev.atom.budget.BudgetPeriod;
import dev.atom.budget.Fact;
import dev.atom.budget.MemoryBudgetStore;
import dev.atom.json.Json;
import dev.atom.limit.LimitExceeded;
import dev.atom.limit.LimitRule;
import dev.atom.limit.Limiter;
import dev.atom.mock.MockModel;
import dev.atom.mock.SequentialIds;
import dev.atom.model.Capability;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.Media;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.Usage;
import dev.atom.router.Candidate;
import dev.atom.router.Decision;
import dev.atom.router.Hedging;
import dev.atom.router.MidStream;
import dev.atom.router.Retries;
import dev.atom.router.Route;
import dev.atom.router.Router;
import dev.atom.router.RouterBuilder;
import dev.atom.router.RoutingTrace;
import dev.atom.router.Target;
import dev.atom.router.catalogue.ModelCatalogue;
import dev.atom.router.catalogue.ModelFacts;
import dev.atom.router.health.BreakerSettings;
import dev.atom.router.policy.Policy;
import dev.atom.usage.Cost;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBook;
import dev.atom.usage.RateCard;
import dev.atom.usage.Rates;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RouterConfigTest {
  private static final Instant NOVEMBER = Instant.parse("2026-11-21T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOVEMBER, ZoneOffset.UTC);
  private static final ChatRequest HELLO = ChatRequest.of("Hello");

  private final MockModel openai = Documents.model("openai", "gpt-6-luna");
  private final MockModel azure = Documents.model("azure", "gpt-4o");

  @Test
  void documentMakesARouter() {
    // @start region="parse"
    Json document =
        Json.parse(
            """
            {"targets": {
               "large": {"model": "openai/gpt-4o", "tags": ["large"]},
               "small": {"model": "openai/gpt-4o-mini"}},
             "routes": [
               {"name": "support",
                "targets": ["small", "large"],
                "policy": {"when": {"tags": {"task": "legal"}},
                           "policy": {"tagged": "large"},
                           "otherwise": "cheapest"},
                "mid_stream": "restart"}]}
            """);
    ConfigParts parts = ConfigParts.newBuilder().client("openai", openai).build();
    Router router = RouterConfig.parse(document, parts).apply(Router.newBuilder()).build();
    // @end

    assertThat(router.explain(HELLO, false, CallContext.create()).chosen()).contains("small");
    ChatReply reply = router.chat(HELLO, CallContext.create().tag("task", "legal"));
    assertThat(RoutingTrace.of(reply).orElseThrow().answeredBy())
        .contains(new ModelRef("openai", "gpt-4o"));
  }

  /** What the complete document says, in Java. */
  private Route support() {
    return Route.newBuilder("support")
        .target(
            Target.of(openai, "gpt-4o")
                .facts(facts("gpt-4o"))
                .named("large")
                .weight(3)
                .tag("large")
                .tag("us")
                .contextTokens(100_000)
                .without(Capability.IMAGE_INPUT))
        .target(Target.of(openai, "gpt-4o-mini").named("small").weight(0.5).tag("eu"))
        .target(
            Target.of(azure, "gpt-4o")
                .facts(azureFacts())
                .named("west")
                .tier(1)
                .priceTier("flex")
                .priceRegion("eu"))
        .target(
            Target.of(Documents.model("one-each", "long"), "long")
                .without(Capability.STRUCTURED_OUTPUT, Capability.IMAGE_INPUT, Capability.REASONING)
                .contextTokens(2_000_000)
                .named("long")
                .tier(1)
                .onlyIfTooLong())
        .target(
            Target.of(Documents.model("one-each", "bold"), "bold")
                .named("bold")
                .tier(1)
                .onlyIfRefused())
        .policy(
            Policy.either(
                    facts ->
                        facts.promptTokens() >= 10
                            && facts.promptTokens() < 4000
                            && facts.maxOutputTokens().filter(most -> most < 9000).isPresent()
                            && facts.needs(Capability.CHAT)
                            && facts.model().filter("gpt-4o"::equals).isPresent()
                            && List.of("acme", "globex").contains(facts.tenant())
                            && facts.user().filter("ann"::equals).isPresent()
                            && facts.tagged("task", "legal")
                            && (facts.tagged("language", "de") || facts.tagged("language", "fr")),
                    Policy.tagged("eu"),
                    Policy.tagged("large"))
                .then(Policy.when(facts -> facts.needs(Capability.STREAMING), Policy.fastest()))
                .then(Policy.cheapest(0.1))
                .then(Policy.order())
                .then(Policy.weighted()))
        .retries(new Retries(1, Duration.ofMillis(250), Duration.ofSeconds(10)))
        .hedging(new Hedging(Duration.ofMillis(200), 50))
        .midStream(MidStream.CONTINUE)
        .build();
  }

  private static ModelFacts facts(String name) {
    return ModelCatalogue.bundled().facts(new ModelRef("openai", name)).orElseThrow();
  }

  private static ModelFacts azureFacts() {
    return ModelCatalogue.bundled().facts(new ModelRef("azure", "gpt-4o")).orElseThrow();
  }

  private RouterConfig complete() {
    return RouterConfig.parse(
        Documents.complete(),
        Documents.parts().client("openai", openai).client("azure-west", azure).build());
  }

  @Test
  void documentDecidesAsTheSameSaidInJavaDoes() {
    RouterConfig config = complete();
    Router read = config.apply(fixed()).build();
    Router said =
        fixed().route(support()).prices(config.prices()).breaker(config.breaker()).build();
    List<ChatRequest> requests = new ArrayList<>(List.of(HELLO));
    requests.add(HELLO.toBuilder().model("gpt-4o").maxOutputTokens(100).build());
    requests.add(
        ChatRequest.of("word ".repeat(60)).toBuilder()
            .model("gpt-4o")
            .maxOutputTokens(100)
            .build());
    requests.add(ChatRequest.of("word ".repeat(130_000)));
    requests.add(
        ChatRequest.newBuilder()
            .message(
                ChatMessage.user(
                    List.of(
                        Part.text("What is it?"),
                        Part.image(Media.inline("image/png", new byte[] {1})))))
            .build());
    List<CallContext> contexts =
        List.of(
            CallContext.create(),
            CallContext.create().tenant("acme").user("ann").tag("task", "legal"),
            CallContext.create()
                .tenant("acme")
                .user("ann")
                .tag("task", "legal")
                .tag("language", "de"));
    List<String> chosen = new ArrayList<>();
    for (ChatRequest request : requests) {
      for (CallContext context : contexts) {
        for (boolean streamed : new boolean[] {false, true}) {
          Decision one = read.explain(request, streamed, context);
          Decision other = said.explain(request, streamed, context);
          assertThat(one.chosen()).isEqualTo(other.chosen());
          assertThat(one.candidates()).isEqualTo(other.candidates());
          chosen.add(one.chosen().orElse("none"));
        }
      }
    }
    assertThat(chosen).contains("large", "small");
    Decision picture = read.explain(requests.get(4), false, contexts.get(0));
    assertThat(picture.candidates())
        .filteredOn(c -> !c.kept())
        .extracting(Candidate::target)
        .contains("large");
  }

  private static RouterBuilder fixed() {
    return Router.newBuilder().clock(CLOCK).random(new Random(7));
  }

  @Test
  void optionsGoIntoTheRequestThatIsSent() {
    Router router = complete().apply(fixed()).build();

    ChatRequest asked =
        HELLO.toBuilder().maxOutputTokens(9_000).stop("STOP").temperature(1).build();
    router.chat(asked, CallContext.create());
    ChatRequest sent = openai.calls().get(0).request();
    assertThat(sent.model()).contains("gpt-4o");
    assertThat(sent.maxOutputTokens()).contains(500);
    assertThat(sent.temperature()).contains(0.2);
    assertThat(sent.topP()).contains(0.9);
    assertThat(sent.stop()).containsExactly("STOP", "END");
    assertThat(sent.reasoningEffort()).contains("low");
    assertThat(sent.reasoningTokens()).contains(2000);
    assertThat(sent.parallelTools()).contains(true);
    assertThat(sent.cacheKey()).contains("support-3");
    assertThat(sent.extra().at("/metadata/team")).contains(Json.of("support"));

    router.chat(HELLO.toBuilder().maxOutputTokens(20).build(), CallContext.create());
    assertThat(openai.calls().get(1).request().maxOutputTokens()).contains(20);
  }

  @Test
  void valuesAreThoseOfTheBuilders() {
    RouterConfig config = complete();

    assertThat(config.breaker())
        .isEqualTo(
            new BreakerSettings(
                Duration.ofMinutes(1),
                10,
                0.4,
                2,
                Duration.ofSeconds(2),
                Duration.ofMinutes(2),
                Duration.ofHours(1),
                Duration.ZERO));
    assertThat(config.traced()).isFalse();
    assertThat(config.routes()).extracting(Route::name).containsExactly("support", "open");

    LimitRule tokens = config.limits().get(0);
    LimitRule said =
        LimitRule.rate("tenant tokens", 60_000, "tokens", Duration.ofMinutes(1))
            .burst(10_000)
            .by(dev.atom.limit.Fact.TENANT, dev.atom.limit.Fact.PROVIDER)
            .build();
    assertThat(tokens.toString()).isEqualTo(said.toString());
    assertThat(tokens.rate("acme").orElseThrow().most()).isEqualTo(5_000);
    assertThat(tokens.rate("umbrella").orElseThrow().most()).isEqualTo(70_000);
    assertThat(tokens.rate("initech")).isEmpty();
    assertThat(config.limits().get(1).toString())
        .isEqualTo(
            LimitRule.atOnce("running", 20, "requests")
                .heldAtMost(Duration.ofMinutes(15))
                .build()
                .toString());

    Budget company = config.budgets().get(0);
    assertThat(company.usd()).isEqualByComparingTo("500");
    assertThat(company.period()).isEqualTo(BudgetPeriod.month(ZoneId.of("Europe/Berlin")));
    assertThat(company.only())
        .containsEntry(Fact.ROUTE, "support")
        .containsEntry(Fact.tag("team"), "red");
    assertThat(company.lapse()).isEqualTo(Budget.Lapse.RELEASE);
    assertThat(company.unpriced()).contains(new BigDecimal("0.01"));
    assertThat(company.warnings()).containsExactly(50, 90, 100);
    assertThat(config.budgets().get(1).period())
        .isEqualTo(BudgetPeriod.rolling(Duration.ofHours(24)));
    assertThat(config.budgets().get(1).per())
        .containsExactly(Fact.tag("team"), Fact.TENANT, Fact.USER);
    assertThat(config.budgets().get(2).period()).isEqualTo(BudgetPeriod.total());
  }

  @Test
  void pricesAreTheDocumentsOverTheBundledOnes() {
    RouterConfig config = complete();
    Usage usage = Usage.of(1_000_000, 0);
    ModelRef mini = new ModelRef("openai", "gpt-4o-mini");
    assertThat(config.prices().cost(mini, usage, NOVEMBER))
        .isEqualTo(ModelCatalogue.bundled().prices().cost(mini, usage, NOVEMBER));
    // 3 euros a million above 100,000, at 1.08, by day; what is charged besides is not known.
    assertThat(config.prices().price(new ModelRef("one-each", "long"), NOVEMBER)).isPresent();

    Json bare =
        Json.parse(
            """
            {"routes": [{"name": "a", "targets": [{"client": "openai"}]}],
             "prices": {"bundled": false, "models": [
               {"provider": "openai", "name": "gpt-4o-mini", "mode": "chat",
                "facts": {"tools": true, "json_schema": true, "vision": true, "reasoning": false},
                "prices": [{"from": "2026-01-01", "source": "contract", "as_of": "2026-01-01",
                            "verified": true, "rates": {"input": 1, "output": 2}}]}]}}
            """);
    PriceBook own = RouterConfig.parse(bare, Documents.parts().build()).prices();
    PriceBook said =
        PriceBook.of(List.of(Price.newBuilder(mini, RateCard.of(Rates.tokens("1", "2"))).build()));
    assertThat(own.cost(mini, usage, NOVEMBER)).isEqualTo(said.cost(mini, usage, NOVEMBER));
    assertThat(own.cost(new ModelRef("openai", "gpt-4o"), usage, NOVEMBER))
        .isInstanceOf(Cost.Unknown.class);
  }

  @Test
  void limitsAndBudgetsOfTheDocumentHold() {
    Json document =
        Json.parse(
            """
            {"routes": [{"name": "a", "targets": [{"model": "openai/gpt-4o"}]}],
             "limits": {"rules": [{"name": "two", "amount": 2, "unit": "requests", "per": "1d"}]},
             "budgets": {"amounts": [{"name": "ann", "usd": 0, "only": {"tenant": "poor"},
                                      "period": "total", "per": ["tenant"]}]}}
            """);
    try (Limiter limiter = Limiter.newBuilder().build()) {
      ConfigParts parts =
          ConfigParts.newBuilder()
              .client("openai", openai)
              .limiter(limiter)
              .budgets(MemoryBudgetStore.create(CLOCK), SequentialIds.of("r"), warning -> {})
              .build();
      Router router = RouterConfig.parse(document, parts).apply(fixed()).build();

      assertThatThrownBy(() -> router.chat(HELLO, CallContext.create().tenant("poor")))
          .isInstanceOf(BudgetExceeded.class);
      router.chat("Hello");
      router.chat("Hello");
      assertThatThrownBy(() -> router.chat("Hello")).isInstanceOf(LimitExceeded.class);
    }
  }

  @Test
  void configurationsAreEqualIfTheirDocumentsAre() {
    assertThat(complete()).isEqualTo(complete()).hasSameHashCodeAs(complete());
    assertThat(complete()).hasToString("RouterConfig[2 routes, 2 limits, 3 budgets]");
  }

  @Test
  void clientOfAModelIsAskedForOnce() {
    List<String> asked = new ArrayList<>();
    ConfigParts parts =
        Documents.parts()
            .clients(
                "one-each",
                name -> {
                  asked.add(name);
                  return Documents.model("one-each", name);
                })
            .build();
    RouterConfig.parse(Documents.complete(), parts);
    RouterConfig.parse(Documents.complete(), parts);
    assertThat(asked).containsExactly("long", "bold");
  }
}
