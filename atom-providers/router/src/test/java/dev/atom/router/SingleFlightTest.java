package dev.atom.router;

import static dev.atom.router.TestTargets.FIRST;
import static dev.atom.router.TestTargets.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.Deadline;
import dev.atom.cache.CacheBounds;
import dev.atom.cache.CacheStore;
import dev.atom.cache.MemoryCacheStore;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.mock.VirtualClock;
import dev.atom.model.CallCancelled;
import dev.atom.model.CallTimedOut;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.FinishReason;
import dev.atom.model.ReplyStream;
import dev.atom.model.RequestRejected;
import dev.atom.router.cache.ReplyCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Equal requests at once, in one process and on several hosts. */
@Timeout(60)
class SingleFlightTest {
  private static final ChatRequest HELLO = ChatRequest.of("Hello");
  private static final int CALLERS = 8;

  private final VirtualClock clock = VirtualClock.at("2026-10-01T08:00:00Z");
  private final CacheStore store = MemoryCacheStore.create(clock, CacheBounds.DEFAULT);
  private final Recorder recorder = new Recorder();
  private final List<Duration> pauses = new ArrayList<>();

  private Router router(ChatModel model, Sleeper sleeper) {
    ReplyCache cache = ReplyCache.newBuilder(store).lease(Duration.ofMinutes(2)).build();
    Route.Builder route = Route.newBuilder("main").retries(Retries.NONE).cache(cache);
    return Router.newBuilder()
        .route(route.target(Target.of(model)).build())
        .clock(clock)
        .sleeper(sleeper)
        .listener(recorder)
        .build();
  }

  /** Notes each wait and moves the clock by it. */
  private Sleeper moving(Runnable then) {
    return (time, context) -> {
      pauses.add(time);
      clock.advance(time);
      then.run();
    };
  }

  /** Runs calls at once; the first that asks the model is held back until all others wait for it. */
  private List<Future<ChatReply>> together(MockModel model) throws Exception {
    CountDownLatch waiting = new CountDownLatch(CALLERS - 1);
    AtomicInteger asked = new AtomicInteger();
    ChatModel held =
        new ActingModel(
            model,
            context -> {
              if (asked.incrementAndGet() == 1) {
                await(waiting);
              }
            });
    Router router =
        router(
            held,
            (time, context) -> {
              waiting.countDown();
              Sleeper.real().sleep(time, context);
            });
    Callable<ChatReply> call = () -> router.chat(HELLO, CallContext.create());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.invokeAll(java.util.Collections.nCopies(CALLERS, call));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long hits() {
    return recorder.traces().stream()
        .filter(trace -> trace.attempts().size() == 1)
        .filter(trace -> trace.attempts().get(0).outcome() instanceof Attempt.Outcome.Cached)
        .count();
  }

  @Test
  void equalRequestsAtOnceAreMadeOnce() throws Exception {
    MockModel model = saying(FIRST, "Hi");
    for (Future<ChatReply> each : together(model)) {
      assertThat(each.get().text()).isEqualTo("Hi");
    }
    assertThat(model.calls()).hasSize(1);
    assertThat(hits()).isEqualTo(CALLERS - 1);
  }

  @Test
  void ifTheMakerFailsTheNextMakesItAndNobodyElseHearsOfIt() throws Exception {
    MockModel model =
        MockModel.newBuilder()
            .model(FIRST)
            .reply(MockReply.failure(f -> new RequestRejected(f.build())))
            .otherwise(request -> MockReply.text("Hi"))
            .build();
    int failed = 0;
    for (Future<ChatReply> each : together(model)) {
      try {
        assertThat(each.get().text()).isEqualTo("Hi");
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(RequestRejected.class);
        failed++;
      }
    }
    assertThat(failed).isEqualTo(1);
    assertThat(model.calls()).as("no herd").hasSize(2);
  }

  @Test
  void whatIsNotForOthersIsMadeByEachAtOnce() throws Exception {
    MockModel model = TestTargets.replying(FIRST, MockReply.text("Hi").finish(FinishReason.LENGTH));
    for (Future<ChatReply> each : together(model)) {
      assertThat(each.get().finish()).isEqualTo(FinishReason.LENGTH);
    }
    assertThat(model.calls()).hasSize(CALLERS);
    assertThat(hits()).isZero();
  }

  @Test
  void anAbandonedStreamLetsTheNextMakeIt() throws Exception {
    MockModel model = saying(FIRST, "A long reply");
    CountDownLatch waiting = new CountDownLatch(2);
    Router router =
        router(
            model,
            (time, context) -> {
              waiting.countDown();
              Sleeper.real().sleep(time, context);
            });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ReplyStream abandoned = router.stream(HELLO, CallContext.create());
      Callable<ChatReply> call = () -> router.chat(HELLO, CallContext.create());
      List<Future<ChatReply>> waiters = List.of(threads.submit(call), threads.submit(call));
      waiting.await();
      abandoned.close();
      for (Future<ChatReply> each : waiters) {
        assertThat(each.get().text()).isEqualTo("A long reply");
      }
    }
    assertThat(model.calls()).hasSize(2);
  }

