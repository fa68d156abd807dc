package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Compares the calendar with two years counted minute by minute. */
class WorkCalendarProperties {
  private static final int STEPS = 96;

  /** Zones and years with changes at night, at midnight, by half an hour, by two, by a day. */
  private static final List<Minutes> YEARS =
      List.of(
          new Minutes("Europe/Berlin", 2026),
          new Minutes("America/New_York", 2026),
          new Minutes("Australia/Lord_Howe", 2025),
          new Minutes("America/Santiago", 2024),
          new Minutes("Africa/Cairo", 2024),
          new Minutes("Asia/Beirut", 2022),
          new Minutes("Africa/Casablanca", 2025),
          new Minutes("Antarctica/Troll", 2025),
          new Minutes("America/Nuuk", 2025),
          new Minutes("America/St_Johns", 2006),
          new Minutes("Pacific/Apia", 2011));

  @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
  void agreesWithTheMinutesCounted(@ForAll Random random) {
    Minutes minutes = YEARS.get(random.nextInt(YEARS.size()));
    WorkCalendar calendar = calendar(minutes, random);
    int[] worked = minutes.worked(calendar);
    for (int i = 0; i < 60; i++) {
      compare(minutes, calendar, worked, random);
    }
  }

  private static void compare(Minutes minutes, WorkCalendar calendar, int[] worked, Random random) {
    int from = minutes.interesting(random);
    int to = Math.min(worked.length - 1, from + random.nextInt(random.nextBoolean() ? 30_000 : 600_000));
    String where = calendar + " from " + minutes.instant(from) + " to " + minutes.instant(to);
    int amount = worked[to] - worked[from];
    assertThat(calendar.between(minutes.instant(from), minutes.instant(to)).toMinutes())
        .as(where)
        .isEqualTo(amount);
    assertThat(calendar.isWorking(minutes.instant(from)))
        .as(where)
        .isEqualTo(worked[from + 1] > worked[from]);
    int reached = from;
    while (worked[reached] - worked[from] < amount) {
      reached++;
    }
    assertThat(calendar.plus(minutes.instant(from), Duration.ofMinutes(amount)))
        .as(where)
        .isEqualTo(minutes.instant(reached));
    int left = to;
    while (worked[to] - worked[left] < amount) {
      left--;
    }
    assertThat(calendar.minus(minutes.instant(to), Duration.ofMinutes(amount)))
        .as(where)
        .isEqualTo(minutes.instant(amount == 0 ? to : left));
    compareNext(minutes, calendar, worked, from);
  }

