package dev.atom.http;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads how long a server asks to wait: never negative, never more than a day. */
public final class RetryHints {
  /** The longest wait that is believed. */
  public static final Duration LONGEST = Duration.ofDays(1);

  private static final BigDecimal MILLIS_PER_SECOND = BigDecimal.valueOf(1000);
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,15}(?:\\.[0-9]{1,15})?");
  private static final Pattern PIECE =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,12})?)(ms|us|µs|ns|d|h|m|s)");
  private static final Pattern IN_TEXT =
      Pattern.compile(
          "(?i)(?:try again|retry) (?:in|after) ((?:[0-9.]+ ?(?:ms|milliseconds?|seconds?|minutes?|hours?|[dhms])\\s?){1,8})");

  private RetryHints() {}

  /**
   * Reads the headers: {@code retry-after-ms}, {@code x-ms-retry-after-ms}, {@code retry-after} as
   * seconds or date, then the resets of those {@code x-ratelimit-…} of which nothing remains.
   *
   * @param headers the reply's headers
   * @param now the time that a date is compared with
   * @return empty if they say nothing readable
   */
  public static Optional<Duration> of(HttpHeaders headers, Instant now) {
    return headers
        .first("retry-after-ms")
        .flatMap(RetryHints::millis)
        // A wait of nothing is no hint: Azure says it beside a retry-after that is one.
        .filter(wait -> !wait.isZero())
        .or(() -> headers.first("x-ms-retry-after-ms").flatMap(RetryHints::millis))
        .or(() -> headers.first("retry-after").flatMap(value -> secondsOrDate(value, now)))
        .or(() -> exhausted(headers));
  }

  /**
   * Reads a text such as {@code "Please try again in 456ms."}
   *
   * @param text a server's message
   * @return empty if it names no time
   */
  public static Optional<Duration> inText(String text) {
    Matcher matcher = IN_TEXT.matcher(text);
    if (!matcher.find()) {
      return Optional.empty();
    }
    String words =
        matcher
            .group(1)
            .replaceAll("(?i)\\s", "")
            .replaceAll("(?i)milliseconds?", "ms")
            .replaceAll("(?i)seconds?", "s")
            .replaceAll("(?i)minutes?", "m")
            .replaceAll("(?i)hours?", "h");
    return duration(words);
  }

  /**
   * Reads a duration of numbers and units, such as {@code "6m0s"} or {@code "7.66s"}; a number alone
   * is seconds.
   *
   * @param text the duration
   * @return empty if it is none
   */
  public static Optional<Duration> duration(String text) {
    String value = text.strip();
    if (NUMBER.matcher(value).matches()) {
      return Optional.of(bounded(new BigDecimal(value).multiply(MILLIS_PER_SECOND)));
    }
    Matcher pieces = PIECE.matcher(value);
    BigDecimal millis = BigDecimal.ZERO;
    int end = 0;
    while (pieces.find() && pieces.start() == end) {
      millis = millis.add(new BigDecimal(pieces.group(1)).multiply(millisOf(pieces.group(2))));
      end = pieces.end();
    }
    return end == value.length() && end > 0 ? Optional.of(bounded(millis)) : Optional.empty();
  }

  private static BigDecimal millisOf(String unit) {
    return switch (unit) {
      case "d" -> BigDecimal.valueOf(86_400_000);
      case "h" -> BigDecimal.valueOf(3_600_000);
      case "m" -> BigDecimal.valueOf(60_000);
      case "s" -> MILLIS_PER_SECOND;
      case "ms" -> BigDecimal.ONE;
      case "ns" -> new BigDecimal("0.000001");
      default -> new BigDecimal("0.001");
    };
  }

  private static Optional<Duration> millis(String text) {
    String value = text.strip();
    return NUMBER.matcher(value).matches()
        ? Optional.of(bounded(new BigDecimal(value)))
        : Optional.empty();
  }

  private static Optional<Duration> secondsOrDate(String text, Instant now) {
    return duration(text).or(() -> untilDate(text.strip(), now));
  }

  private static Optional<Duration> untilDate(String text, Instant now) {
    try {
      Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(bounded(Duration.between(now, at)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> exhausted(HttpHeaders headers) {
    return Stream.of("requests", "tokens")
        .filter(kind -> headers.first("x-ratelimit-remaining-" + kind).orElse("").equals("0"))
        .flatMap(kind -> headers.first("x-ratelimit-reset-" + kind).stream())
        .flatMap(value -> duration(value).stream())
        .max(Duration::compareTo);
  }

  private static Duration bounded(BigDecimal millis) {
    BigDecimal longest = BigDecimal.valueOf(LONGEST.toMillis());
    return Duration.ofMillis(
        millis
            .max(BigDecimal.ZERO)
            .min(longest)
            .setScale(0, java.math.RoundingMode.CEILING)
            .longValue());
  }

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