  @Test
  void aWaiterThatIsCancelledGoesAndTheMakerGoesOn() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    Router router =
        router(
            saying(FIRST, "Hi"),
            (time, context) -> {
              waiting.countDown();
              Sleeper.real().sleep(time, context);
            });
    CallContext context = CallContext.create();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        ReplyStream making = router.stream(HELLO, CallContext.create())) {
      Future<ChatReply> waiter = threads.submit(() -> router.chat(HELLO, context));
      waiting.await();
      context.cancel();
      assertThatThrownBy(waiter::get).hasCauseInstanceOf(CallCancelled.class);
      assertThat(making.reply().text()).isEqualTo("Hi");
    }
    assertThat(recorder.traces().get(0).failure()).contains("cancelled");
    assertThat(recorder.traces().get(0).attempts()).isEmpty();
  }

  @Test
  void aWaiterThatIsInterruptedGoes() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    Router router =
        router(
            saying(FIRST, "Hi"),
            (time, context) -> {
              waiting.countDown();
              Sleeper.real().sleep(time, context);
            });
    try (ReplyStream making = router.stream(HELLO, CallContext.create())) {
      List<Throwable> thrown = new ArrayList<>();
      Thread waiter =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      router.chat(HELLO, CallContext.create());
                    } catch (CallCancelled e) {
                      thrown.add(e);
                    }
                  });
      waiting.await();
      waiter.interrupt();
      waiter.join();
      assertThat(thrown).hasSize(1);
      making.reply();
    }
  }

  @Test
  void aWaiterKeepsItsOwnDeadline() {
    Router router = router(saying(FIRST, "Hi"), moving(() -> {}));
    try (ReplyStream making = router.stream(HELLO, CallContext.create())) {
      CallContext hurried =
          CallContext.create().deadline(Deadline.after(Duration.ofSeconds(10), clock));
      assertThatThrownBy(() -> router.chat(HELLO, hurried)).isInstanceOf(CallTimedOut.class);
      assertThat(making.reply().text()).isEqualTo("Hi");
    }
    assertThat(pauses).containsExactly(Duration.ofSeconds(10));
  }

  @Test
  void nobodyWaitsLongerThanTheLease() {
    MockModel model = saying(FIRST, "Hi");
    Router router = router(model, moving(() -> {}));
    try (ReplyStream forgotten = router.stream(HELLO, CallContext.create())) {
      assertThat(router.chat(HELLO, CallContext.create()).text()).isEqualTo("Hi");
      assertThat(pauses).containsExactly(Duration.ofMinutes(2));
      assertThat(model.calls()).hasSize(2);
      assertThat(forgotten.reply().text()).as("late, and whole all the same").isEqualTo("Hi");
    }
  }

  @Test
  void anotherHostsReplyIsWaitedForWithGrowingPauses() {
    MockModel model = saying(FIRST, "Hi");
    Router one = router(model, moving(() -> {}));
    try (ReplyStream making = one.stream(HELLO, CallContext.create())) {
      Router two =
          router(
              model,
              moving(
                  () -> {
                    if (pauses.size() == 8) {
                      making.reply();
                    }
                  }));
      assertThat(two.chat(HELLO, CallContext.create()).text()).isEqualTo("Hi");
    }
    assertThat(model.calls()).hasSize(1);
    assertThat(pauses.stream().map(Duration::toMillis))
        .containsExactly(20L, 40L, 80L, 160L, 320L, 640L, 1_000L, 1_000L);
    assertThat(recorder.outcomes()).containsExactly("cached");
  }

  @Test
  void ifAnotherHostFailsThisOneMakesIt() {
    MockModel model = saying(FIRST, "Hi");
    Router one = router(model, moving(() -> {}));
    try (ReplyStream making = one.stream(HELLO, CallContext.create())) {
      Router two = router(model, moving(making::close));
      assertThat(two.chat(HELLO, CallContext.create()).text()).isEqualTo("Hi");
    }
    assertThat(pauses).hasSize(1);
    assertThat(model.calls()).hasSize(2);
  }

  @Test
  void aDeadHostBlocksNobodyLongerThanItsLease() {
    MockModel model = saying(FIRST, "Hi");
    Router dead = router(model, moving(() -> {}));
    try (ReplyStream never = dead.stream(HELLO, CallContext.create())) {
      Router two = router(model, moving(() -> {}));
      assertThat(two.chat(HELLO, CallContext.create()).text()).isEqualTo("Hi");
      assertThat(never.hasNext()).isTrue();
    }
    assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void aWaiterForAnotherHostKeepsItsOwnDeadline() {
    Router one = router(saying(FIRST, "Hi"), moving(() -> {}));
    Router two = router(saying(FIRST, "Hi"), moving(() -> {}));
    try (ReplyStream making = one.stream(HELLO, CallContext.create())) {
      CallContext hurried =
          CallContext.create().deadline(Deadline.after(Duration.ofMillis(50), clock));
      assertThatThrownBy(() -> two.chat(HELLO, hurried)).isInstanceOf(CallTimedOut.class);
      assertThat(making.reply().text()).isEqualTo("Hi");
    }
    assertThat(pauses).containsExactly(Duration.ofMillis(20), Duration.ofMillis(30));
    assertThat(two.chat(HELLO, CallContext.create()).text())
        .as("no flight is left")
        .isEqualTo("Hi");
  }
}
