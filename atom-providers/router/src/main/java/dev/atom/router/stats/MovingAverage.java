package dev.atom.router.stats;

import java.util.concurrent.atomic.AtomicLong;

/**
 * An average in which each new value counts a fifth, and the first ones as much as each other.
 * Thread-safe.
 */
public final class MovingAverage {
  private static final double SHARE = 0.2;

  private final AtomicLong bits = new AtomicLong(Double.doubleToRawLongBits(Double.NaN));
  private final AtomicLong count = new AtomicLong();

  /** Creates an average of nothing. */
  public MovingAverage() {}

  /**
   * Adds a value.
   *
   * @param value any but NaN
   */
  public void record(double value) {
    double share = Math.max(SHARE, 1.0 / count.incrementAndGet());
    bits.updateAndGet(
        old -> {
          double average = Double.longBitsToDouble(old);
          return Double.doubleToRawLongBits(
              Double.isNaN(average) ? value : average + share * (value - average));
        });
  }

  /**
   * Returns the average.
   *
   * @param otherwise what is returned if there is no value yet
   * @return the average
   */
  public double value(double otherwise) {
    double average = Double.longBitsToDouble(bits.get());
    return Double.isNaN(average) ? otherwise : average;
  }
}
