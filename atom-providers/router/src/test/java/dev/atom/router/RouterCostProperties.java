package dev.atom.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.model.RateLimited;
import dev.atom.model.ReplyStream;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Usage;
import dev.atom.usage.Charge;
import dev.atom.usage.Cost;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBook;
import dev.atom.usage.Rates;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RouterCostProperties {
  private static final PriceBook PRICES =
      PriceBook.of(
          List.of(
              priced(0, Rates.tokens("2.5", "10").and(Charge.CACHED_INPUT, "1.25")),
              priced(1, Rates.tokens("0.15", "0.6").and(Charge.CACHED_INPUT, "0.075")),
              priced(2, Rates.tokens("3", "15").and(Charge.CACHED_INPUT, "3"))));
  private static final long[][] NANOS = {{2500, 1250, 10000}, {150, 75, 600}, {3000, 3000, 15000}};

  /** What a target does; the rate is -1 if it has no price. */
  record Behaviour(End end, int rate, int input, int cached, int output) {}

  enum End {
    ANSWERS,
    REFUSES,
    BREAKS
  }

  private static Price priced(int number, Rates rates) {
    return Price.of(new ModelRef("p", "priced-" + number), rates);
  }

  @Provide
  Arbitrary<Behaviour> behaviours() {
    return Combinators.combine(
            Arbitraries.of(End.class),
            Arbitraries.integers().between(-1, 2),
            Arbitraries.integers().between(0, 100_000),
            Arbitraries.integers().between(0, 100),
            Arbitraries.integers().between(0, 10_000))
        .as((end, rate, input, cached, out) -> new Behaviour(end, rate, input, cached, out))
        .map(b -> new Behaviour(b.end, b.rate, b.input, b.input * b.cached / 100, b.output));
  }

  /** Reference: whole nano-dollars, added up until the first target that answers. */
  @Property
  void costsOfAttemptsAddUpToTheReference(
      @ForAll("lists") List<Behaviour> behaviours, @ForAll boolean streamed) {
    Recorder recorder = new Recorder();
    boolean answered = call(router(behaviours, recorder), streamed);

    long nanos = 0;
    boolean known = true;
    int asked = 0;
    for (Behaviour b : behaviours) {
      asked++;
      if (b.end != End.REFUSES && b.rate < 0) {
        known = false;
      } else if (b.end == End.BREAKS) {
        // Nothing was told: what was sent counts as an estimate.
        nanos += NANOS[b.rate][0] * recorder.last().call().promptTokens();
      } else if (b.end == End.ANSWERS) {
        long[] rate = NANOS[b.rate];
        nanos += rate[0] * (b.input - b.cached) + rate[1] * b.cached + rate[2] * b.output;
      }
      if (b.end == End.ANSWERS) {
        break;
      }
    }

    RoutingTrace trace = recorder.last();
    assertThat(trace.attempts()).hasSize(asked);
    assertThat(answered).isEqualTo(behaviours.stream().anyMatch(b -> b.end == End.ANSWERS));
    assertThat(trace.failure().isEmpty()).isEqualTo(answered);
    if (known) {
      assertThat(trace.cost()).isEqualTo(new Cost.Known(BigDecimal.valueOf(nanos, 9)));
    } else {
      assertThat(trace.cost()).isInstanceOf(Cost.Unknown.class);
    }
  }

  @Provide
  Arbitrary<List<Behaviour>> lists() {
    return behaviours().list().ofMinSize(1).ofMaxSize(5);
  }

  private static Router router(List<Behaviour> behaviours, Recorder recorder) {
    Route.Builder route = Route.newBuilder("only").retries(Retries.NONE);
    int number = 0;
    for (Behaviour behaviour : behaviours) {
      ModelRef ref =
          new ModelRef("p", behaviour.rate < 0 ? "unpriced" : "priced-" + behaviour.rate);
      MockReply reply = reply(behaviour);
      MockModel model = MockModel.newBuilder().model(ref).otherwise(request -> reply).build();
      route.target(Target.of(model).named("target " + number++));
    }
    return Router.newBuilder().route(route.build()).listener(recorder).prices(PRICES).build();
  }

  private static MockReply reply(Behaviour behaviour) {
    return switch (behaviour.end) {
      case ANSWERS ->
          MockReply.text("a")
              .usage(
                  Usage.newBuilder()
                      .inputTokens(behaviour.input)
                      .cachedInputTokens(behaviour.cached)
                      .outputTokens(behaviour.output)
                      .build());
      case REFUSES -> MockReply.failure(facts -> new RateLimited(facts.build()));
      case BREAKS -> MockReply.failure(facts -> new TruncatedStream(facts.build()));
    };
  }

  private static boolean call(Router router, boolean streamed) {
    ChatRequest hello = ChatRequest.of("Hello");
    try {
      if (!streamed) {
        router.chat(hello);
        return true;
      }
      try (ReplyStream stream = router.stream(hello, CallContext.create())) {
        stream.reply();
        return true;
      }
    } catch (ModelException e) {
      return false;
    }
  }
}
