package dev.atom.knowledge;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * The one thread that writes. Callers wait for it and are never let near the files themselves: an
 * interrupt in the middle of a write would close the channel and with it the writer.
 *
 * <p>A platform thread, which is gone while there is nothing to write: a virtual one gets no turn as
 * long as as many searches on virtual threads compute as there are processors.
 */
final class WritingThread {
  private static final int IDLE_SECONDS = 5;

  private final ExecutorService executor;
  private final AtomicBoolean closed = new AtomicBoolean();

  WritingThread(String name) {
    executor =
        new ThreadPoolExecutor(
            0,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name(name).factory());
  }

  /** What is to be written; asks now and then whether its caller was interrupted. */
  @FunctionalInterface
  interface Work<T> {
    T run(BooleanSupplier stop);
  }

  /** Runs work and waits. An interrupt asks the work to stop, and is restored. */
  <T> T call(Work<T> work) {
    AtomicBoolean stop = new AtomicBoolean();
    Future<T> running;
    try {
      running = executor.submit(() -> work.run(stop::get));
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the knowledge base is closed; open it again", e);
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return running.get();
        } catch (InterruptedException e) {
          interrupted = true;
          stop.set(true);
        }
      }
    } catch (ExecutionException e) {
      throw unchecked(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException unchecked(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(e);
  }

  /** Waits for what runs, interrupted or not; false if it was closed before. */
  boolean close() {
    boolean first = closed.compareAndSet(false, true);
    executor.shutdown();
    boolean interrupted = false;
    while (!executor.isTerminated()) {
      try {
        executor.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return first;
  }
}
