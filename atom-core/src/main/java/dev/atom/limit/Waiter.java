package dev.atom.limit;

import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A call that waits in the queue, whose lock guards all but the signal. */
final class Waiter {
  private final Ask ask;
  private final List<String> keys;
  private final long ticket;
  private final long end;
  private final Semaphore signal = new Semaphore(0);
  private Desk.@Nullable Granted granted;
  private @Nullable Throwable failure;
  private volatile boolean cancelled;

  Waiter(Ask ask, long ticket, long end) {
    this.ask = ask;
    keys = ask.keys();
    this.ticket = ticket;
    this.end = end;
  }

  Ask ask() {
    return ask;
  }

  /** What it needs: {@link Ask#keys}. */
  List<String> keys() {
    return keys;
  }

  /** Its place among all that ever waited. */
  long ticket() {
    return ticket;
  }

  /** Until when it may wait, on the limiter's time. */
  long end() {
    return end;
  }

  Semaphore signal() {
    return signal;
  }

  Desk.@Nullable Granted granted() {
    return granted;
  }

  /** What kept the engine from answering; then it waits no more. */
  @Nullable Throwable failure() {
    return failure;
  }

  void grant(Desk.Granted granted) {
    this.granted = granted;
    signal.release();
  }

  void fail(Throwable failure) {
    this.failure = failure;
    signal.release();
  }

  void cancel() {
    cancelled = true;
    signal.release();
  }

  boolean cancelled() {
    return cancelled;
  }

  boolean answered() {
    return granted != null || failure != null;
  }
}
