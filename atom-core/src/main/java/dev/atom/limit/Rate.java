package dev.atom.limit;

import java.math.BigInteger;
import java.time.Duration;

/** How much a bucket lets through. Immutable and thread-safe. */
public sealed interface Rate {
  /**
   * Returns the most that one call can get.
   *
   * @return 1 or more
   */
  long most();

  /**
   * So much per period, and never more than the burst at once: a token bucket that holds the burst
   * and fills evenly, by the amount in each period.
   *
   * <p>It is kept as one instant, the "theoretical arrival time" of the generic cell rate algorithm
   * (ITU-T I.371, Annex A): when the bucket will be full again. What is taken moves it ahead by {@link
   * #nanos} and {@link #part}: exactly, so that nothing is lost or gained by rounding.
   *
   * @param amount how much in a period, 1 or more
   * @param period how long it is, from 1 ms to 366 days
   * @param burst how much at once, 1 or more; filling it takes at most ten years
   */
  record PerPeriod(long amount, Duration period, long burst) implements Rate {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Duration LONGEST_FILL = Duration.ofDays(3660);

    /** Refuses what is out of range. */
    public PerPeriod {
      if (amount < 1 || burst < 1) {
        throw new IllegalArgumentException(
            "a rate has an amount and a burst of 1 or more, not " + amount + " and " + burst);
      }
      if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "a rate's period is " + SHORTEST + " to " + LONGEST + ", not " + period);
      }
      if ((double) burst / amount * period.toNanos() > LONGEST_FILL.toNanos()) {
        throw new IllegalArgumentException(
            "a bucket of "
                + burst
                + " at "
                + amount
                + " per "
                + period
                + " takes too long to fill");
      }
    }

    @Override
    public long most() {
      return burst;
    }

    /**
     * Returns the time in which so much flows in.
     *
     * @param units how much, 0 or more, at most twice the burst
     * @return whole nanoseconds; {@link #part} has what is beyond them
     */
    public long nanos(long units) {
      long periods = units < amount ? 0 : units / amount;
      return periods * period.toNanos() + beyond(units, true);
    }

    /**
     * Returns the part of a nanosecond that is beyond {@link #nanos}.
     *
     * @param units how much, 0 or more, at most twice the burst
     * @return in nanoseconds divided by the amount: from 0 to less than the amount
     */
    public long part(long units) {
      return beyond(units, false);
    }

    /** What is beyond whole periods: its whole nanoseconds, or the rest. */
    private long beyond(long units, boolean whole) {
      long length = period.toNanos();
      long rest = units < amount ? units : units % amount; // dividing takes its time
      long product = rest * length;
      if (product < 0 || Math.multiplyHigh(rest, length) != 0) {
        BigInteger[] exact =
            BigInteger.valueOf(rest)
                .multiply(BigInteger.valueOf(length))
                .divideAndRemainder(BigInteger.valueOf(amount));
        return exact[whole ? 0 : 1].longValueExact();
      }
      return whole ? product / amount : product % amount;
    }
  }

  /**
   * So much at the same time.
   *
   * @param amount how much, 1 or more
   * @param heldAtMost after how long a call that never said its end is not counted any more, from 1
   *     ms to 366 days
   */
  record AtOnce(long amount, Duration heldAtMost) implements Rate {
    /** Refuses what is out of range. */
    public AtOnce {
      if (amount < 1) {
        throw new IllegalArgumentException("1 or more run at once, not " + amount);
      }
      if (heldAtMost.compareTo(PerPeriod.SHORTEST) < 0
          || heldAtMost.compareTo(PerPeriod.LONGEST) > 0) {
        throw new IllegalArgumentException(
            "room is held for "
                + PerPeriod.SHORTEST
                + " to "
                + PerPeriod.LONGEST
                + " at most, not "
                + heldAtMost);
      }
    }

    @Override
    public long most() {
      return amount;
    }
  }
}
