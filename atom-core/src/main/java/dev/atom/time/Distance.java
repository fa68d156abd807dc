package dev.atom.time;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Steps of one length: exact for all that durations can hold. */
final class Distance {
  private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000);

  private Distance() {}

  /** From what has passed to the next whole number of periods; more than nothing. */
  static Duration toNext(Duration passed, Duration period) {
    BigInteger rest = nanos(passed).mod(nanos(period));
    BigInteger[] seconds = rest.divideAndRemainder(SECOND);
    return period.minus(Duration.ofSeconds(seconds[0].longValue(), seconds[1].longValue()));
  }

  private static BigInteger nanos(Duration duration) {
    return BigInteger.valueOf(duration.getSeconds())
        .multiply(SECOND)
        .add(BigInteger.valueOf(duration.getNano()));
  }

  /** Empty beyond the last instant that there is. */
  static Optional<Instant> after(Instant at, Duration distance) {
    try {
      return Optional.of(at.plus(distance));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
