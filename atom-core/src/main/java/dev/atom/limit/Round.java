package dev.atom.limit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One pass through the queue: who could go has gone, and what the others lack. */
final class Round {
  private final Desk desk;
  private final LimitTime time;
  private final long longestLook;
  private final Map<String, Lack> lacks = new HashMap<>();
  private final long now;
  private long next;

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

  long lookAt(Lack lack) {
    return time.nanos() + Math.min(lack.nanos(), longestLook);
  }

  /** Tries for a waiting call, and tells it unless there is no room; null if the engine failed. */
  Desk.@Nullable Attempt attempt(Waiter waiter) {
    try {
      Desk.Attempt attempt = desk.attempt(waiter.ask());
      if (attempt instanceof Desk.Granted granted) {
        waiter.grant(granted);
      }
      return attempt;
    } catch (RuntimeException | Error e) {
      waiter.fail(e); // its own thread throws it
      return null;
    }
  }
}
