package dev.atom.workflow;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The life of one host, which ends at the n-th point at which something could go wrong, or in which
 * somebody does something at that point.
 */
final class Life {
  private final int moment;
  private final Runnable happens;
  private final AtomicInteger points = new AtomicInteger();
  private volatile boolean dead;

  private Life(int moment, Runnable happens) {
    this.moment = moment;
    this.happens = happens;
  }

  static Life until(int point) {
    return new Life(
        point,
        () -> {
          throw new HostDied();
        });
  }

  static Life eternal() {
    return with(Integer.MAX_VALUE, () -> {});
  }

  /** Goes on, but somebody else does something at a point. */
  static Life with(int point, Runnable what) {
    return new Life(point, what);
  }

  void point() {
    if (dead) {
      throw new HostDied();
    }
    if (points.incrementAndGet() == moment) {
      try {
        happens.run();
      } catch (HostDied e) {
        dead = true;
        throw e;
      }
    }
  }

  boolean dead() {
    return dead;
  }

  /** Whether the point has come. */
  boolean reached() {
    return points.get() >= moment;
  }
}
