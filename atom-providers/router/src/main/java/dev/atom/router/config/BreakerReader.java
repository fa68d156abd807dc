package dev.atom.router.config;

import dev.atom.router.health.BreakerSettings;
import java.time.Duration;

/** Reads the breakers' settings. */
final class BreakerReader {
  private static final Duration SHORTEST = Duration.ofNanos(1);

  private BreakerReader() {}

  static BreakerSettings read(Field field) {
    field.shaped(Shape.BREAKER);
    BreakerSettings usual = BreakerSettings.DEFAULT;
    return new BreakerSettings(
        time(field, "window", SHORTEST, usual.window()),
        count(field, "least_calls", usual.leastCalls()),
        field.get("failure_share").map(BreakerReader::share).orElse(usual.failureShare()),
        count(field, "connect_failures", usual.connectFailures()),
        time(field, "first_pause", SHORTEST, usual.firstPause()),
        time(field, "longest_pause", SHORTEST, usual.longestPause()),
        time(field, "key_pause", SHORTEST, usual.keyPause()),
        time(field, "ramp_step", Duration.ZERO, usual.rampStep()));
  }

  private static double share(Field field) {
    double share = field.number("0", "1");
    if (share >= 1) {
      field.wrong(field.form() + " can't be passed; write less than 1");
      return 0;
    }
    return share;
  }

  private static Duration time(Field field, String name, Duration least, Duration usual) {
    return field.get(name).map(time -> time.time(least, Field.YEAR)).orElse(usual);
  }

  private static int count(Field field, String name, int usual) {
    return field.get(name).map(count -> count.count(1)).orElse(usual);
  }
}
