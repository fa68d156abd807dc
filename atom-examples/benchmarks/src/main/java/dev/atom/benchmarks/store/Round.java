package dev.atom.benchmarks.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What threads have done in a while.
 *
 * @param rate calls a second
 * @param median half the calls took this long or less, in microseconds
 * @param late 99 in 100 did
 * @param processor time of all processors for a call, in microseconds, warm-up included
 */
record Round(double rate, double median, double late, double processor) {
  private static final int SUBJECTS = 64;

  /** Runs threads, each with its own subjects, for a while; what comes before counts is warm-up. */
  static Round of(Side side, int threads, Duration warmUp, Duration time) throws Exception {
    AtomicLong made = new AtomicLong();
    Duration before = used();
    CountDownLatch ready = new CountDownLatch(threads);
    List<FutureTask<long[]>> tasks = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      Callable<long[]> calls = () -> calls(side, thread, ready, made, warmUp, time);
      FutureTask<long[]> task = new FutureTask<>(calls);
      tasks.add(task);
      Thread.ofPlatform().start(task);
    }
    List<long[]> all = new ArrayList<>();
    for (FutureTask<long[]> task : tasks) {
      all.add(result(task));
    }
    long[] times = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Round(
        times.length / (time.toNanos() / 1e9),
        times[times.length / 2] / 1e3,
        times[(int) (times.length * 0.99)] / 1e3,
        used().minus(before).toNanos() / 1e3 / made.get());
  }

  private static Duration used() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static long[] result(FutureTask<long[]> task) throws Exception {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a thread failed", e.getCause());
    }
  }

  private static long[] calls(
      Side side, int thread, CountDownLatch ready, AtomicLong made, Duration warmUp, Duration time)
      throws Exception {
    long[] times = new long[1 << 16];
    int count = 0;
    long[] versions = new long[SUBJECTS];
    try (Side.Appender appender = side.appender()) {
      ready.countDown();
      ready.await();
      long begin = System.nanoTime() + warmUp.toNanos();
      long before = System.nanoTime();
      for (int call = 0; before - begin < time.toNanos(); call++) {
        int subject = call % SUBJECTS;
        appender.append(thread * SUBJECTS + subject, versions[subject]);
        versions[subject] += 3;
        made.incrementAndGet();
        long after = System.nanoTime();
        if (before >= begin && after - begin < time.toNanos()) {
          times = count == times.length ? Arrays.copyOf(times, 2 * count) : times;
          times[count++] = after - before;
        }
        before = after;
      }
    }
    return Arrays.copyOf(times, count);
  }
}