  private static void compareNext(Minutes minutes, WorkCalendar calendar, int[] worked, int from) {
    String where = calendar + " from " + minutes.instant(from);
    int next = from;
    while (next + 1 < worked.length && worked[next + 1] == worked[next]) {
      next++;
    }
    if (next + 1 < worked.length) {
      assertThat(calendar.nextStart(minutes.instant(from)))
          .as(where)
          .isEqualTo(minutes.instant(next));
      while (next + 1 < worked.length && worked[next + 1] > worked[next]) {
        next++;
      }
      assertThat(calendar.nextEnd(minutes.instant(from)))
          .as(where)
          .contains(minutes.instant(next));
    }
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void isReadAsWritten(@ForAll Random random) {
    WorkCalendar calendar = calendar(YEARS.getFirst(), random);
    assertThat(WorkCalendar.fromJson(Json.parse(calendar.toJson().toString()))).isEqualTo(calendar);
    assertThat(WorkCalendar.fromJson(calendar.toJson()).toJson()).hasToString(calendar.toJson().toString());
  }

  private static WorkCalendar calendar(Minutes minutes, Random random) {
    var builder = WorkCalendar.newBuilder(minutes.zone);
    for (DayOfWeek day : DayOfWeek.values()) {
      builder.on(day, spans(random));
    }
    builder.on(DayOfWeek.WEDNESDAY, DaySpan.parse("01:45-23:15"));
    builder.on(DayOfWeek.SATURDAY, DaySpan.parse("05:30-11:00"), DaySpan.parse("21:00-02:15"));
    builder.on(DayOfWeek.SUNDAY, DaySpan.parse("02:15-02:45"), DaySpan.parse("23:30-01:30"));
    builder.on(DayOfWeek.MONDAY, DaySpan.parse("09:00-17:00"));
    int holidays = random.nextInt(4) * 5;
    builder.yearly(
        random.ints(holidays / 5, 0, 365).mapToObj(i -> MonthDay.from(minutes.first.plusDays(i))).toList());
    for (int i = 0; i < holidays; i++) {
      LocalDate date = minutes.first.plusDays(random.nextInt(730));
      builder.holidays(List.of(date, date.plusDays(1)));
      builder.exception(date.plusDays(random.nextInt(3)), spans(random));
      builder.exception(date.plusDays(random.nextInt(3)), DaySpan.parse("20:15-04:45"));
    }
    return builder.build();
  }

  /** Up to four spans on a grid of quarters of an hour, half of their edges before five o'clock. */
  private static DaySpan[] spans(Random random) {
    List<Integer> edges =
        random
            .ints(2L * random.nextInt(5), 0, STEPS + 1)
            .map(edge -> random.nextBoolean() ? edge : edge % 20)
            .distinct()
            .sorted()
            .boxed()
            .toList();
    List<DaySpan> spans = new ArrayList<>();
    for (int i = 0; i + 1 < edges.size(); i += random.nextInt(3) == 0 ? 1 : 2) {
      LocalTime start = LocalTime.ofSecondOfDay(edges.get(i) * 900L);
      spans.add(new DaySpan(start, Duration.ofMinutes(15L * (edges.get(i + 1) - edges.get(i)))));
    }
    return spans.toArray(DaySpan[]::new);
  }

  /** Two years of a zone, and what its clocks showed at each minute. */
  private static final class Minutes {
    private static final int PADDING = 3 * 1440;
    private final ZoneId zone;
    private final LocalDate first;
    private final long begin;
    private final long firstShown;

    /** What the clock showed, by minutes passed. */
    private final long[] shown;

    /** When the clock showed it first, by minutes shown; -1 for what it never showed. */
    private final int[] passed;

    private final List<Integer> changes = new ArrayList<>();

    Minutes(String id, int year) {
      zone = ZoneId.of(id);
      first = LocalDate.of(year, 1, 1);
      begin = first.toEpochDay() * 1440 - PADDING;
      int length = 731 * 1440 + 2 * PADDING;
      shown = new long[length];
      for (int i = 0; i < length; i++) {
        int offset = zone.getRules().getOffset(instant(i)).getTotalSeconds() / 60;
        shown[i] = begin + i + offset;
        if (i > 0 && shown[i] != shown[i - 1] + 1) {
          changes.add(i);
        }
      }
      firstShown = shown[0];
      passed = new int[length + 2 * 1440];
      java.util.Arrays.fill(passed, -1);
      for (int i = length - 1; i >= 0; i--) {
        passed[(int) (shown[i] - firstShown)] = i;
      }
    }

    Instant instant(int minute) {
      return Instant.ofEpochSecond((begin + minute) * 60);
    }

    /** Half of the minutes are near a change of the clocks. */
    int interesting(Random random) {
      int any = PADDING + random.nextInt(700 * 1440);
      return random.nextBoolean()
          ? any
          : changes.get(random.nextInt(changes.size())) - 1440 + random.nextInt(2880);
    }

    /** The minutes worked before each minute, from the hours of each date alone. */
    int[] worked(WorkCalendar calendar) {
      boolean[] working = new boolean[shown.length];
      long firstDay = begin / 1440 + 2;
      for (long day = firstDay; day < firstDay + 731; day++) {
        if (existed(day)) {
          for (DaySpan span : calendar.hours(LocalDate.ofEpochDay(day))) {
            long start = day * 1440 + span.start().toSecondOfDay() / 60;
            int end = edge(start + span.length().toMinutes());
            for (int i = edge(start); i < end; i++) {
              working[i] = true;
            }
          }
        }
      }
      int from = edge(firstDay * 1440);
      int[] sums = new int[Math.min(shown.length, edge((firstDay + 731) * 1440)) + 1];
      for (int i = from; i + 1 < sums.length; i++) {
        sums[i + 1] = sums[i] + (working[i] ? 1 : 0);
      }
      return sums;
    }

    private boolean existed(long day) {
      for (int minute = 0; minute < 1440; minute++) {
        if (passed[(int) (day * 1440 + minute - firstShown)] >= 0) {
          return true;
        }
      }
      return false;
    }

    /**
     * When the clock showed a time first. If it never did, as many minutes after the last one before
     * as the clock would have needed, had it not been set forward.
     */
    private int edge(long time) {
      int missing = 0;
      while (passed[(int) (time - missing - firstShown)] < 0) {
        missing++;
      }
      return passed[(int) (time - missing - firstShown)] + missing;
    }
  }
}
