package dev.atom.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What every engine can keep and give back unchanged, checked once where the values are made, so
 * that no engine has to and none differs.
 */
final class Checks {
  /** The longest name of anything but unique keys, in characters. */
  static final int LONGEST_NAME = 200;

  private static final Duration LONGEST_TIME = Duration.ofDays(36_500);
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private Checks() {}

  /** Refuses a name that is blank, too long, or would not survive the way to a database. */
  static void name(String what, String value, int longest) {
    if (value.isBlank() || value.length() > longest || hasControl(value)) {
      throw new IllegalArgumentException(
          what + " has 1 to " + longest + " characters, none of them a control character");
    }
    wellFormed(what, value);
  }

  private static boolean hasControl(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Refuses half a surrogate pair, since as UTF-8 two different names would become the same, and the
   * character NUL, which some databases have no text with.
   */
  static void wellFormed(String what, String value) {
    if (hasHalfPair(value)) {
      throw new IllegalArgumentException(what + " holds half a surrogate pair; it is no text");
    }
    if (value.indexOf(0) >= 0) {
      throw new IllegalArgumentException(what + " holds the character NUL; it is no text");
    }
  }

  private static boolean hasHalfPair(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < value.length()
                && Character.isLowSurrogate(value.charAt(i + 1));
        if (!pair) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /** Replaces what {@link #wellFormed} refuses: nothing may keep an error from being written down. */
  static String readable(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        .replace('\0', '\uFFFD');
  }

  static Instant instant(Instant at) {
    if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
      throw new IllegalArgumentException(at + " is not within the years 0 to 9999");
    }
    return at.truncatedTo(ChronoUnit.MICROS);
  }

  static Duration wait(Duration time) {
    if (time.isNegative() || time.compareTo(LONGEST_TIME) > 0) {
      throw new IllegalArgumentException("a wait is 0 to 36500 days long, not " + time);
    }
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  static Duration lease(Duration time) {
    Duration whole = time.truncatedTo(ChronoUnit.MICROS);
    if (whole.isZero() || whole.isNegative() || time.compareTo(LONGEST_TIME) > 0) {
      throw new IllegalArgumentException(
          "a lease or claim lasts a microsecond or more and at most 36500 days, not " + time);
    }
    return whole;
  }

  static void limit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a limit is 1 or more, not " + limit);
    }
  }
}
