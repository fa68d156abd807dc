package dev.atom.router;

import static dev.atom.router.TestTargets.FIRST;
import static dev.atom.router.TestTargets.SECOND;
import static dev.atom.router.TestTargets.THIRD;
import static dev.atom.router.TestTargets.failing;
import static dev.atom.router.TestTargets.replying;
import static dev.atom.router.TestTargets.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.Deadline;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.mock.SequentialIds;
import dev.atom.mock.VirtualClock;
import dev.atom.model.CallCancelled;
import dev.atom.model.CallTimedOut;
import dev.atom.model.Capability;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.Failure;
import dev.atom.model.KeyRejected;
import dev.atom.model.ModelException;
import dev.atom.model.ModelException.Remedy;
import dev.atom.model.ModelNotFound;
import dev.atom.model.ModelRef;
import dev.atom.model.Overloaded;
import dev.atom.model.RateLimited;
import dev.atom.model.RequestRejected;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Usage;
import dev.atom.router.catalogue.ModelCatalogue;
import dev.atom.usage.Cost;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBook;
import dev.atom.usage.RateCard;
import dev.atom.usage.Rates;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouterTest {
  private static final ChatRequest HELLO = ChatRequest.of("Hello");

  private final VirtualClock clock = VirtualClock.at("2026-10-01T08:00:00Z");
  private final Recorder recorder = new Recorder();

  private Router router(ChatModel... targets) {
    Route.Builder route = Route.newBuilder("only").retries(Retries.NONE);
    List.of(targets).forEach(target -> route.target(Target.of(target)));
    return Router.newBuilder()
        .route(route.build())
        .listener(recorder)
        .clock(clock)
        .ids(SequentialIds.of("call-"))
        .build();
  }

  // @start region="fallback"
  @Test
  void fallsBackToTheNextTargetAndBooksBoth() {
    MockModel busy = failing(new ModelRef("openai", "gpt-4o"), RateLimited::new);
    MockModel free =
        replying(
            new ModelRef("openai", "gpt-4o-mini"),
            MockReply.text("Hello!").usage(Usage.of(1_000, 200)));
    Router model =
        Router.newBuilder()
            .target(busy)
            .target(free)
            .prices(ModelCatalogue.bundled().prices())
            .listener(recorder)
            .clock(clock)
            .build();

    ChatReply reply = model.chat("Good morning");

    assertThat(reply.text()).isEqualTo("Hello!");
    RoutingTrace trace = recorder.last();
    assertThat(trace.attempts()).hasSize(2);
    assertThat(trace.answeredBy()).contains(free.ref());
    assertThat(trace.cost()).isEqualTo(new Cost.Known(new BigDecimal("0.00027")));
  }

  // @end

  @Test
  void firstTargetThatAnswersEndsTheCall() {
    MockModel second = saying(SECOND, "b");
    assertThat(router(saying(FIRST, "a"), second).chat("Hello").text()).isEqualTo("a");
    assertThat(second.calls()).isEmpty();
  }

  /** A failure for each remedy. */
  enum Helped {
    RETRY(RateLimited::new),
    OTHER_KEY(KeyRejected::new),
    OTHER_MODEL(ModelNotFound::new);

    private final Function<Failure, ModelException> failure;

    Helped(Function<Failure, ModelException> failure) {
      this.failure = failure;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyRemedyButNoneLeadsToTheNextTarget(Helped helped) {
    Router model = router(failing(FIRST, helped.failure), saying(SECOND, "b"));
    assertThat(model.chat("Hello").text()).isEqualTo("b");
    Attempt.Outcome first = recorder.last().attempts().get(0).outcome();
    assertThat(((Attempt.Outcome.Failed) first).remedy()).isEqualTo(Remedy.valueOf(helped.name()));
  }

  @Test
  void failureWithoutRemedyIsPassedOnAtOnce() {
    MockModel second = saying(SECOND, "b");
    Router model = router(failing(FIRST, RequestRejected::new), second);
    assertThatThrownBy(() -> model.chat("Hello")).isInstanceOf(RequestRejected.class);
    assertThat(second.calls()).isEmpty();
    assertThat(recorder.last().failure()).contains("request_rejected");
  }

  @Test
  void retryableFailureIsThrownBeforeOthersWhenAllFail() {
    Router model =
        router(
            failing(FIRST, ModelNotFound::new),
            failing(SECOND, RateLimited::new),
            failing(THIRD, KeyRejected::new));
    ModelException failure = catchThrowableOfType(ModelException.class, () -> model.chat("Hello"));
    assertThat(failure).isInstanceOf(RateLimited.class);
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.getSuppressed())
        .hasExactlyElementsOfTypes(ModelNotFound.class, KeyRejected.class);
    assertThat(recorder.outcomes())
        .containsExactly("model_not_found", "rate_limited", "key_rejected");
  }

  @Test
  void preferredTargetsFailureIsThrownAmongEquals() {
    Router model = router(failing(FIRST, Overloaded::new), failing(SECOND, RateLimited::new));
    assertThatThrownBy(() -> model.chat("Hello")).isInstanceOf(Overloaded.class);
  }

  @Test
  void oneExceptionThrownByTwoTargetsIsNotSuppressedByItself() {
    RateLimited same = new RateLimited(Failure.at("one").build());
    MockReply reply = MockReply.failure(same);
    Router model = router(replying(FIRST, reply), replying(SECOND, reply));
    assertThatThrownBy(() -> model.chat("Hello")).isSameAs(same).hasNoSuppressedExceptions();
  }

  @Test
  void targetThatLacksACapabilityIsDroppedWithItsReason() {
    MockModel plain =
        MockModel.newBuilder().model(FIRST).capabilities(Capability.CHAT).reply("a").build();
    Router model = router(plain, saying(SECOND, "{}"));
    model.chat(HELLO.toBuilder().format(ResponseFormat.JSON).build());
    assertThat(plain.calls()).isEmpty();
    assertThat(recorder.last().candidates())
        .containsExactly(
            new Candidate(
                "one/first", FIRST, Optional.of("it lacks [JSON_OUTPUT]"), Optional.empty()),
            new Candidate("two/second", SECOND, Optional.empty(), Optional.empty()));
  }

  @Test
  void requestThatNoSingleTargetFitsIsRefusedWithAllReasons() {
    MockModel json = able(FIRST, Capability.CHAT, Capability.JSON_OUTPUT);
    MockModel thinker = able(SECOND, Capability.CHAT, Capability.REASONING);
    Router model = router(json, thinker);
    assertThat(model.capabilities())
        .isEqualTo(Set.of(Capability.CHAT, Capability.JSON_OUTPUT, Capability.REASONING));
    ChatRequest both = HELLO.toBuilder().format(ResponseFormat.JSON).reasoningEffort("low").build();
    assertThatThrownBy(() -> model.chat(both))
        .isInstanceOf(CapabilityMissing.class)
        .hasMessageContaining("one/first (dropped: it lacks [REASONING])")
        .hasMessageContaining("two/second (dropped: it lacks [JSON_OUTPUT])");
    assertThat(recorder.last().attempts()).isEmpty();
    assertThat(recorder.last().failure()).contains("capability_missing");
  }

  private static MockModel able(ModelRef ref, Capability... capabilities) {
    return MockModel.newBuilder().model(ref).capabilities(capabilities).build();
  }

  @Test
  void namedModelIsAskedAtTheProviderThatBearsTheName() {
    MockModel second = saying(SECOND, "b");
    Router model = router(saying(FIRST, "a"), second);
    ChatReply reply = model.chat(HELLO.toBuilder().model("second").build());
    assertThat(reply.text()).isEqualTo("b");
    assertThat(recorder.last().candidates().get(0).dropped())
        .contains("the request names a model of two");
  }

  @Test
  void modelThatNoTargetBearsIsAskedAtTheFirstProvider() {
    Router model = router(saying(FIRST, "a"), saying(SECOND, "b"));
    ChatReply reply = model.chat(HELLO.toBuilder().model("newer").build());
    assertThat(reply.text()).isEqualTo("a");
    assertThat(recorder.last().attempts().get(0).model()).isEqualTo(new ModelRef("one", "newer"));
  }

  @Test
  void cancelledCallNeverFallsBack() {
    CallContext context = CallContext.create();
    MockModel second = saying(SECOND, "b");
    ChatModel cancelling =
        new ActingModel(
            saying(FIRST, "a"),
            own -> {
              context.cancel();
              throw rateLimited();
            });
    Router model = router(cancelling, second);
    assertThatThrownBy(() -> model.chat(HELLO, context))
        .isInstanceOf(CallCancelled.class)
        .satisfies(e -> assertThat(e.getSuppressed()).hasOnlyElementsOfType(RateLimited.class));
    assertThatThrownBy(() -> model.stream(HELLO, context)).isInstanceOf(CallCancelled.class);
    assertThat(second.calls()).isEmpty();
    assertThat(recorder.traces())
        .extracting(RoutingTrace::failure)
        .containsExactly(Optional.of("cancelled"), Optional.of("cancelled"));
  }

  @Test
  void targetsShareTheDeadlineOfTheCall() {
    ChatModel slow =
        new ActingModel(
            saying(FIRST, "a"),
            own -> {
              clock.advance(Duration.ofSeconds(10));
              throw rateLimited();
            });
    MockModel second = saying(SECOND, "b");
    CallContext context =
        CallContext.create().deadline(Deadline.after(Duration.ofSeconds(10), clock));
    assertThatThrownBy(() -> router(slow, second).chat(HELLO, context))
        .isInstanceOf(CallTimedOut.class)
        .hasMessageContaining("1 of 2 targets not asked")
        .satisfies(e -> assertThat(e.getSuppressed()).hasOnlyElementsOfType(RateLimited.class));
    assertThat(second.calls()).isEmpty();
    assertThat(recorder.last().attempts().get(0).duration()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void failureOfTheLastTargetIsThrownEvenIfTheDeadlinePassedMeanwhile() {
    ChatModel slow =
        new ActingModel(
            saying(FIRST, "a"),
            own -> {
              clock.advance(Duration.ofSeconds(10));
              throw rateLimited();
            });
    CallContext context =
        CallContext.create().deadline(Deadline.after(Duration.ofSeconds(10), clock));
    assertThatThrownBy(() -> router(slow).chat(HELLO, context)).isInstanceOf(RateLimited.class);
  }

  @Test
  void badKeyOfOneTenantDoesNotAffectAnother() {
    ChatModel keyed =
        new ActingModel(
            saying(FIRST, "a"),
            context -> {
              if (context.tenant().equals("bad")) {
                throw new KeyRejected(Failure.at(FIRST).build());
              }
            });
    Router model = router(keyed, saying(SECOND, "b"));
    CallContext bad = CallContext.create().tenant("bad");
    CallContext good = CallContext.create().tenant("good").user("ann");
    for (int i = 0; i < 5; i++) {
      assertThat(model.chat(HELLO, bad).text()).isEqualTo("b");
      assertThat(model.chat(HELLO, good).text()).isEqualTo("a");
    }
    assertThat(recorder.last().call().tenant()).isEqualTo("good");
    assertThat(recorder.last().call().user()).contains("ann");
    assertThat(recorder.outcomes()).containsExactly("answered");
  }

  @Test
  void streamsTargetGetsTenantUserAndDeadlineOfTheCaller() {
    List<CallContext> seen = new ArrayList<>();
    CallContext context =
        CallContext.create().tenant("acme").user("ann").timeout(Duration.ofHours(1));
    router(new ActingModel(saying(FIRST, "a"), seen::add)).stream(HELLO, context).close();
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).tenant()).isEqualTo("acme");
    assertThat(seen.get(0).user()).contains("ann");
    assertThat(seen.get(0).deadline()).isEqualTo(context.deadline());
  }

  private static RateLimited rateLimited() {
    return new RateLimited(Failure.at(FIRST).build());
  }

  @Test
  void listenerHearsBeginningsAndEndsInPairs() {
    router(failing(FIRST, RateLimited::new), saying(SECOND, "b")).chat("Hello");
    assertThat(recorder.events())
        .containsExactly(
            "call call-1",
            "attempt 1 one/first",
            "ended 1 rate_limited",
            "attempt 2 two/second",
            "ended 2 answered",
            "call ended call-1");
  }

  @Test
  void failingListenerDisturbsNeitherTheCallNorTheOtherListeners() {
    RouterListener failing =
        new RouterListener() {
          @Override
          public void attemptEnded(Attempt attempt, Exchange exchange) {
            throw new IllegalStateException("the disk is full");
          }
        };
    Router model =
        Router.newBuilder().target(saying(FIRST, "a")).listener(failing).listener(recorder).build();
    assertThat(model.chat("Hello").text()).isEqualTo("a");
    assertThat(recorder.outcomes()).containsExactly("answered");
  }

  @Test
  void exceptionThatIsNotAModelsEndsTheCallAndIsBooked() {
    MockModel second = saying(SECOND, "b");
    MockModel broken =
        MockModel.newBuilder()
            .model(FIRST)
            .otherwise(
                request -> {
                  throw new IllegalStateException("a bug");
                })
            .build();
    assertThatThrownBy(() -> router(broken, second).chat("Hello"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(second.calls()).isEmpty();
    assertThat(recorder.outcomes()).containsExactly("unexpected");
  }

  @Test
  void unlistedModelCostsUnknownNotZero() {
    router(saying(FIRST, "a")).chat("Hello");
    assertThat(recorder.last().cost()).isEqualTo(new Cost.Unknown("no price of one/first"));
  }

  @Test
  void refusalInTheMidstOfTheWorkMayBeCharged() {
    Usage told = Usage.of(25, 1).atLeast();
    MockModel begun =
        replying(FIRST, MockReply.failure(facts -> new Overloaded(facts.usage(told).build())));
    router(failing(SECOND, Overloaded::new), begun, saying(THIRD, "a")).chat("Hello");
    List<Attempt> attempts = recorder.last().attempts();
    assertThat(attempts.get(0).cost()).isEqualTo(Cost.ZERO);
    assertThat(attempts.get(1).cost()).isInstanceOf(Cost.Unknown.class);
    assertThat(attempts.get(1).usage().inputTokens()).isEqualTo(25);
    assertThat(attempts.get(1).usage().estimated()).isTrue();
  }

  @Test
  void priceAtTheAttemptsBeginningHolds() {
    Instant change = Instant.parse("2026-10-01T08:00:05Z");
    MockModel slow =
        MockModel.newBuilder()
            .model(FIRST)
            .otherwise(
                request -> {
                  clock.advance(Duration.ofSeconds(10));
                  return MockReply.text("a").usage(Usage.of(1_000_000, 0));
                })
            .build();
    PriceBook prices =
        PriceBook.of(List.of(price(FIRST, "1", Instant.EPOCH), price(FIRST, "9", change)));
    Router model =
        Router.newBuilder().target(slow).prices(prices).listener(recorder).clock(clock).build();
    model.chat("Hello");
    model.chat("Hello");
    assertThat(recorder.traces())
        .extracting(RoutingTrace::cost)
        .containsExactly(new Cost.Known(BigDecimal.ONE), new Cost.Known(BigDecimal.valueOf(9)));
  }

  private static Price price(ModelRef model, String input, Instant from) {
    return Price.newBuilder(model, RateCard.of(Rates.tokens(input, "0"))).from(from).build();
  }

  @Test
  void routerWithoutTargetsIsNotBuilt() {
    assertThatThrownBy(() -> Router.newBuilder().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }
}
