package dev.atom.router;

import static dev.atom.router.TestTargets.FIRST;
import static dev.atom.router.TestTargets.SECOND;
import static dev.atom.router.TestTargets.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.mock.MockModel;
import dev.atom.model.CallCancelled;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.Failure;
import dev.atom.model.Overloaded;
import dev.atom.model.ReplyStream;
import dev.atom.model.RequestRejected;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The first target is quick until it is told to hang; then only its cancellation ends it. */
@Timeout(60)
class HedgingTest {
  private static final ChatRequest HELLO = ChatRequest.of("Hello");

  private final Recorder recorder = new Recorder();
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final AtomicInteger calls = new AtomicInteger();

  private final ChatModel hanging =
      new ActingModel(
          saying(FIRST, "slow"),
          context -> {
            if (calls.incrementAndGet() > 3) {
              awaitCancellation(context);
            }
          });

  private void awaitCancellation(CallContext context) {
    CountDownLatch end = new CountDownLatch(1);
    context.cancellation().onCancel(end::countDown);
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    cancelled.countDown();
    throw new CallCancelled(Failure.at(FIRST).build());
  }

  private Router router(ChatModel... models) {
    Route.Builder route = Route.newBuilder("main").hedging(new Hedging(Duration.ofMillis(1), 3));
    for (ChatModel model : models) {
      route.target(Target.of(model));
    }
    return Router.newBuilder()
        .route(route.retries(Retries.NONE).build())
        .listener(recorder)
        .listener(failures)
        .build();
  }

  /** Lets the router see how quick the first target is. */
  private static void learn(Router router) {
    for (int i = 0; i < 3; i++) {
      assertThat(router.chat("Hello").text()).isEqualTo("slow");
    }
  }

  // @start region="hedging"
  @Test
  void secondTargetWinsAndTheFirstIsCancelledAndBooked() throws InterruptedException {
    Router router = router(hanging, saying(SECOND, "quick"));
    learn(router);

    ChatReply reply = router.chat("Hello");

    assertThat(reply.text()).isEqualTo("quick");
    cancelled.await();
    assertThat(recorder.outcomes()).containsExactly("hedged", "answered");
    assertThat(recorder.last().attempts().get(0).usage().estimated()).isTrue();
  }

  // @end

  @Test
  void streamsAreHedgedUntilTheirFirstPiece() throws InterruptedException {
    Router router = router(hanging, saying(SECOND, "quick"));
    for (int i = 0; i < 3; i++) {
      try (ReplyStream stream = router.stream(HELLO, CallContext.create())) {
        assertThat(stream.reply().text()).isEqualTo("slow");
      }
    }
    try (ReplyStream stream = router.stream(HELLO, CallContext.create())) {
      assertThat(stream.reply().text()).isEqualTo("quick");
    }
    cancelled.await();
    assertThat(recorder.outcomes()).containsExactly("hedged", "answered");
  }

  @Test
  void nothingIsHedgedBeforeEnoughWasSeen() {
    MockModel second = saying(SECOND, "quick");
    learn(router(hanging, second));
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void failureOfTheSecondLeavesTheFirstItsTime() {
    ChatModel failing =
        new ActingModel(
            saying(SECOND, "x"),
            context -> {
              throw new Overloaded(Failure.at(SECOND).build());
            });
    Router router = router(after(secondFailed), failing);
    learn(router);
    assertThat(router.chat("Hello").text()).isEqualTo("slow");
    assertThat(recorder.outcomes()).containsExactly("overloaded", "answered");
  }

  private final CountDownLatch secondFailed = new CountDownLatch(1);

  /** Told when the second target's failure is booked, so that the first answers behind it. */
  private final RouterListener failures =
      new RouterListener() {
        @Override
        public void attemptEnded(Attempt attempt, Exchange exchange) {
          if (attempt.outcome() instanceof Attempt.Outcome.Failed failed
              && failed.code().equals("overloaded")) {
            secondFailed.countDown();
          }
        }
      };

  private ChatModel after(CountDownLatch go) {
    Consumer<CallContext> action =
        context -> {
          if (calls.incrementAndGet() > 3) {
            try {
              go.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    return new ActingModel(saying(FIRST, "slow"), action);
  }

  @Test
  void requestThatIsWrongEndsBoth() throws InterruptedException {
    ChatModel rejecting =
        new ActingModel(
            saying(SECOND, "x"),
            context -> {
              throw new RequestRejected(Failure.at(SECOND).build());
            });
    Router router = router(hanging, rejecting);
    learn(router);
    assertThatThrownBy(() -> router.chat("Hello")).isInstanceOf(RequestRejected.class);
    cancelled.await();
    assertThat(recorder.outcomes()).containsExactly("hedged", "request_rejected");
  }

  @Test
  void cancellingTheCallEndsBoth() throws InterruptedException {
    CallContext context = CallContext.create();
    CountDownLatch both = new CountDownLatch(1);
    ChatModel second =
        new ActingModel(
            saying(SECOND, "x"),
            own -> {
              both.countDown();
              awaitCancellation(own);
            });
    Router router = router(hanging, second);
    learn(router);
    Thread canceller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    both.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  context.cancel();
                });
    assertThatThrownBy(() -> router.chat(HELLO, context)).isInstanceOf(CallCancelled.class);
    canceller.join();
    assertThat(recorder.last().attempts()).hasSize(2);
  }

  @Test
  void interruptOfTheCallerEndsBothAndIsKept() throws InterruptedException {
    Router router = router(hanging, hangingToo());
    learn(router);
    CountDownLatch done = new CountDownLatch(1);
    boolean[] interrupted = new boolean[1];
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    router.chat("Hello");
                  } catch (CallCancelled e) {
                    interrupted[0] = Thread.currentThread().isInterrupted();
                  }
                  done.countDown();
                });
    secondAsked.await();
    caller.interrupt();
    done.await();
    assertThat(interrupted[0]).isTrue();
    assertThat(recorder.last().failure()).contains("cancelled");
  }

  private final CountDownLatch secondAsked = new CountDownLatch(1);

  private ChatModel hangingToo() {
    return new ActingModel(
        saying(SECOND, "x"),
        context -> {
          secondAsked.countDown();
          awaitCancellation(context);
        });
  }
}
