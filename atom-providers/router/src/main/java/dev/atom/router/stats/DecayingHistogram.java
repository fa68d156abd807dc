package dev.atom.router.stats;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Quantiles of times that forget: what was seen a half-life ago counts half. Buckets grow by a fifth,
 * so a quantile is at most a tenth off. Thread-safe; a quantile is read without a lock and without
 * allocation, since each record works it out anew.
 *
 * <p>Source of the idea: exponentially decaying weights, as in Cormode and others, "Forward Decay"
 * (ICDE 2009), over a log-linear histogram.
 */
public final class DecayingHistogram {
  private static final int BUCKETS = 128;
  private static final double GROWTH = 1.2;
  private static final double LOG_GROWTH = Math.log(GROWTH);
  private static final double FIRST_NANOS = 1_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final double[] weights = new double[BUCKETS];
  private final double halfLifeNanos;
  private double total;
  private long decayedAt;
  private boolean begun;
  private volatile double median = Double.NaN;
  private volatile double p95 = Double.NaN;
  private volatile double p99 = Double.NaN;
  private volatile double weight;
  private volatile long weighedAt;

  /**
   * Creates an empty histogram.
   *
   * @param halfLifeNanos after which time a value counts half
   */
  public DecayingHistogram(double halfLifeNanos) {
    this.halfLifeNanos = halfLifeNanos;
  }

  /**
   * Adds a value.
   *
   * @param nanos the time, negative counts as zero
   * @param now of the same clock each time
   */
  public void record(double nanos, long now) {
    lock.lock();
    try {
      decay(now);
      weights[bucket(nanos)]++;
      total++;
      weight = total;
      weighedAt = now;
      quantiles();
    } finally {
      lock.unlock();
    }
  }

  private void decay(long now) {
    if (!begun) {
      begun = true;
      decayedAt = now;
      return;
    }
    double factor = factor(now - decayedAt);
    if (factor >= 0.999) {
      return;
    }
    decayedAt = now;
    for (int i = 0; i < BUCKETS; i++) {
      weights[i] *= factor;
    }
    total *= factor;
  }

  private double factor(long passed) {
    return passed <= 0 ? 1 : Math.pow(0.5, (double) passed / halfLifeNanos);
  }

  private static int bucket(double nanos) {
    if (!(nanos > FIRST_NANOS)) {
      return 0;
    }
    return Math.min(BUCKETS - 1, 1 + (int) (Math.log(nanos / FIRST_NANOS) / LOG_GROWTH));
  }

  /** The middle of a bucket. */
  private static double value(int bucket) {
    return bucket == 0 ? FIRST_NANOS / 2 : FIRST_NANOS * Math.pow(GROWTH, bucket - 0.5);
  }

  private void quantiles() {
    int middle = -1;
    int high = -1;
    int highest = -1;
    double seen = 0;
    for (int i = 0; i < BUCKETS && highest < 0; i++) {
      seen += weights[i];
      if (middle < 0 && seen >= 0.5 * total) {
        middle = i;
      }
      if (high < 0 && seen >= 0.95 * total) {
        high = i;
      }
      if (seen >= 0.99 * total || i == BUCKETS - 1) {
        highest = i;
      }
    }
    median = value(Math.max(0, middle));
    p95 = value(Math.max(0, high));
    p99 = value(highest);
  }

  /**
   * Returns the middle value.
   *
   * @return nanoseconds; NaN if nothing was recorded
   */
  public double median() {
    return median;
  }

  /**
   * Returns the value that 95 in 100 don't exceed.
   *
   * @return nanoseconds; NaN if nothing was recorded
   */
  public double p95() {
    return p95;
  }

  /**
   * Returns the value that 99 in 100 don't exceed.
   *
   * @return nanoseconds; NaN if nothing was recorded
   */
  public double p99() {
    return p99;
  }

  /**
   * Returns how many values count, older ones less; rounded up to whole half-lives.
   *
   * @param now of the clock that values were recorded by
   * @return 0 or more
   */
  public double weight(long now) {
    // In whole half-lives, which is quick.
    double lives = (double) (now - weighedAt) / halfLifeNanos;
    return lives <= 0 ? weight : Math.scalb(weight, -(int) Math.min(lives, 1_000));
  }
}
