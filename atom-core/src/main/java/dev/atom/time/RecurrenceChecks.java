package dev.atom.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** What RFC 5545 and RFC 7529 forbid. */
final class RecurrenceChecks {
  /** More is a mistake or an attack: the rule has to be counted from its start. */
  static final int MOST_COUNT = 1_000_000;

  /** The longest whole number that a text may have. */
  private static final int MOST_INTERVAL = 999_999_999;

  private RecurrenceChecks() {}

  static void check(Recurrence rule) {
    if (rule.interval() < 1 || rule.interval() > MOST_INTERVAL) {
      throw new InvalidRecurrence(
          "INTERVAL", Integer.toString(rule.interval()), "from 1 to 999,999,999");
    }
    if (rule.end() instanceof RecurrenceEnd.AfterCount(int count)
        && (count < 1 || count > MOST_COUNT)) {
      throw new InvalidRecurrence(
          "COUNT", Integer.toString(count), "from 1 to " + MOST_COUNT + "; for more use UNTIL");
    }
    checkUntil(rule.end());
    for (RecurrencePart part : RecurrencePart.values()) {
      part.check(rule.frequency(), rule.numbers(part));
    }
    checkOrdinals(rule);
    checkPositions(rule);
  }

  private static void checkUntil(RecurrenceEnd end) {
    int year =
        switch (end) {
          case RecurrenceEnd.Never never -> 0;
          case RecurrenceEnd.AfterCount count -> 0;
          case RecurrenceEnd.OnDate(LocalDate last) -> last.getYear();
          case RecurrenceEnd.AtLocalTime(LocalDateTime last) -> last.getYear();
          case RecurrenceEnd.AtInstant(Instant last) -> last.atOffset(ZoneOffset.UTC).getYear();
        };
    if (year < 0 || year > Periods.LAST_YEAR) {
      throw new InvalidRecurrence(
          "UNTIL", "a date in " + year, "years are from 0 to " + Periods.LAST_YEAR);
    }
  }

  private static void checkOrdinals(Recurrence rule) {
    List<NthWeekday> days = rule.weekdays();
    for (NthWeekday day : days) {
      boolean counted =
          rule.frequency() == Frequency.MONTHLY || rule.frequency() == Frequency.YEARLY;
      if (day.ordinal() != 0 && !counted) {
        throw new InvalidRecurrence(
            "BYDAY", day.toString(), "a number is for FREQ=MONTHLY and YEARLY only");
      }
      if (day.ordinal() != 0 && rule.has(RecurrencePart.BYWEEKNO)) {
        throw new InvalidRecurrence(
            "BYDAY", day.toString(), "no number beside BYWEEKNO: a week has each day once");
      }
    }
  }

  private static void checkPositions(Recurrence rule) {
    if (!rule.has(RecurrencePart.BYSETPOS)) {
      return;
    }
    String value = RecurrenceText.list(rule.numbers(RecurrencePart.BYSETPOS));
    boolean alone = rule.weekdays().isEmpty();
    for (RecurrencePart part : RecurrencePart.values()) {
      alone &= part == RecurrencePart.BYSETPOS || !rule.has(part);
    }
    if (alone) {
      throw new InvalidRecurrence("BYSETPOS", value, "only beside another BY part");
    }
    if (rule.skip() == Recurrence.Skip.FORWARD) {
      throw new InvalidRecurrence(
          "BYSETPOS", value, "not with SKIP=FORWARD, which moves days into another period");
    }
  }
}
