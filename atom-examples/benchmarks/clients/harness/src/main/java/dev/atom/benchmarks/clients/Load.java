package dev.atom.benchmarks.clients;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs a call over and over on some virtual threads and counts what the process spends. */
final class Load {
  private static final com.sun.management.OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
  private static final com.sun.management.ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class);
  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

  /** A part of the processor's time that the compiler may still take, and seconds. */
  private static final double COMPILED = 0.05;

  private static final double ROUND = 0.5;
  private static final double MICROS_IN_MILLI = 1e3;
  private static final double NANOS_IN_MICRO = 1e3;
  private static final double NANOS_IN_SECOND = 1e9;

  private Load() {}

  /**
   * What was measured.
   *
   * @param calls how many were made
   * @param median how long half of the calls took at most, in microseconds
   * @param late how long 99 in 100 took at most, in microseconds
   * @param seconds how long all took
   * @param cpuMicros processor time of the whole process for a call
   * @param bytes allocated by all threads for a call
   */
  record Result(
      int calls, double median, double late, double seconds, double cpuMicros, double bytes) {
    double perSecond() {
      return calls / seconds;
    }
  }

  /** Runs for a while; what fails ends the run. */
  static Result run(int threads, double seconds, Callable<?> call)
      throws InterruptedException, ExecutionException {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<long[]>> workers = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < threads; i++) {
        workers.add(pool.submit(() -> repeat(start, seconds, call)));
      }
      long cpu = SYSTEM.getProcessCpuTime();
      long bytes = THREADS.getTotalThreadAllocatedBytes();
      long from = System.nanoTime();
      start.countDown();
      List<long[]> times = new ArrayList<>();
      for (Future<long[]> worker : workers) {
        times.add(worker.get());
      }
      double took = (System.nanoTime() - from) / NANOS_IN_SECOND;
      long[] all = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
      double cpuMicros = (SYSTEM.getProcessCpuTime() - cpu) / NANOS_IN_MICRO / all.length;
      double each = (double) (THREADS.getTotalThreadAllocatedBytes() - bytes) / all.length;
      return new Result(all.length, micros(all, 50), micros(all, 99), took, cpuMicros, each);
    }
  }

  /**
   * Runs until the compiler has next to nothing to do: before, a measure is one of the compiler, and
   * of how much code there is to compile.
   *
   * @return how many rounds of half a second it took
   */
  static int settle(int threads, double most, Callable<?> call)
      throws InterruptedException, ExecutionException {
    int rounds = 0;
    double share = 1;
    while (share > COMPILED && rounds * ROUND < most) {
      long before = COMPILER.getTotalCompilationTime();
      Result round = run(threads, ROUND, call);
      double compiling = (COMPILER.getTotalCompilationTime() - before) * MICROS_IN_MILLI;
      share = compiling / (round.calls() * round.cpuMicros());
      rounds++;
    }
    return rounds;
  }

  private static double micros(long[] sorted, int percent) {
    return sorted[(int) ((long) (sorted.length - 1) * percent / 100)] / NANOS_IN_MICRO;
  }

  private static long[] repeat(CountDownLatch start, double seconds, Callable<?> call)
      throws Exception {
    long[] times = new long[1024];
    int count = 0;
    start.await();
    long end = System.nanoTime() + (long) (seconds * NANOS_IN_SECOND);
    long before = System.nanoTime();
    while (before < end) {
      call.call();
      long after = System.nanoTime();
      if (count == times.length) {
        times = Arrays.copyOf(times, count * 2);
      }
      times[count++] = after - before;
      before = after;
    }
    return Arrays.copyOf(times, count);
  }
}
