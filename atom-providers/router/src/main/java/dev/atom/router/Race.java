package dev.atom.router;

import dev.atom.CallContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Attempts that run at the same time, each on a thread of its own. Those that are still running when
 * it is closed are cancelled, and what they answer all the same is given back.
 */
final class Race<T> implements AutoCloseable {
  private final Running.Asker<T> asker;
  private final CallContext context;
  private final BlockingQueue<Finish<T>> finishes = new LinkedBlockingQueue<>();
  private final List<Entry> running = new ArrayList<>();
  private final ReentrantLock closing = new ReentrantLock();
  private boolean closed;
  private boolean interrupted;

  /** How an attempt ended. */
  record Finish<T>(Running running, Optional<T> answer, Optional<Throwable> failure) {}

  /** An attempt that runs, and what cancels it alone. */
  private record Entry(Running running, CallContext context) {}

  Race(Running.Asker<T> asker, CallContext context) {
    this.asker = asker;
    this.context = context;
  }

  void start(Running attempt) {
    CallContext own = context.child();
    running.add(new Entry(attempt, own));
    Thread.ofVirtual().name("atom-router-attempt").start(() -> run(attempt, own));
  }

  private void run(Running attempt, CallContext own) {
    try {
      deliver(attempt, attempt.ask(asker, own));
    } catch (Throwable e) {
      finishes.add(new Finish<>(attempt, Optional.empty(), Optional.of(e)));
    }
  }

  private void deliver(Running attempt, T answer) {
    closing.lock();
    try {
      if (!closed) {
        finishes.add(new Finish<>(attempt, Optional.of(answer), Optional.empty()));
        return;
      }
    } finally {
      closing.unlock();
    }
    asker.discard(answer);
  }

  /** Waits a while for an end. */
  Optional<Finish<T>> await(Duration patience) {
    try {
      return ended(Optional.ofNullable(finishes.poll(patience.toNanos(), TimeUnit.NANOSECONDS)));
    } catch (InterruptedException e) {
      interrupted();
      return Optional.of(await());
    }
  }

  /** Waits for an end; an interrupt cancels all that run, whose ends then come. */
  Finish<T> await() {
    while (true) {
      try {
        Finish<T> finish = finishes.take();
        return ended(Optional.of(finish)).orElseThrow();
      } catch (InterruptedException e) {
        interrupted();
      }
    }
  }

  /** The flag is set again at the close, when nothing is awaited any more. */
  private void interrupted() {
    interrupted = true;
    running.forEach(entry -> entry.context.cancel());
  }

  private Optional<Finish<T>> ended(Optional<Finish<T>> finish) {
    finish.ifPresent(end -> running.removeIf(entry -> entry.running == end.running));
    return finish;
  }

  /** The attempts that run besides one. */
  List<Running> others(Running winner) {
    return running.stream().map(Entry::running).filter(other -> other != winner).toList();
  }

  boolean over() {
    return running.isEmpty();
  }

  @Override
  public void close() {
    closing.lock();
    try {
      closed = true;
    } finally {
      closing.unlock();
    }
    running.forEach(entry -> entry.context.cancel());
    for (Finish<T> late = finishes.poll(); late != null; late = finishes.poll()) {
      late.answer().ifPresent(asker::discard);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
