package dev.atom.time;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.MonthDay;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Asks a calendar at one minute after another what {@link Minutes} has counted. */
final class WorkCalendarOracle {
  private final Minutes minutes;
  private final WorkCalendar calendar;

  /** The minutes worked before each minute. */
  private final int[] worked;

  /** The first minute before which so much was worked. */
  private final int[] reached;

  /** The last minute before which so much was worked. */
  private final int[] left;

  WorkCalendarOracle(Minutes minutes) {
    this.minutes = minutes;
    calendar = calendar(minutes);
    worked = minutes.worked(calendar);
    int total = worked[worked.length - 1];
    reached = new int[total + 1];
    left = new int[total + 1];
    Arrays.fill(reached, -1);
    for (int i = 0; i < worked.length; i++) {
      left[worked[i]] = i;
      if (reached[worked[i]] < 0) {
        reached[worked[i]] = i;
      }
    }
  }

  /** Hours around midnight and the changes of the clocks, nights, lunch, holidays, exceptions. */
  private static WorkCalendar calendar(Minutes minutes) {
    var builder =
        WorkCalendar.newBuilder(minutes.zone)
            .weekdays(DaySpan.parse("09:00-12:00"), DaySpan.parse("12:45-17:30"))
            .on(DayOfWeek.FRIDAY, DaySpan.parse("08:00-16:00"), DaySpan.parse("23:15-01:45"))
            .on(DayOfWeek.SATURDAY, DaySpan.parse("02:15-02:45"), DaySpan.parse("22:00-02:30"))
            .on(
                DayOfWeek.SUNDAY,
                DaySpan.parse("02:30-03:15"),
                DaySpan.parse("03:15-04:00"),
                DaySpan.parse("20:00-24:00"))
            .on(DayOfWeek.MONDAY, DaySpan.parse("00:00-01:00"), DaySpan.parse("09:00-17:00"))
            .yearly(List.of(MonthDay.of(1, 1), MonthDay.of(12, 25), MonthDay.of(2, 29)));
    for (int i = 10; i < 730; i += 45) {
      builder.holidays(List.of(minutes.first.plusDays(i)));
      builder.exception(minutes.first.plusDays(i + 20), DaySpan.parse("21:00-05:15"));
    }
    return builder.build();
  }

  /** The minutes that can be asked about. */
  int from() {
    return reached[0] + Minutes.PADDING;
  }

  int to() {
    return worked.length - Minutes.PADDING;
  }

  /** Asks five questions and returns how many answers differ. */
  int differences(int minute) {
    Instant at = minutes.instant(minute);
    int here = worked[minute];
    int differences = 0;
    if (calendar.isWorking(at) != worked[minute + 1] > here) {
      differences++;
    }
    // 1 minute to 16 hours, now and then some months.
    int amount = 1 + (int) (minute * 7919L % (minute % 64 == 0 ? 50_000 : 961));
    if (here + amount < reached.length) {
      differences += differ(reached[here + amount], calendar.plus(at, Duration.ofMinutes(amount)));
    }
    if (here - amount >= 0) {
      differences += differ(left[here - amount], calendar.minus(at, Duration.ofMinutes(amount)));
    }
    if (here < worked[worked.length - 1]) {
      differences += differ(left[here], calendar.nextStart(at));
    }
    int other =
        Math.min(
            worked.length - 1,
            minute + (int) (minute * 104_729L % (minute % 64 == 1 ? 200_003 : 3001)));
    if (calendar.between(at, minutes.instant(other)).toMinutes() != worked[other] - here) {
      differences++;
    }
    return differences;
  }

  private int differ(int expected, Instant answer) {
    return Objects.equals(minutes.instant(expected), answer) ? 0 : 1;
  }
}
