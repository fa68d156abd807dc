package dev.atom.benchmarks;

import dev.atom.job.JobHandler;
import dev.atom.job.Jobs;
import dev.atom.json.Json;
import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.MemoryStore;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many tiny jobs a host runs in a second, and how late jobs begin that are due at given instants.
 * A harness of its own: what is measured runs on threads that JMH does not know.
 */
public final class JobThroughput {
  private static final Subject SUBJECT = new Subject("acme", "case", "1");

  private JobThroughput() {}

  /**
   * Measures the memory engine five times and prints each result.
   *
   * @param arguments how many jobs to run (default 300000) and how many at a time (default 256)
   * @throws InterruptedException if interrupted
   */
  public static void main(String... arguments) throws InterruptedException {
    int jobs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300_000;
    int concurrency = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 256;
    for (int i = 0; i < 5; i++) {
      try (Store store = MemoryStore.create(Clock.systemUTC())) {
        System.out.printf(Locale.ROOT, "%,.0f jobs/s%n", throughput(store, jobs, concurrency));
      }
    }
    for (int i = 0; i < 3; i++) {
      try (Store store = MemoryStore.create(Clock.systemUTC())) {
        long[] micros = lateness(store, 500, Duration.ofSeconds(5));
        System.out.printf(
            Locale.ROOT,
            "late by p50 %.2f ms, p99 %.2f ms, at most %.2f ms at 500 jobs/s%n",
            micros[micros.length / 2] / 1e3,
            micros[micros.length * 99 / 100] / 1e3,
            micros[micros.length - 1] / 1e3);
      }
    }
  }

  private static Jobs jobs(Store store, int concurrency, JobHandler handler) {
    return Jobs.newBuilder(store, Clock.systemUTC(), new Random(1))
        .concurrency(concurrency)
        .handle("tiny", Effect.KEYED, handler)
        .build();
  }

  /**
   * Runs jobs that are due already.
   *
   * @param store empty
   * @param count how many
   * @param concurrency how many at a time
   * @return jobs per second, until the last handler has begun
   * @throws InterruptedException if interrupted
   */
  static double throughput(Store store, int count, int concurrency) throws InterruptedException {
    for (int i = 0; i < count; i += 1000) {
      Append.Builder append = Append.to(SUBJECT);
      for (int j = i; j < Math.min(count, i + 1000); j++) {
        append.plan(NewJob.effect("e" + j, "tiny", Json.Obj.EMPTY));
      }
      store.append(append.build());
    }
    CountDownLatch all = new CountDownLatch(count);
    try (Jobs jobs = jobs(store, concurrency, run -> all.countDown())) {
      long start = System.nanoTime();
      jobs.start();
      all.await();
      return count / ((System.nanoTime() - start) / 1e9);
    }
  }

  /**
   * Plans timers evenly over a time ahead and sees when their handlers begin.
   *
   * @param store empty
   * @param perSecond how many are due in a second
   * @param time for how long
   * @return how late each began, in microseconds, in ascending order
   * @throws InterruptedException if interrupted
   */
  static long[] lateness(Store store, int perSecond, Duration time) throws InterruptedException {
    int count = (int) (perSecond * time.toSeconds());
    long[] late = new long[count];
    AtomicInteger next = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(count);
    JobHandler handler =
        run -> {
          Duration behind = Duration.between(run.job().at(), Instant.now());
          late[next.getAndIncrement()] = behind.toNanos() / 1000;
          all.countDown();
        };
    try (Jobs jobs = jobs(store, 64, handler)) {
      jobs.start();
      Instant begin = Instant.now().plusMillis(500);
      for (int i = 0; i < count; i++) {
        Instant at = begin.plusNanos(1_000_000_000L * i / perSecond);
        store.append(Append.to(SUBJECT).plan(NewJob.timer("t" + i, "tiny", at)).build());
      }
      all.await();
    }
    Arrays.sort(late);
    return late;
  }
}
