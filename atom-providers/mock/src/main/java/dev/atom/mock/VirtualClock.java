package dev.atom.mock;

import dev.atom.Cancellation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/**
 * A clock that stands still until a test moves it, and runs what is due on the way.
 *
 * <p>Callbacks run one after the other in the order of their instants, those of one instant in the
 * order they were scheduled, on the thread that moves the clock; while one runs, the clock shows the
 * instant it was due at. Thread-safe; clocks made by {@link #withZone} share one time.
 */
public final class VirtualClock extends Clock {
  private final Timeline timeline;
  private final ZoneId zone;

  private VirtualClock(Timeline timeline, ZoneId zone) {
    this.timeline = timeline;
    this.zone = zone;
  }

  /**
   * Returns a clock in UTC.
   *
   * @param start the instant it shows until it is moved
   * @return a new clock
   */
  public static VirtualClock at(Instant start) {
    return new VirtualClock(new Timeline(Objects.requireNonNull(start, "start")), ZoneOffset.UTC);
  }

  /**
   * Returns a clock in UTC.
   *
   * @param start the instant it shows until it is moved, as in {@code "2026-01-01T08:00:00Z"}
   * @return a new clock
   */
  public static VirtualClock at(String start) {
    return at(Instant.parse(start));
  }

  /**
   * Moves the clock ahead and runs every callback that becomes due, also one that another callback
   * schedules on the way. If a callback throws, the clock stands at its instant and the later ones
   * stay scheduled.
   *
   * @param time how far; zero runs what is due now
   * @throws IllegalArgumentException if the time is negative
   * @throws IllegalStateException if a callback of this clock calls it
   */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("can't advance by " + time + "; set it back instead");
    }
    timeline.advance(time);
  }

  /**
   * Moves the clock ahead to an instant, like {@link #advance}.
   *
   * @param instant where it shall stand; not before the present
   * @throws IllegalArgumentException if the instant is in the past
   */
  public void advanceTo(Instant instant) {
    advance(Duration.between(instant(), instant));
  }

  /**
   * Sets the clock back, as time servers and administrators do. Callbacks that wait keep their
   * instants.
   *
   * @param time how far
   * @throws IllegalArgumentException if the time is negative
   */
  public void setBack(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("can't set back by " + time + "; advance instead");
    }
    timeline.setBack(time);
  }

  /**
   * Has a callback run when the clock has moved far enough.
   *
   * @param delay how long from now; zero or negative means at the next {@link #advance}
   * @param callback what to run; short, because it holds up the clock
   * @return closing it takes the callback back; closing it later or twice does nothing
   */
  public Cancellation.Registration schedule(Duration delay, Runnable callback) {
    return timeline.schedule(delay, callback);
  }

  /**
   * Blocks until another thread has moved this clock far enough.
   *
   * @param time how long; returns at once if zero or negative
   * @throws InterruptedException if the thread is interrupted
   */
  public void sleep(Duration time) throws InterruptedException {
    if (time.isZero() || time.isNegative()) {
      return;
    }
    CountDownLatch due = new CountDownLatch(1);
    Cancellation.Registration scheduled = schedule(time, due::countDown);
    try {
      due.await();
    } finally {
      scheduled.close();
    }
  }

  /**
   * Returns how many callbacks wait for their instant.
   *
   * @return the count
   */
  public int pending() {
    return timeline.pending();
  }

  /**
   * Blocks until at least so many callbacks wait, so that a test can move the clock after the threads
   * under test have begun to wait for it.
   *
   * @param count how many
   * @param patience how long to wait for that, in real time
   * @throws InterruptedException if the thread is interrupted
   * @throws AssertionError if they do not come in that time
   */
  public void awaitPending(int count, Duration patience) throws InterruptedException {
    timeline.awaitPending(count, patience);
  }

  @Override
  public Instant instant() {
    return timeline.now();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /**
   * Returns a clock of another zone that shares this clock's time.
   *
   * @param zone the zone
   * @return the clock
   */
  @Override
  public VirtualClock withZone(ZoneId zone) {
    return new VirtualClock(timeline, Objects.requireNonNull(zone, "zone"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VirtualClock that
        && timeline == that.timeline
        && zone.equals(that.zone);
  }

  @Override
  public int hashCode() {
    return 31 * System.identityHashCode(timeline) + zone.hashCode();
  }

  @Override
  public String toString() {
    return "VirtualClock[" + instant() + ", " + zone + "]";
  }
}
