package dev.atom.time;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Reads what schedules write. */
final class ScheduleText {
  static final String ONCE = "once ";
  static final String EVERY = "every ";
  static final String FROM = " from ";
  static final String AFTER_COMPLETION = " after completion";

  private ScheduleText() {}

  static void positive(String what, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new InvalidSchedule(what, duration.toString(), "give more than nothing, such as PT5M");
    }
  }

  static Schedule parse(String text) {
    String all = text.strip();
    if (all.startsWith(Cron.ZONE)) {
      return Cron.parse(all);
    }
    if (all.startsWith(ONCE)) {
      return new Schedule.Once(instant(all.substring(ONCE.length())));
    }
    if (all.endsWith(AFTER_COMPLETION)) {
      return new Schedule.FixedDelay(
          duration(all.substring(0, all.length() - AFTER_COMPLETION.length())));
    }
    int from = all.indexOf(FROM);
    if (all.startsWith(EVERY) && from > 0) {
      return new Schedule.FixedRate(
          duration(all.substring(EVERY.length(), from)),
          instant(all.substring(from + FROM.length())));
    }
    throw new InvalidSchedule(
        "schedule",
        text,
        "write \"CRON_TZ=Europe/Berlin 0 9 * * MON-FRI\", \"every PT15M from"
            + " 2026-01-01T00:00:00Z\", \"PT5M after completion\" or \"once 2026-12-24T08:00:00Z\"");
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text.strip());
    } catch (DateTimeException e) {
      throw new InvalidSchedule("duration", text, "write it as PT15M, PT2H or P1D");
    }
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text.strip());
    } catch (DateTimeException e) {
      throw new InvalidSchedule("instant", text, "write it as 2026-01-01T00:00:00Z");
    }
  }
}
