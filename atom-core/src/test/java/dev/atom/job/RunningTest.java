package dev.atom.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.atom.operation.Effect;
import dev.atom.store.Job;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.StoreException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Started jobs: threads that block, throw, or are ended. */
@Timeout(60)
class RunningTest extends StartedJobs {
  @Test
  void anErrorEndsTheRunAndNothingElse() throws Exception {
    plan("a");
    try (Jobs jobs =
        host()
            .handle(
                "call",
                Effect.KEYED,
                run -> {
                  if (run.job().name().equals("a")) {
                    throw new StackOverflowError();
                  }
                })
            .build()
            .start()) {
      assertThat(await(JobEvent.Failed.class).error()).isInstanceOf(StackOverflowError.class);
      plan("b");
      assertThat(await(JobEvent.Succeeded.class).job().name()).isEqualTo("b");
      assertThat(job("a").status().error().orElseThrow()).startsWith("java.lang.StackOverflow");
      assertThat(jobs.running()).isZero();
    }
  }

  @Test
  void aPredicateThatThrowsLosesNoJob() throws Exception {
    plan("a");
    JobKind kind =
        JobKind.newBuilder(
                "call",
                Effect.KEYED,
                run -> {
                  throw new IllegalStateException();
                })
            .retryIf(
                e -> {
                  throw new UnsupportedOperationException();
                })
            .build();
    try (Jobs jobs = host().handle(kind).build().start()) {
      assertThat(await(JobEvent.Dead.class).error()).contains("UnsupportedOperation");
      assertThat(jobs.running()).isZero();
    }
  }

  @Test
  void aListenerThatThrowsChangesNothing() throws Exception {
    plan("a");
    try (Jobs jobs =
        host()
            .listener(
                e -> {
                  throw new IllegalStateException();
                })
            .handle("call", Effect.KEYED, run -> {})
            .build()
            .start()) {
      await(JobEvent.Succeeded.class);
      assertThat(job("a").status().state()).isEqualTo(JobState.DONE);
      assertThat(jobs.running()).isZero();
    }
  }

  @Test
  void aHandlerThatBlocksHoldsUpNoOther() throws Exception {
    plan("blocked");
    try (Jobs jobs =
        host()
            .concurrency(2)
            .handle(
                "call",
                Effect.KEYED,
                run -> {
                  if (run.job().name().equals("blocked")) {
                    begun.countDown();
                    go.await();
                  }
                })
            .build()
            .start()) {
      begun.await();
      for (int i = 0; i < 5; i++) {
        plan("free" + i);
        assertThat(await(JobEvent.Succeeded.class).job().name()).isEqualTo("free" + i);
      }
      assertThat(jobs.running()).isOne();
      go.countDown();
      assertThat(await(JobEvent.Succeeded.class).job().name()).isEqualTo("blocked");
    }
  }

  @Test
  void noMoreRunThanTheConcurrencyAllows() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    for (int i = 0; i < 200; i++) {
      plan("e" + i);
    }
    try (Jobs jobs =
        host()
            .concurrency(3)
            .handle(
                "call",
                Effect.KEYED,
                run -> {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  Thread.yield();
                  now.decrementAndGet();
                })
            .build()
            .start()) {
      for (int i = 0; i < 200; i++) {
        await(JobEvent.Succeeded.class);
      }
      assertThat(jobs.running()).isZero();
    }
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void closingWaitsForWhatRuns() throws Exception {
    plan("a");
    Jobs jobs =
        host()
            .grace(Duration.ofSeconds(30))
            .handle(
                "call",
                Effect.BLIND,
                run -> {
                  begun.countDown();
                  go.await();
                })
            .build()
            .start();
    begun.await();
    Thread closing = Thread.ofVirtual().start(jobs::close);
    go.countDown();
    closing.join();
    assertThat(job("a").status().state()).isEqualTo(JobState.DONE);
    jobs.close();
    assertThatIllegalStateException().isThrownBy(jobs::runDue);
    assertThatIllegalStateException().isThrownBy(jobs::start);
  }

  @Test
  void closingCancelsAndGivesBackWhatMayBeRepeated() throws Exception {
    Job job = closedWhileItRuns(JobKind.newBuilder("call", Effect.KEYED, this::blocking).build());
    assertThat(job.status().state()).isEqualTo(JobState.WAITING);
    assertThat(job.status().attempts()).isZero();
    await(JobEvent.GivenBack.class);
    try (Jobs next = host().handle("call", Effect.KEYED, run -> {}).build()) {
      assertThat(next.runDue()).isOne();
    }
  }

