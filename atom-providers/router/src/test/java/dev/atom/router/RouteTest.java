package dev.atom.router;

import static dev.atom.router.TestTargets.FIRST;
import static dev.atom.router.TestTargets.SECOND;
import static dev.atom.router.TestTargets.THIRD;
import static dev.atom.router.TestTargets.failing;
import static dev.atom.router.TestTargets.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.Deadline;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.mock.VirtualClock;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ContentRefused;
import dev.atom.model.ContextTooLong;
import dev.atom.model.Failure;
import dev.atom.model.KeyRejected;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.model.Overloaded;
import dev.atom.model.ProviderFailed;
import dev.atom.model.QuotaExhausted;
import dev.atom.model.RateLimited;
import dev.atom.model.Unreachable;
import dev.atom.router.catalogue.ModelCatalogue;
import dev.atom.router.catalogue.ModelFacts;
import dev.atom.router.health.HealthStatus;
import dev.atom.router.health.TargetHealth;
import dev.atom.router.policy.Policy;
import dev.atom.router.policy.RequestFacts;
import dev.atom.secret.KeyFingerprints;
import dev.atom.secret.Secret;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RouteTest {
  private static final ChatRequest HELLO = ChatRequest.of("Hello");

  private final VirtualClock clock = VirtualClock.at("2026-10-01T08:00:00Z");
  private final Recorder recorder = new Recorder();
  private final List<Duration> waits = new ArrayList<>();

  private RouterBuilder router(Route.Builder route) {
    return Router.newBuilder()
        .route(route.build())
        .listener(recorder)
        .clock(clock)
        .sleeper(
            (time, context) -> {
              waits.add(time);
              clock.advance(time);
            });
  }

  private static Route.Builder route(ChatModel... models) {
    Route.Builder route = Route.newBuilder("main");
    for (ChatModel model : models) {
      route.target(Target.of(model));
    }
    return route;
  }

  /** A model that fails as told, call by call, and then answers. */
  private static MockModel failingFirst(
      ModelRef ref, List<Function<Failure.Builder, ModelException>> failures) {
    Deque<Function<Failure.Builder, ModelException>> left = new ArrayDeque<>(failures);
    return MockModel.newBuilder()
        .model(ref)
        .otherwise(
            request -> left.isEmpty() ? MockReply.text("ok") : MockReply.failure(left.remove()))
        .build();
  }

  // @start region="route"
  @Test
  void routeChoosesByFactsOfTheCall() {
    MockModel small = saying(new ModelRef("openai", "gpt-4o-mini"), "small");
    MockModel large = saying(new ModelRef("openai", "gpt-4o"), "large");
    Route support =
        Route.newBuilder("support")
            .target(Target.of(small).tag("small"))
            .target(Target.of(large).tag("large").contextTokens(128_000))
            .policy(
                Policy.either(
                    facts -> facts.tagged(RequestFacts.TASK, "legal"),
                    Policy.tagged("large"),
                    Policy.order()))
            .build();
    Router router = Router.newBuilder().route(support).build();

    assertThat(router.chat("Hello").text()).isEqualTo("small");
    CallContext legal = CallContext.create().tag(RequestFacts.TASK, "legal");
    ChatReply reply = router.chat(HELLO, legal);
    assertThat(reply.text()).isEqualTo("large");
    assertThat(RoutingTrace.of(reply).orElseThrow().call().tags()).containsEntry("task", "legal");
  }

  // @end

  @Test
  void requestNamesARouteAsItsModel() {
    Router router =
        Router.newBuilder()
            .route(Route.newBuilder("a").target(Target.of(saying(FIRST, "a"))).build())
            .route(Route.newBuilder("b").target(Target.of(saying(SECOND, "b"))).build())
            .build();
    assertThat(router.chat(HELLO.toBuilder().model("b").build()).text()).isEqualTo("b");
    assertThat(router.chat("Hello").text()).isEqualTo("a");
    assertThat(router.route("b").chat("Hello").text()).isEqualTo("b");
    assertThat(router.routes()).containsExactly("a", "b");
    assertThatThrownBy(() -> router.route("c")).hasMessageContaining("[a, b]");
  }

  @Test
  void targetAsksForItsModelWithItsOptions() {
    MockModel client = saying(FIRST, "a");
    Target target =
        Target.of(client, "other").request(request -> request.toBuilder().temperature(0).build());
    router(Route.newBuilder("main").target(target)).build().chat("Hello");
    assertThat(client.lastRequest().model()).contains("other");
    assertThat(client.lastRequest().temperature()).contains(0.0);
    assertThat(recorder.last().attempts().get(0).model()).isEqualTo(new ModelRef("one", "other"));
  }

  @Test
  void tiersComeInOrderWhateverThePolicyLikes() {
    Route.Builder route =
        Route.newBuilder("main")
            .target(Target.of(saying(FIRST, "dear")).tier(1).weight(100))
            .target(Target.of(failing(SECOND, Overloaded::new)).weight(1))
            .policy(Policy.weighted());
    assertThat(router(route).build().chat("Hello").text()).isEqualTo("dear");
    assertThat(recorder.outcomes()).containsExactly("overloaded", "answered");
  }

  @Test
  void requestThatDoesNotFitTheWindowGoesToALargerOne() {
    Route.Builder route =
        Route.newBuilder("main")
            .target(Target.of(saying(FIRST, "small")).contextTokens(10))
            .target(Target.of(saying(SECOND, "large")).contextTokens(1_000));
    Router router = router(route).build();
    assertThat(router.chat("word ".repeat(100)).text()).isEqualTo("large");
    assertThat(recorder.last().candidates().get(0).dropped().orElseThrow())
        .startsWith("its context of 10 tokens is too small for about 1");
    assertThatThrownBy(() -> router.chat("word ".repeat(10_000)))
        .isInstanceOf(ContextTooLong.class);
  }

  @Test
  void catalogueTellsWhatAModelCanDo() {
    ModelFacts facts =
        ModelCatalogue.bundled().facts(new ModelRef("openai", "gpt-4")).orElseThrow();
    Target target = Target.of(saying(new ModelRef("openai", "gpt-4"), "a")).facts(facts);
    assertThat(target.capabilities())
        .contains(Capability.TOOLS)
        .doesNotContain(Capability.STRUCTURED_OUTPUT, Capability.IMAGE_INPUT);
    Router router = router(Route.newBuilder("main").target(target)).build();
    assertThatThrownBy(() -> router.chat("word ".repeat(20_000)))
        .isInstanceOf(ContextTooLong.class)
        .hasMessageContaining("its context of 8192 tokens");
  }

  @Test
  void windowThatWasTooSmallIsNotTriedWithASmallerOne() {
    MockModel smaller = saying(SECOND, "b");
    Route.Builder route =
        Route.newBuilder("main")
            .target(Target.of(failing(FIRST, ContextTooLong::new)).contextTokens(100))
            .target(Target.of(smaller).contextTokens(50))
            .target(Target.of(saying(THIRD, "c")).contextTokens(200));
    assertThat(router(route).build().chat("Hello").text()).isEqualTo("c");
    assertThat(smaller.calls()).isEmpty();
  }

  @Test
  void targetsForRefusedRequestsAreAskedAfterSuchARefusalOnly() {
    Route.Builder route =
        Route.newBuilder("main")
            .target(Target.of(failing(FIRST, ContentRefused::new)))
            .target(Target.of(saying(SECOND, "long")).onlyIfTooLong())
            .target(Target.of(saying(THIRD, "tolerant")).onlyIfRefused());
    assertThat(router(route).build().chat("Hello").text()).isEqualTo("tolerant");

    Route.Builder busy =
        Route.newBuilder("main")
            .target(Target.of(failing(FIRST, Overloaded::new)))
            .target(Target.of(saying(THIRD, "tolerant")).onlyIfRefused());
    assertThatThrownBy(() -> router(busy).build().chat("Hello")).isInstanceOf(Overloaded.class);
  }

  @Test
  void neverWaitsWhileAnotherTargetIsWell() {
    MockModel limited =
        failingFirst(FIRST, List.of(f -> new RateLimited(f.retryAfter(seconds(30)).build())));
    Router router = router(route(limited, saying(SECOND, "b"))).build();
    assertThat(router.chat("Hello").text()).isEqualTo("b");
    assertThat(waits).isEmpty();
  }

  /** Some wait without a hint, some not at all, some ignore what the provider says. */
  @Test
  void waitsAsLongAsTheProviderSaysIfNobodyElseIsThere() {
    MockModel limited =
        failingFirst(FIRST, List.of(f -> new RateLimited(f.retryAfter(seconds(7)).build())));
    Router router = router(route(limited)).build();
    assertThat(router.chat("Hello").text()).isEqualTo("ok");
    assertThat(waits).containsExactly(seconds(7));
    assertThat(recorder.last().waited()).isEqualTo(seconds(7));
  }

  @Test
  void hintLongerThanTheLongestWaitFailsAtOnce() {
    MockModel limited =
        failingFirst(FIRST, List.of(f -> new RateLimited(f.retryAfter(seconds(3_600)).build())));
    Router router = router(route(limited)).build();
    RateLimited failure = catchThrowableOfType(RateLimited.class, () -> router.chat("Hello"));
    assertThat(failure.retryAfter()).contains(seconds(3_600));
    assertThat(waits).isEmpty();
  }

  @Test
  void neverWaitsBeyondTheDeadline() {
    MockModel limited =
        failingFirst(FIRST, List.of(f -> new RateLimited(f.retryAfter(seconds(7)).build())));
    Router router = router(route(limited)).build();
    CallContext hurry = CallContext.create().deadline(Deadline.after(seconds(5), clock));
    assertThatThrownBy(() -> router.chat(HELLO, hurry)).isInstanceOf(RateLimited.class);
    assertThat(waits).isEmpty();
  }

  /** One of the others sleeps after its last try, too: five to six seconds a call in an outage. */
  @Test
  void waitsBetweenRoundsAndNotBehindTheLast() {
    Router router = router(route(failing(FIRST, ProviderFailed::new))).build();
    assertThatThrownBy(() -> router.chat("Hello")).isInstanceOf(ProviderFailed.class);
    assertThat(waits).hasSize(2);
    assertThat(waits.get(0)).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
    assertThat(waits.get(1)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1_000));
    assertThat(recorder.last().attempts()).hasSize(3);
  }

  @Test
  void failureThatNoRetryHelpsIsNotTriedAgain() {
    MockModel rejecting = failing(FIRST, KeyRejected::new);
    assertThatThrownBy(() -> router(route(rejecting)).build().chat("Hello"))
        .isInstanceOf(KeyRejected.class);
    assertThat(rejecting.calls()).hasSize(1);
  }

  @Test
  void deadTargetIsLeftOutOnceItsBreakerIsOpen() {
    MockModel dead = failing(FIRST, Unreachable::new);
    Router router = router(route(dead, saying(SECOND, "b"))).build();
    for (int i = 0; i < 50; i++) {
      assertThat(router.chat("Hello").text()).isEqualTo("b");
    }
    assertThat(dead.calls()).hasSize(3);
    TargetHealth health = router.health().all().get(0);
    assertThat(health.status()).isEqualTo(HealthStatus.OPEN);
    assertThat(health.reason()).contains("unreachable");
  }

  /** A host that can't be reached is dead for all; one key that is refused is out for itself. */
  @Test
  void unreachableServerIsLeftOutForAllTenants() {
    MockModel dead = failing(FIRST, Unreachable::new);
    Router router = router(route(dead, saying(SECOND, "b"))).build();
    for (int i = 0; i < 20; i++) {
      router.chat(HELLO, CallContext.create().tenant("tenant " + i));
    }
    assertThat(dead.calls()).hasSize(3);
  }

  @Test
  void keysOfTenantsAreToldApartByTheirFingerprints() {
    Map<String, String> keys = new ConcurrentHashMap<>(Map.of("bad", "k-bad", "good", "k-good"));
    KeyFingerprints fingerprints =
        KeyFingerprints.of(
            ref -> Optional.ofNullable(keys.get(ref.tenant())).map(Secret::of), Duration.ZERO);
    List<String> asked = new ArrayList<>();
    ChatModel keyed =
        new ActingModel(
            saying(FIRST, "a"),
            context -> {
              asked.add(context.tenant());
              if ("k-bad".equals(keys.get(context.tenant()))) {
                throw new QuotaExhausted(Failure.at(FIRST).build());
              }
            });
    Router router = router(route(keyed, saying(SECOND, "b"))).keys(KeyIds.of(fingerprints)).build();
    CallContext bad = CallContext.create().tenant("bad");
    for (int i = 0; i < 5; i++) {
      assertThat(router.chat(HELLO, bad).text()).isEqualTo("b");
      assertThat(router.chat(HELLO, CallContext.create().tenant("good")).text()).isEqualTo("a");
    }
    assertThat(asked).containsOnlyOnce("bad");
    keys.put("bad", "k-new");
    assertThat(router.chat(HELLO, bad).text()).as("with a new key").isEqualTo("a");
    assertThat(router.health().all().toString()).doesNotContain("k-bad", "k-good", "k-new");
  }

  @Test
  void keyThatIsOutIsToldWithoutAsking() {
    MockModel empty = failing(FIRST, QuotaExhausted::new);
    Router router = router(route(empty)).build();
    assertThatThrownBy(() -> router.chat("Hello")).isInstanceOf(QuotaExhausted.class);
    assertThatThrownBy(() -> router.chat("Hello"))
        .isInstanceOf(QuotaExhausted.class)
        .hasMessageContaining("not tried again for PT10M");
    assertThat(empty.calls()).hasSize(1);
    router.health().reset("one", "default/");
    assertThatThrownBy(() -> router.chat("Hello")).isInstanceOf(QuotaExhausted.class);
    assertThat(empty.calls()).hasSize(2);
  }

  @Test
  void sameModelInAnotherRegionHasABreakerOfItsOwn() {
    MockModel down = failing(FIRST, Unreachable::new);
    Route.Builder route =
        Route.newBuilder("main")
            .target(Target.of(down).named("west"))
            .target(Target.of(saying(FIRST, "east")).named("east"));
    Router router = router(route).build();
    for (int i = 0; i < 10; i++) {
      assertThat(router.chat("Hello").text()).isEqualTo("east");
    }
    assertThat(down.calls()).hasSize(3);
  }

  @Test
  void explainTellsWhatWouldBeDoneAndDoesNothing() {
    MockModel first = saying(FIRST, "a");
    Route.Builder route =
        Route.newBuilder("main")
            .target(Target.of(first).contextTokens(5))
            .target(Target.of(saying(SECOND, "b")));
    Router router = router(route).build();
    Decision decision =
        router.explain(ChatRequest.of("word ".repeat(50)), false, CallContext.create());
    assertThat(decision.chosen()).contains("two/second");
    assertThat(decision.candidates().get(0).kept()).isFalse();
    assertThat(decision.candidates().get(1).kept()).isTrue();
    assertThat(first.calls()).isEmpty();
    assertThat(recorder.events()).isEmpty();
  }

  @Test
  void guardThatRefusesLeadsToTheNextTarget() {
    List<String> ended = new ArrayList<>();
    Guard guard =
        planned -> {
          if (planned.begun().target().equals("one/first")) {
            throw new Overloaded(Failure.at(FIRST).message("the budget is used up").build());
          }
          return attempt -> ended.add(attempt.orElseThrow().model().name());
        };
    MockModel first = saying(FIRST, "a");
    Router router = router(route(first, saying(SECOND, "b"))).guard(guard).build();
    assertThat(router.chat("Hello").text()).isEqualTo("b");
    assertThat(first.calls()).isEmpty();
    assertThat(ended).containsExactly("second");
  }

  @Test
  void refusalOfAllTargetsIsThrownAndWhatWasReservedIsGivenBack() {
    List<Boolean> ended = new ArrayList<>();
    Guard first = planned -> attempt -> ended.add(attempt.isPresent());
    Guard second =
        planned -> {
          throw new RateLimited(Failure.at(FIRST).message("limit of the tenant").build());
        };
    Router router = router(route(saying(FIRST, "a"))).guard(first).guard(second).build();
    assertThatThrownBy(() -> router.chat("Hello")).hasMessageContaining("limit of the tenant");
    assertThat(ended).containsOnly(false).isNotEmpty();
    assertThat(recorder.last().failure()).contains("rate_limited");
  }

  @Test
  void guardThatFailsAtTheEndTakesNoReplyFromTheCaller() {
    Guard guard =
        planned ->
            attempt -> {
              throw new IllegalStateException("the database is gone");
            };
    Router router = router(route(saying(FIRST, "a"))).guard(guard).build();
    assertThat(router.chat("Hello").text()).isEqualTo("a");
    assertThat(recorder.outcomes()).containsExactly("answered");
  }

  @Test
  void bugOfAGuardEndsTheCallAndLeavesNothingBehind() {
    List<Boolean> ended = new ArrayList<>();
    Guard first = planned -> attempt -> ended.add(attempt.isPresent());
    Guard broken =
        planned -> {
          throw new IllegalStateException("a bug");
        };
    Router router = router(route(saying(FIRST, "a"))).guard(first).guard(broken).build();
    assertThatThrownBy(() -> router.chat("Hello")).hasMessage("a bug");
    assertThat(ended).containsExactly(false);
    assertThat(router.health().all()).extracting(TargetHealth::inFlight).containsExactly(0);
    assertThat(recorder.last().failure()).contains("unexpected");
  }

  @Test
  void policyThatThrowsEndsTheCallForListenersToo() {
    Policy broken =
        Policy.choosing(
            (choice, set) -> {
              throw new IllegalStateException("a bug");
            });
    Router router = router(route(saying(FIRST, "a")).policy(broken)).build();
    assertThatThrownBy(() -> router.chat("Hello")).hasMessage("a bug");
    assertThat(recorder.last().failure()).contains("unexpected");
  }

  @Test
  void routesWithoutSenseAreNotBuilt() {
    assertThatThrownBy(() -> Route.newBuilder("a").build()).hasMessageContaining("0 targets");
    Target target = Target.of(saying(FIRST, "a"));
    assertThatThrownBy(() -> Route.newBuilder("a").target(target).target(target).build())
        .hasMessageContaining("two targets named one/first");
    assertThatThrownBy(() -> Route.newBuilder("a").target(target.onlyIfTooLong()).build())
        .hasMessageContaining("only targets for refused requests");
    assertThatThrownBy(() -> target.weight(-1)).hasMessageContaining("weight is -1.0");
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
