package dev.atom.connectors;

import dev.atom.http.HttpReply;
import dev.atom.http.RetryHints;
import dev.atom.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Where a service says how long to wait, beside the {@code Retry-After} that all are read for. */
record WaitRule(boolean header, String place, Unit unit) {

  /** What the number there counts. */
  enum Unit {
    SECONDS,
    MILLIS,
    EPOCH_SECONDS,
    EPOCH_MILLIS
  }

  private static final Map<String, Unit> UNITS =
      Map.of(
          "seconds", Unit.SECONDS,
          "millis", Unit.MILLIS,
          "epochSeconds", Unit.EPOCH_SECONDS,
          "epochMillis", Unit.EPOCH_MILLIS);

  static WaitRule read(FileNode node) {
    node.only("header", "at", "unit");
    Optional<String> header = node.optionalText("header");
    Optional<String> at = node.pointer("at");
    if (header.isPresent() == at.isPresent()) {
      throw node.fault("expected either \"header\" or \"at\"");
    }
    Unit unit = node.choice("unit", UNITS).orElseThrow(() -> node.fault("unit", "missing"));
    return new WaitRule(header.isPresent(), header.or(() -> at).orElseThrow(), unit);
  }

  Optional<Duration> of(HttpReply reply, Optional<Json> body, Instant now) {
    Optional<String> text =
        header
            ? reply.headers().first(place)
            : body.flatMap(b -> b.at(place)).map(v -> v instanceof Json.Str s ? s.value() : v + "");
    return text.map(String::strip)
        .filter(t -> t.matches("[0-9]{1,15}(\\.[0-9]{1,9})?"))
        .map(BigDecimal::new)
        .map(number -> bounded(wait(number, now)));
  }

  private Duration wait(BigDecimal number, Instant now) {
    return switch (unit) {
      case SECONDS -> Duration.ofMillis(millis(number));
      case MILLIS -> Duration.ofMillis(number.setScale(0, RoundingMode.CEILING).longValue());
      case EPOCH_SECONDS -> Duration.between(now, Instant.ofEpochMilli(millis(number)));
      case EPOCH_MILLIS -> Duration.between(now, Instant.ofEpochMilli(number.longValue()));
    };
  }

  private static long millis(BigDecimal seconds) {
    return seconds.movePointRight(3).setScale(0, RoundingMode.CEILING).longValue();
  }

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(RetryHints.LONGEST) > 0 ? RetryHints.LONGEST : wait;
  }
}
