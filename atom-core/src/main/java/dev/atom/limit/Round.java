package dev.atom.limit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One pass through the queue: who could go has gone, and what the others lack. */
final class Round {
  /** Of a call that would lack something for longer than it may wait. */
  static final String IN_VAIN = ", and the call may not wait that long";

  private final Desk desk;
  private final LimitTime time;
  private final long longestLook;
  private final Map<String, Lack> lacks = new HashMap<>();
  private final long now;
  private long next;
  private boolean interrupted;

  Round(Desk desk, LimitTime time) {
    this.desk = desk;
    this.time = time;
    longestLook = desk.longestLook().toNanos();
    now = time.nanos();
    next = now + Duration.ofDays(1).toNanos();
  }

  long now() {
    return now;
  }

  /** When to pass again at the latest. */
  long next() {
    return next;
  }

  /** What somebody waits for, by key. */
  Map<String, Lack> lacks() {
    return lacks;
  }

  void lacks(Lack lack, long lookAt) {
    lacks.putIfAbsent(lack.key(), lack);
    if (lookAt - next < 0) {
      next = lookAt;
    }
  }

  /** When to look again after an answer; counted from before the question, which may take a while. */
  long lookAt(long asked, Lack lack) {
    return asked + Math.min(lack.nanos(), longestLook);
  }

  long nanos() {
    return time.nanos();
  }

  /**
   * Tries for a waiting call and answers it, unless there will be room while it may wait: then it
   * returns what is lacking. That this thread is interrupted is no reason for another's call to fail:
   * it is asked for again.
   */
  @Nullable Lack attempt(Waiter waiter) {
    try {
      return once(waiter);
    } catch (RuntimeException | Error e) {
      if (Thread.interrupted()) {
        interrupted = true;
        return attempt(waiter);
      }
      waiter.fail(e); // its own thread throws it
      return null;
    }
  }

  private @Nullable Lack once(Waiter waiter) {
    long asked = time.nanos();
    switch (desk.attempt(waiter.ask())) {
      case Desk.Granted granted -> waiter.grant(granted);
      case Desk.Denied denied -> {
        Lack lack = denied.lack();
        if (!lack.known() || asked + lack.nanos() - waiter.end() <= 0) {
          return lack;
        }
        waiter.fail(lack.refused(IN_VAIN));
      }
    }
    return null;
  }

  /** Sets the interrupt again that came in between. */
  void restoreInterrupt() {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
