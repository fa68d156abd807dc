package dev.atom.benchmarks.clients;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A thousand streams started at once. */
final class ManyStreams {
  static final int STREAMS = 1_000;
  static final int TOKENS = 20;
  static final int GAP_MILLIS = 50;

  private static final double NANOS_IN_MILLI = 1e6;

  private ManyStreams() {}

  /**
   * What was measured, in milliseconds since all were started.
   *
   * @param all when the last stream had ended
   * @param firstMedian when half of the streams had their first token
   * @param firstLate when 99 in 100 had it
   * @param threads how many platform threads lived at once, those that carry virtual ones included
   */
  record Result(double all, double firstMedian, double firstLate, int threads) {}

  static Result run(Peer peer) throws InterruptedException, ExecutionException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Long>> firsts = new ArrayList<>();
    long[] from = new long[1];
    threads.resetPeakThreadCount();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < STREAMS; i++) {
        firsts.add(
            pool.submit(
                () -> {
                  start.await();
                  return new TokenCount().read(peer, TOKENS) - from[0];
                }));
      }
      from[0] = System.nanoTime();
      start.countDown();
      long[] nanos = new long[STREAMS];
      for (int i = 0; i < STREAMS; i++) {
        nanos[i] = firsts.get(i).get();
      }
      long all = System.nanoTime() - from[0];
      Arrays.sort(nanos);
      return new Result(
          all / NANOS_IN_MILLI,
          nanos[STREAMS / 2] / NANOS_IN_MILLI,
          nanos[STREAMS * 99 / 100] / NANOS_IN_MILLI,
          threads.getPeakThreadCount());
    }
  }
}
