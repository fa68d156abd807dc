package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryHintsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private static Optional<Duration> hint(String... namesAndValues) {
    Map<String, List<String>> headers = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
    }
    return RetryHints.of(HttpHeaders.of(headers), NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "7, PT7S",
    "0, PT0S",
    "1.5, PT1.5S",
    "0.0001, PT0.001S",
    "-3, PT0S",
    "999999999, PT24H",
    "2s, PT2S",
    "'Fri, 02 Jan 2026 03:04:35 GMT', PT30S",
    "'Fri, 02 Jan 2026 03:04:00 GMT', PT0S",
    "'Fri, 02 Jan 2099 03:04:00 GMT', PT24H",
  })
  void retryAfterIsReadAsSecondsOrDate(String value, Duration expected) {
    assertThat(hint("Retry-After", value)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"soon", "''", "1e9", "NaN", "'Fri, 99 Jan 2026 03:04:35 GMT'", "5 apples"})
  void unreadableHintsAreNone(String value) {
    assertThat(hint("retry-after", value)).isEmpty();
  }

  @Test
  void millisecondsAreMoreExactAndComeFirst() {
    assertThat(hint("retry-after", "2", "retry-after-ms", "1234"))
        .contains(Duration.ofMillis(1234));
    assertThat(hint("retry-after", "2", "x-ms-retry-after-ms", "-5")).contains(Duration.ZERO);
    assertThat(hint("retry-after", "2", "retry-after-ms", "soon")).contains(Duration.ofSeconds(2));
  }

  @Test
  void resetCountsWhereNothingRemains() {
    assertThat(
            hint(
                "x-ratelimit-remaining-requests", "0",
                "x-ratelimit-reset-requests", "6m0s",
                "x-ratelimit-remaining-tokens", "0",
                "x-ratelimit-reset-tokens", "7.66s"))
        .contains(Duration.ofMinutes(6));
    assertThat(
            hint(
                "x-ratelimit-remaining-requests", "12",
                "x-ratelimit-reset-requests", "6m0s",
                "x-ratelimit-remaining-tokens", "0",
                "x-ratelimit-reset-tokens", "7.66s"))
        .contains(Duration.ofMillis(7660));
    assertThat(hint("x-ratelimit-remaining-tokens", "5", "x-ratelimit-reset-tokens", "6m"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "6m0s, PT6M",
    "7.66s, PT7.66S",
    "2m59.56s, PT2M59.56S",
    "12ms, PT0.012S",
    "1h2m3s, PT1H2M3S",
    "2d, PT24H",
    "3, PT3S",
  })
  void durationsAreReadWithTheirUnits(String text, Duration expected) {
    assertThat(RetryHints.duration(text)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"s", "6m x", "x6m", "6 m", "--"})
  void otherTextsAreNoDuration(String text) {
    assertThat(RetryHints.duration(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'Rate limit reached. Please try again in 456ms. Visit', PT0.456S",
    "Please try again in 6m0s., PT6M",
    "Please try again in 1.242s., PT1.242S",
    "Please retry after 20 seconds., PT20S",
    "Try again in 1 minute, PT1M",
  })
  void hintInAMessageIsFound(String text, Duration expected) {
    assertThat(RetryHints.inText(text)).contains(expected);
  }

  @Test
  void messageWithoutAHintHasNone() {
    assertThat(RetryHints.inText("You exceeded your quota. Try again in a while.")).isEmpty();
  }
}
