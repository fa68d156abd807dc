package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds between the calls to any calendar, to the nanosecond. */
class WorkingTimeProperties {
  private static final List<WorkCalendar> CALENDARS =
      List.of(
          WorkCalendar.newBuilder(ZoneId.of("Europe/Berlin"))
              .weekdays(DaySpan.parse("09:00-12:30"), DaySpan.parse("13:00-17:00"))
              .yearly(List.of(MonthDay.of(12, 25), MonthDay.of(1, 1)))
              .holidays(List.of(LocalDate.parse("2026-04-03")))
              .build(),
          WorkCalendar.newBuilder(ZoneId.of("Australia/Lord_Howe"))
              .weekdays(DaySpan.parse("22:00-06:15"))
              .build(),
          WorkCalendar.always(ZoneId.of("America/New_York")));

  private static WorkCalendar calendar(Random random) {
    return CALENDARS.get(random.nextInt(CALENDARS.size()));
  }

  private static Instant instant(Random random) {
    return Instant.ofEpochSecond(
        1_700_000_000L + random.nextInt(200_000_000), random.nextInt(1_000_000_000));
  }

  private static Duration amount(Random random) {
    return Duration.ofNanos(random.nextLong(1L << (30 + random.nextInt(25))));
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void whatPlusAddsBetweenCounts(@ForAll Random random) {
    WorkCalendar calendar = calendar(random);
    Instant start = instant(random);
    Duration amount = amount(random);
    Instant end = calendar.plus(start, amount);
    assertThat(calendar.between(start, end)).isEqualTo(amount);
    assertThat(calendar.between(end, start)).isEqualTo(amount.negated());
    assertThat(calendar.minus(end, amount)).isAfterOrEqualTo(start);
    assertThat(calendar.between(calendar.minus(end, amount), end)).isEqualTo(amount);
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void moreWorkEndsLater(@ForAll Random random) {
    WorkCalendar calendar = calendar(random);
    Instant start = instant(random);
    Duration amount = amount(random);
    Duration more = amount.plus(amount(random));
    assertThat(calendar.plus(start, more)).isAfterOrEqualTo(calendar.plus(start, amount));
    assertThat(calendar.minus(start, more)).isBeforeOrEqualTo(calendar.minus(start, amount));
    assertThat(calendar.plus(calendar.plus(start, amount), more.minus(amount)))
        .isEqualTo(more.equals(amount) ? calendar.plus(start, amount) : calendar.plus(start, more));
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void aClockWithPausesIsDueWhenItsTargetHasElapsed(@ForAll Random random) {
    TargetClock clock = TargetClock.start(calendar(random), Duration.ofHours(20), instant(random));
    Instant at = clock.marks().getFirst().at();
    for (int i = random.nextInt(8); i > 0; i--) {
      at = at.plus(amount(random).dividedBy(64));
      clock = clock.state() == TargetClock.State.RUNNING ? clock.pause(at) : clock.resume(at);
    }
    clock = clock.resume(at);
    Instant due = clock.due().orElseThrow();
    assertThat(clock.elapsed(due)).isEqualTo(clock.target());
    assertThat(clock.breached(due)).isTrue();
    assertThat(clock.breached(due.minusNanos(1))).isFalse();
    assertThat(clock.reached(50).orElseThrow()).isBefore(due);
    assertThat(TargetClock.fromJson(clock.toJson())).isEqualTo(clock);
  }
}
