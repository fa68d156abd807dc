package dev.atom.router.config;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as documents write them: a whole number and its unit, such as {@code 500ms}. */
final class Times {
  private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,12})(ns|us|ms|s|m|h|d)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ns", Duration.ofNanos(1),
          "us", Duration.ofNanos(1_000),
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));
  private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);

  private Times() {}

  static Optional<Duration> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    Duration unit = UNITS.getOrDefault(form.group(2), Duration.ZERO);
    // Up to 10^13 days: more than a long of nanoseconds, less than a long of seconds.
    BigInteger nanos = BigInteger.valueOf(unit.toNanos()).multiply(new BigInteger(form.group(1)));
    BigInteger[] parts = nanos.divideAndRemainder(BILLION);
    return parts[0].bitLength() > 62
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact()));
  }

  /** As a document would write it. */
  static String text(Duration time) {
    for (String unit : new String[] {"d", "h", "m", "s", "ms", "us"}) {
      Duration length = UNITS.getOrDefault(unit, Duration.ZERO);
      if (!time.isZero() && length.multipliedBy(time.dividedBy(length)).equals(time)) {
        return time.dividedBy(length) + unit;
      }
    }
    return time.isZero() ? "0s" : time.toNanos() + "ns";
  }
}
