package dev.atom.time;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;

/** Reads what schedules write. */
final class ScheduleText {
  static final String ONCE = "once ";
  static final String EVERY = "every ";
  static final String FROM = " from ";
  static final String EVERY_WORKING = "every working ";
  static final String EACH_DAY = "each working day";
  static final String DAY_OF_MONTH = "working day ";
  static final String OF_MONTH = " of month";
  static final String AT = " at ";
  static final String START = "start";
  static final String IN = " in ";
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
    if (all.startsWith(EVERY_WORKING) || all.startsWith(EACH_DAY) || all.startsWith(DAY_OF_MONTH)) {
      return working(all);
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
            + " 2026-01-01T00:00:00Z\", \"PT5M after completion\", \"once 2026-12-24T08:00:00Z\" or one of"
            + " those with a working calendar");
  }

  /** The schedules that end with a calendar. */
  private static Schedule working(String text) {
    int in = text.indexOf(IN);
    if (in < 0) {
      throw new InvalidSchedule(
          "schedule", text, "at its end stands \"in\" and a calendar as JSON");
    }
    WorkCalendar calendar = calendar(text.substring(in + IN.length()));
    String head = text.substring(0, in);
    if (head.startsWith(EVERY_WORKING)) {
      int from = head.indexOf(FROM);
      if (from < 0) {
        throw new InvalidSchedule("schedule", head, "say from when: from 2026-01-01T00:00:00Z");
      }
      return new WorkingRate(
          duration(head.substring(EVERY_WORKING.length(), from)),
          instant(head.substring(from + FROM.length())),
          calendar);
    }
    int at = head.indexOf(AT);
    if (at < 0) {
      throw new InvalidSchedule("schedule", head, "say when on the day: at start, or at 08:30");
    }
    String time = head.substring(at + AT.length()).strip();
    WorkingDays start = days(head.substring(0, at), calendar);
    return time.equals(START) ? start : start.at(time(time));
  }

  private static WorkingDays days(String text, WorkCalendar calendar) {
    if (text.equals(EACH_DAY)) {
      return WorkingDays.each(calendar);
    }
    String number = text.substring(DAY_OF_MONTH.length());
    String digits =
        number.endsWith(OF_MONTH) ? number.substring(0, number.length() - OF_MONTH.length()) : "";
    if (!digits.matches("-?[0-9]{1,2}")) {
      throw new InvalidSchedule(
          "working day", number, "write it as \"working day -1 of month at start\"");
    }
    return WorkingDays.ofMonth(Integer.parseInt(digits), calendar);
  }

  private static WorkCalendar calendar(String json) {
    try {
      return WorkCalendar.fromJson(Json.parse(json));
    } catch (JsonException e) {
      throw new InvalidSchedule("calendar", json, String.valueOf(e.getMessage()));
    }
  }

  private static LocalTime time(String text) {
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidSchedule("time", text, "write it as 08:30, or start for when work begins");
    }
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