  @Test
  void closingSaysThatACheckableEffectHadBegun() throws Exception {
    Job job =
        closedWhileItRuns(
            JobKind.newBuilder("call", Effect.CHECKABLE, this::blocking)
                .check(run -> JobCheck.Answer.YES)
                .build());
    assertThat(job.status().dueAt()).contains(clock.instant());
    try (Jobs next =
        host()
            .handle(
                JobKind.newBuilder(
                        "call",
                        Effect.CHECKABLE,
                        run -> {
                          throw new IllegalStateException("repeated");
                        })
                    .check(run -> JobCheck.Answer.YES)
                    .build())
            .build()) {
      assertThat(next.runDue()).isOne();
    }
    assertThat(job("a").status().state()).isEqualTo(JobState.DONE);
  }

  @Test
  void closingLeavesABlindEffectToADecision() throws Exception {
    Job job = closedWhileItRuns(JobKind.newBuilder("call", Effect.BLIND, this::blocking).build());
    assertThat(job.status().state()).isEqualTo(JobState.UNKNOWN);
  }

  @Test
  void whatDoesNotEndKeepsItsClaimUntilItIsOver() throws Exception {
    Job job =
        closedWhileItRuns(
            JobKind.newBuilder(
                    "call",
                    Effect.KEYED,
                    run -> {
                      begun.countDown();
                      while (go.getCount() > 0) {
                        Thread.interrupted();
                        Thread.yield();
                      }
                    })
                .build());
    assertThat(job.status().state()).isEqualTo(JobState.RUNNING);
    assertThat(job.status().dueAt()).contains(clock.instant().plusSeconds(15));
  }

  private void blocking(JobRun run) throws InterruptedException {
    run.context().cancellation().onCancel(() -> events.add(new JobEvent.Lapsed(run.job())));
    begun.countDown();
    go.await();
  }

  private Job closedWhileItRuns(JobKind kind) throws InterruptedException {
    plan("a");
    Jobs jobs = host().grace(Duration.ZERO).handle(kind).build().start();
    begun.await();
    jobs.close();
    return job("a");
  }

  @Test
  void aStoreThatFailsForAWhileIsAskedAgain() throws Exception {
    AtomicInteger failures = new AtomicInteger(2);
    StoreTap failing =
        new StoreTap() {
          @Override
          public void before(String method, Object[] arguments) {
            if (method.equals("claim") && failures.getAndDecrement() > 0) {
              throw new StoreException(true, "down", new IllegalStateException());
            }
          }
        };
    plan("a");
    try (Jobs jobs =
        host(StoreTap.on(store, failing)).handle("call", Effect.KEYED, run -> {}).build().start()) {
      await(JobEvent.StoreFailed.class);
      await(JobEvent.StoreFailed.class);
      await(JobEvent.Succeeded.class);
      assertThat(jobs.running()).isZero();
    }
  }

  @Test
  void anAdministratorsWordReachesARunOfThisHostAtOnce() throws Exception {
    plan("a");
    try (Jobs jobs = host().handle("call", Effect.BLIND, this::blocking).build().start()) {
      begun.await();
      assertThat(jobs.admin().remove(job("a"))).isTrue();
      await(JobEvent.Lost.class);
    }
    assertThat(store.jobs(JobQuery.all())).isEmpty();
  }

  @Test
  void anInterruptOfTheCallerIsKeptAndEndsItsLoop() {
    plan("a");
    plan("b");
    try (Jobs jobs =
        host()
            .handle(
                "call",
                Effect.KEYED,
                run -> {
                  throw new InterruptedException();
                })
            .build()) {
      assertThat(jobs.runDue()).isOne();
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(job("a").status().state()).isEqualTo(JobState.WAITING);
    assertThat(job("b").status().attempts()).isZero();
  }

  @Test
  void refusesWhatCanNotBeRun() {
    assertThatIllegalArgumentException().isThrownBy(() -> host().build());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                host()
                    .handle("call", Effect.READ, run -> {})
                    .handle("call", Effect.READ, run -> {})
                    .build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> host().handle("call", Effect.CHECKABLE, run -> {}));
    assertThatIllegalArgumentException().isThrownBy(() -> host().claimTime(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> host().concurrency(0));
  }
}
