package dev.atom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.JobState;
import dev.atom.store.MemoryStore;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts whose clock, listeners or store do what they should not, and that go on. */
@Timeout(60)
class TroubledHostTest extends StartedJobs {
  @Test
  void aClockThatIsSetBackHoldsUpNothing() throws Exception {
    CountDownLatch looks = new CountDownLatch(3);
    StoreTap counting =
        new StoreTap() {
          @Override
          public void after(String method, Object[] arguments) {
            if (method.equals("claim")) {
              looks.countDown();
              clock.advance(Duration.ofHours(-1));
            }
          }
        };
    try (Jobs jobs =
        host(StoreTap.on(store, counting)).handle("call", Effect.KEYED, run -> {}).build()) {
      jobs.start();
      assertThat(looks.await(30, TimeUnit.SECONDS)).as("looked at the store again").isTrue();
    }
  }

  @Test
  void anOutcomeIsWrittenThoughTheClockIsSetBack() throws Exception {
    AtomicBoolean down = new AtomicBoolean(true);
    StoreTap failing =
        new StoreTap() {
          @Override
          public void before(String method, Object[] arguments) {
            if (method.equals("change") && down.getAndSet(false)) {
              throw new StoreException(true, "down", new IllegalStateException());
            }
          }
        };
    plan("a");
    try (Jobs jobs =
        host(StoreTap.on(store, failing))
            .listener(
                event -> {
                  if (event instanceof JobEvent.StoreFailed) {
                    clock.advance(Duration.ofHours(-1));
                  }
                })
            .handle("call", Effect.KEYED, run -> {})
            .build()) {
      jobs.start();
      await(JobEvent.Succeeded.class);
    }
    assertThat(job("a").status().state()).isEqualTo(JobState.DONE);
  }

  @Test
  void aRunNeverTookLessThanNoTime() {
    plan("a");
    try (Jobs jobs =
        host().handle("call", Effect.KEYED, run -> clock.advance(Duration.ofHours(-1))).build()) {
      jobs.runDue();
    }
    assertThat(events)
        .anySatisfy(
            event ->
                assertThat(event)
                    .isInstanceOfSatisfying(
                        JobEvent.Succeeded.class, e -> assertThat(e.took()).isZero()));
  }

  @Test
  void aRetryIsMadeWhenItIsDueAndNotAtTheNextPoll() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    JobKind kind =
        JobKind.newBuilder(
                "call",
                Effect.KEYED,
                run -> {
                  if (attempts.incrementAndGet() == 1) {
                    throw new IllegalStateException();
                  }
                })
            .retries(RetryPolicy.standard().waits(Duration.ofMillis(10), Duration.ofMillis(10)))
            .build();
    try (Store real = MemoryStore.create(Clock.systemUTC());
        Jobs jobs =
            Jobs.newBuilder(real, Clock.systemUTC(), new Random(3))
                .poll(Duration.ofHours(1))
                .claimTime(Duration.ofHours(1))
                .listener(events::add)
                .handle(kind)
                .build()) {
      jobs.start().plan(CASE, NewJob.effect("a", "call", Json.Obj.EMPTY));
      assertThat(await(JobEvent.Succeeded.class).job().status().attempts()).isEqualTo(2);
    }
  }

  @Test
  void aListenerThatThrowsAnErrorChangesNothing() throws Exception {
    plan("a");
    plan("b");
    try (Jobs jobs =
        host()
            .listener(
                e -> {
                  throw new StackOverflowError();
                })
            .handle("call", Effect.KEYED, run -> {})
            .build()
            .start()) {
      await(JobEvent.Succeeded.class);
      await(JobEvent.Succeeded.class);
      assertThat(job("b").status().state()).isEqualTo(JobState.DONE);
    }
  }

  @Test
  void whatIsClaimedWhileItClosesIsGivenBack() throws Exception {
    CountDownLatch claiming = new CountDownLatch(1);
    StoreTap slow =
        new StoreTap() {
          @Override
          public void before(String method, Object[] arguments) throws Exception {
            if (method.equals("claim")) {
              claiming.countDown();
              go.await();
            }
          }
        };
    plan("a");
    AtomicInteger runs = new AtomicInteger();
    Jobs jobs =
        host(StoreTap.on(store, slow))
            .handle("call", Effect.BLIND, run -> runs.incrementAndGet())
            .build()
            .start();
    claiming.await();
    Thread.currentThread().interrupt(); // so that it does not wait for the claim
    jobs.close();
    assertThat(Thread.interrupted()).isTrue();
    go.countDown();
    await(JobEvent.GivenBack.class);
    assertThat(runs.get()).isZero();
    assertThat(job("a").status().state()).isEqualTo(JobState.WAITING);
    assertThat(job("a").status().attempts()).isZero();
  }

  @Test
  void noTwoTimersHaveOneIdempotencyKey() {
    List<String> keys = new ArrayList<>();
    Instant at = clock.instant();
    store.append(
        Append.to(new Subject("acme", "case", "1/x")).plan(NewJob.timer("y", "call", at)).build());
    store.append(
        Append.to(new Subject("acme", "case", "1")).plan(NewJob.timer("x/y", "call", at)).build());
    try (Jobs jobs =
        host().handle("call", Effect.KEYED, run -> keys.add(run.idempotencyKey())).build()) {
      assertThat(jobs.runDue()).isEqualTo(2);
    }
    assertThat(keys).doesNotHaveDuplicates();
  }
}
