package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
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
    int to =
        Math.min(worked.length - 1, from + random.nextInt(random.nextBoolean() ? 30_000 : 600_000));
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
      assertThat(calendar.nextEnd(minutes.instant(from))).as(where).contains(minutes.instant(next));
    }
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void isReadAsWritten(@ForAll Random random) {
    WorkCalendar calendar = calendar(YEARS.getFirst(), random);
    assertThat(WorkCalendar.fromJson(Json.parse(calendar.toJson().toString()))).isEqualTo(calendar);
    assertThat(WorkCalendar.fromJson(calendar.toJson()).toJson())
        .hasToString(calendar.toJson().toString());
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
        random
            .ints(holidays / 5, 0, 365)
            .mapToObj(i -> MonthDay.from(minutes.first.plusDays(i)))
            .toList());
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
}
