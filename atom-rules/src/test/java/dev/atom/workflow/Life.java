package dev.atom.workflow;

import java.util.concurrent.atomic.AtomicInteger;

/** The life of one host, which ends at the n-th point at which something could go wrong. */
final class Life {
  private final int deadline;
  private final AtomicInteger points = new AtomicInteger();
  private volatile boolean dead;

  private Life(int deadline) {
    this.deadline = deadline;
  }

  static Life until(int point) {
    return new Life(point);
  }

  static Life eternal() {
    return new Life(Integer.MAX_VALUE);
  }

  void point() {
    if (points.incrementAndGet() >= deadline) {
      dead = true;
    }
    if (dead) {
      throw new HostDied();
    }
  }

  boolean dead() {
    return dead;
  }
}
