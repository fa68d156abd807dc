package dev.atom.router;

import static dev.atom.router.TestTargets.FIRST;
import static dev.atom.router.TestTargets.SECOND;
import static dev.atom.router.TestTargets.failing;
import static dev.atom.router.TestTargets.replying;
import static dev.atom.router.TestTargets.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.Deadline;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.mock.VirtualClock;
import dev.atom.model.CallCancelled;
import dev.atom.model.CallTimedOut;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.model.Overloaded;
import dev.atom.model.RateLimited;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.TruncatedStream;
import dev.atom.usage.Cost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RoutedStreamTest {
  private static final ChatRequest HELLO = ChatRequest.of("Hello");

  private final VirtualClock clock = VirtualClock.at("2026-10-01T08:00:00Z");
  private final Recorder recorder = new Recorder();

  private Router router(ChatModel... targets) {
    RouterBuilder router = Router.newBuilder();
    List.of(targets).forEach(router::target);
    return router.listener(recorder).clock(clock).sleeper((time, c) -> clock.advance(time)).build();
  }

  @Test
  void fallsBackWhenTheStreamDoesNotOpen() {
    Router model = router(failing(FIRST, RateLimited::new), saying(SECOND, "b"));
    try (ReplyStream stream = model.stream(HELLO, CallContext.create())) {
      assertThat(stream.reply().text()).isEqualTo("b");
    }
    assertThat(recorder.outcomes()).containsExactly("rate_limited", "answered");
  }

  // @start region="stream"
  @Test
  void fallsBackBeforeTheFirstToken() {
    MockReply cutBeforeTheText = MockReply.text("lost").cutAfter(1);
    Router model = router(replying(FIRST, cutBeforeTheText), saying(SECOND, "Hello!"));

    List<ReplyEvent> events = new ArrayList<>();
    try (ReplyStream stream = model.stream(HELLO, CallContext.create())) {
      stream.forEachRemaining(events::add);
    }

    assertThat(events.get(0)).isEqualTo(new ReplyEvent.Started(SECOND));
    assertThat(events).filteredOn(ReplyEvent.Started.class::isInstance).hasSize(1);
    assertThat(recorder.outcomes()).containsExactly("truncated_stream", "answered");
  }

  @Test
  void passesTheFailureOnAfterTheFirstToken() {
    MockReply cutBehindTheText = MockReply.text("half").cutAfter(2);
    MockModel second = saying(SECOND, "Hello!");
    Router model = router(replying(FIRST, cutBehindTheText), second);

    try (ReplyStream stream = model.stream(HELLO, CallContext.create())) {
      assertThatThrownBy(stream::reply).isInstanceOf(TruncatedStream.class);
    }

    assertThat(second.calls()).isEmpty();
    assertThat(recorder.last().cost()).isInstanceOf(Cost.Unknown.class);
  }

  // @end

  @Test
  void refusalBehindTheFirstTokenMayHaveBeenCharged() {
    MockReply broken =
        MockReply.text("half").brokenAfter(2, facts -> new Overloaded(facts.build()));
    Router model = router(replying(FIRST, broken), saying(SECOND, "b"));
    try (ReplyStream stream = model.stream(HELLO, CallContext.create())) {
      assertThatThrownBy(stream::reply).isInstanceOf(Overloaded.class);
      assertThatThrownBy(stream::hasNext).isInstanceOf(Overloaded.class);
    }
    assertThat(recorder.last().cost()).isInstanceOf(Cost.Unknown.class);
    assertThat(recorder.traces()).hasSize(1);
  }

  @Test
  void emptyReplyIsAReplyAndNoReasonToFallBack() {
    MockModel second = saying(SECOND, "b");
    Router model = router(replying(FIRST, MockReply.of(List.of())), second);
    try (ReplyStream stream = model.stream(HELLO, CallContext.create())) {
      assertThat(stream.reply().parts()).isEmpty();
    }
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void closeBeforeTheEndIsBookedOnceAsCancelled() {
    Router model = router(saying(FIRST, "a long answer in several pieces"));
    ReplyStream stream = model.stream(HELLO, CallContext.create());
    stream.next();
    stream.close();
    stream.close();
    assertThatThrownBy(stream::hasNext).isInstanceOf(CallCancelled.class);
    assertThat(recorder.traces()).hasSize(1);
    assertThat(recorder.outcomes()).containsExactly("cancelled");
    assertThat(recorder.last().cost()).isInstanceOf(Cost.Unknown.class);
  }

  @Test
  void closeLeavesTheCallersContextUncancelled() {
    Router model = router(saying(FIRST, "a"));
    CallContext context = CallContext.create();
    model.stream(HELLO, context).close();
    assertThat(context.cancellation().cancelled()).isFalse();
  }

  @Test
  void cancellingEndsAFallbackThatIsJustBeingAsked() throws Exception {
    MockModel silent =
        MockModel.newBuilder()
            .model(SECOND)
            .clock(clock)
            .otherwise(request -> MockReply.text("b").after(Duration.ofDays(1)))
            .build();
    Router model = router(replying(FIRST, MockReply.text("a").cutAfter(1)), silent);
    CallContext context = CallContext.create();
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (ReplyStream stream = model.stream(HELLO, context)) {
                    failure.completeExceptionally(
                        new AssertionError("a reply came: " + stream.reply()));
                  } catch (RuntimeException e) {
                    failure.complete(e);
                  }
                });
    clock.awaitPending(1, Duration.ofSeconds(20));
    context.cancel();
    assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(CallCancelled.class);
    reader.join();
    assertThat(recorder.outcomes()).containsExactly("truncated_stream", "cancelled");
    assertThat(recorder.traces()).hasSize(1);
  }

  /** Whatever the moment of the close, and whoever is the first to tell of it. */
  @RepeatedTest(200)
  void closeAtAnyMomentKeepsEventsPairedAndInOrder(RepetitionInfo repetition) throws Exception {
    MockReply cut = MockReply.text("a").cutAfter(1);
    Router model = router(replying(FIRST, cut), replying(FIRST, cut), saying(SECOND, "b"));
    ReplyStream stream = model.stream(HELLO, CallContext.create());
    int moment = repetition.getCurrentRepetition() * 10;
    Thread closer =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 0; i < moment; i++) {
                    Thread.onSpinWait();
                  }
                  stream.close();
                });
    Optional<String> failure = Optional.empty();
    try {
      stream.reply();
    } catch (CallCancelled e) {
      failure = Optional.of(e.code());
    }
    closer.join();
    assertThat(recorder.traces()).hasSize(1);
    assertThat(failure.or(() -> recorder.last().failure())).isEqualTo(recorder.last().failure());
    List<String> events = recorder.events();
    assertThat(events.get(events.size() - 1)).startsWith("call ended");
    assertThat(events.stream().filter(event -> event.startsWith("attempt")).count())
        .isEqualTo(events.stream().filter(event -> event.startsWith("ended")).count())
        .isEqualTo(recorder.last().attempts().size());
  }

  @Test
  void deadlineBeforeTheFirstTokenLeavesNoTimeForAnotherTarget() throws Exception {
    MockModel stalled =
        MockModel.newBuilder()
            .model(FIRST)
            .clock(clock)
            .otherwise(request -> MockReply.text("a").betweenEvents(Duration.ofMinutes(5)))
            .build();
    MockModel second = saying(SECOND, "b");
    CallContext context =
        CallContext.create().deadline(Deadline.after(Duration.ofMinutes(1), clock));
    Thread mover =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    clock.awaitPending(2, Duration.ofSeconds(20));
                    clock.advance(Duration.ofMinutes(1));
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    try (ReplyStream stream = router(stalled, second).stream(HELLO, context)) {
      assertThatThrownBy(stream::reply).isInstanceOf(CallTimedOut.class);
    }
    mover.join();
    assertThat(second.calls()).isEmpty();
    assertThat(recorder.outcomes()).containsExactly("timed_out");
  }
}
