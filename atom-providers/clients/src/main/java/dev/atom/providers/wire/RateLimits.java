package dev.atom.providers.wire;

import dev.atom.http.HttpHeaders;
import dev.atom.http.RetryHints;
import dev.atom.model.RateLimit;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads limits from headers: {@code x-ratelimit-remaining-tokens} as of OpenAI and its compatible
 * servers, {@code anthropic-ratelimit-tokens-remaining} as of Anthropic.
 */
final class RateLimits {
  private static final Pattern FACT_FIRST =
      Pattern.compile("x-ratelimit-(limit|remaining|reset)-([a-z0-9-]{1,40})");
  private static final Pattern FACT_LAST =
      Pattern.compile("anthropic-ratelimit-([a-z0-9-]{1,40})-(limit|remaining|reset)");

  private RateLimits() {}

  static List<RateLimit> of(HttpHeaders headers, Instant now) {
    Map<String, Map<String, String>> units = new TreeMap<>();
    headers.forEach(
        (name, value) -> {
          if (!name.regionMatches(true, 0, "x-ratelimit-", 0, 12)
              && !name.regionMatches(true, 0, "anthropic-", 0, 10)) {
            return;
          }
          String lower = name.toLowerCase(Locale.ROOT);
          Matcher first = FACT_FIRST.matcher(lower);
          Matcher last = FACT_LAST.matcher(lower);
          if (first.matches()) {
            put(units, first.group(2), first.group(1), value);
          } else if (last.matches()) {
            put(units, last.group(1), last.group(2), value);
          }
        });
    List<RateLimit> limits = new ArrayList<>();
    units.forEach(
        (unit, facts) ->
            limits.add(
                new RateLimit(
                    unit,
                    number(facts.get("limit")),
                    number(facts.get("remaining")),
                    reset(facts.get("reset"), now).orElse(null))));
    return limits;
  }

  private static void put(
      Map<String, Map<String, String>> units, String unit, String fact, String value) {
    units.computeIfAbsent(unit, u -> new TreeMap<>()).put(fact, value.strip());
  }

  private static long number(@org.jspecify.annotations.Nullable String text) {
    return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
  }

  private static Optional<Duration> reset(
      @org.jspecify.annotations.Nullable String text, Instant now) {
    if (text == null) {
      return Optional.empty();
    }
    return RetryHints.duration(text).or(() -> until(text, now));
  }

  private static Optional<Duration> until(String text, Instant now) {
    try {
      Duration left = Duration.between(now, Instant.parse(text));
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
