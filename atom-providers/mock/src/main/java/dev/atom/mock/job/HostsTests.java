package dev.atom.mock.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.job.JobHandler;
import dev.atom.job.JobSchedule;
import dev.atom.job.Jobs;
import dev.atom.json.Json;
import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.JobClaim;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import dev.atom.time.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Several hosts and threads on one store, some of which die, and an engine that fails. */
abstract class HostsTests extends JobsFixture {
  private static final int JOBS = 200;

  private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();

  private void planEffects() {
    for (int i = 0; i < JOBS; i++) {
      Subject subject = new Subject("t" + i % 3, "case", "c" + i);
      store()
          .append(Append.to(subject).plan(NewJob.effect("e" + i, "call", Json.Obj.EMPTY)).build());
    }
  }

  private JobHandler counting() {
    return run ->
        runs.computeIfAbsent(run.job().name(), n -> new AtomicInteger()).incrementAndGet();
  }

  /** Notes each job where nothing is written twice: with its outcome, in one append. */
  private static JobHandler recording() {
    return run ->
        run.complete(
            Append.to(run.subject())
                .event(
                    new NewEvent(
                        "did " + run.job().name(), Json.Obj.EMPTY, "t", Optional.empty())));
  }

  private void assertEachRecordedOnce() {
    for (int i = 0; i < JOBS; i++) {
      Subject subject = new Subject("t" + i % 3, "case", "c" + i);
      assertEquals(1, store().version(subject), subject.toString());
    }
    assertEquals(JOBS, done());
  }

  private int done() {
    return store().jobs(JobQuery.all().states(JobState.DONE).limit(JOBS + 1)).size();
  }

  @Test
  void everyJobIsRunOnceByEightThreadsOfFourHosts() throws Exception {
    planEffects();
    List<Jobs> hosts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      hosts.add(open("call", Effect.BLIND, counting()));
    }
    inEightThreads(thread -> hosts.get(thread % 4).runDue());
    assertEquals(JOBS, runs.size());
    runs.forEach((name, times) -> assertEquals(1, times.get(), name));
    assertEquals(JOBS, done());
  }

  @Test
  void whatAJobWritesIsWrittenOnceThoughWorkersDieAllTheTime() throws Exception {
    planEffects();
    List<Jobs> hosts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      hosts.add(
          open(
              host()
                  .handle(
                      kind("call", Effect.KEYED, recording())
                          .retries(RETRIES.attempts(1000))
                          .build())));
    }
    inEightThreads(
        thread -> {
          Random random = new Random(thread);
          for (int i = 0; i < 20; i++) {
            int dying = 1 + random.nextInt(5);
            store().claim(JobClaim.of("dead", Set.of("call"), dying, Duration.ofSeconds(15)));
            clock.advance(Duration.ofSeconds(random.nextInt(8)));
            if (random.nextInt(4) == 0) {
              hosts.get(thread % 4).runDue();
            }
          }
        });
    clock.advance(MINUTE);
    hosts.getFirst().runDue();
    assertEachRecordedOnce();
  }

  @Test
  void nothingIsLostOrWrittenTwiceWhenTheEngineFailsNowAndThen() {
    planEffects();
    FailingStore failing = new FailingStore(store(), new Random(42), 5);
    Jobs jobs =
        open(
            Jobs.newBuilder(failing.store(), clock, new Random(1))
                .grace(Duration.ZERO)
                .handle(
                    kind("call", Effect.KEYED, recording())
                        .retries(RETRIES.attempts(1000))
                        .build()));
    for (int i = 0; i < 2000 && done() < JOBS; i++) {
      try {
        jobs.runDue();
      } catch (StoreException e) {
        clock.advance(SECOND); // a host tries again later
      }
      jobs.heartBeat();
      clock.advance(SECOND);
    }
    assertTrue(failing.failures() > 20, "the engine failed " + failing.failures() + " times");
    assertEachRecordedOnce();
  }

  @Test
  void startedHostsShareTheWorkAndAreWokenByWhatIsPlanned() throws Exception {
    CountDownLatch all = new CountDownLatch(JOBS);
    for (int i = 0; i < 3; i++) {
      JobHandler counting = counting();
      open(host()
              .poll(Duration.ofMillis(50))
              .handle(
                  "call",
                  Effect.BLIND,
                  run -> {
                    counting.run(run);
                    all.countDown();
                  }))
          .start();
    }
    planEffects();
    assertTrue(all.await(30, TimeUnit.SECONDS), all.getCount() + " jobs were not run");
    runs.forEach((name, times) -> assertEquals(1, times.get(), name));
  }

  @Test
  void aRecurringJobIsPlannedOnceByEightHostsThatStartTogether() throws Exception {
    JobSchedule hourly =
        JobSchedule.of(Schedule.every(HOUR, Instant.parse("2026-01-01T00:00:00Z")));
    List<Jobs> hosts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      hosts.add(
          open(
              host()
                  .handle("call", Effect.BLIND, counting())
                  .recurring(CASE, "report", "call", hourly)));
    }
    inEightThreads(thread -> hosts.get(thread).runDue());
    long number = timer("report").number();
    for (Jobs host : hosts) {
      host.runDue();
    }
    assertEquals(number, timer("report").number());
    clock.advance(HOUR);
    inEightThreads(thread -> hosts.get(thread).runDue());
    assertEquals(1, runs.get("report").get());
  }

  private interface Work {
    void on(int thread);
  }

  private static void inEightThreads(Work work) throws Exception {
    CountDownLatch ready = new CountDownLatch(8);
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        int thread = i;
        all.add(
            threads.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  work.on(thread);
                  return thread;
                }));
      }
      for (Future<?> each : all) {
        each.get(60, TimeUnit.SECONDS);
      }
    }
  }
}
