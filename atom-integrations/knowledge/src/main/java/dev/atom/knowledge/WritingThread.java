package dev.atom.knowledge;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * The one thread that writes. Callers wait for it and are never let near the files themselves: an
 * interrupt in the middle of a write would close the channel and with it the writer.
 */
final class WritingThread {
  private final ExecutorService executor;
  private final AtomicBoolean closed = new AtomicBoolean();

  WritingThread(String name) {
    executor = Executors.newSingleThreadExecutor(Thread.ofVirtual().name(name).factory());
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
      throw unchecked(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException unchecked(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
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
