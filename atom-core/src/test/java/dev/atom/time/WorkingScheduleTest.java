package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkingScheduleTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final WorkCalendar OFFICE =
      WorkCalendar.newBuilder(BERLIN)
          .weekdays(DaySpan.parse("09:00-17:00"))
          .holidays(List.of(LocalDate.parse("2026-12-25")))
          .build();

  private static Instant berlin(String local) {
    return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
  }

  private static List<Instant> times(Schedule schedule, String after, int count) {
    List<Instant> times = new ArrayList<>();
    Instant at = berlin(after);
    for (int i = 0; i < count; i++) {
      at = schedule.next(at).orElseThrow();
      times.add(at);
    }
    return times;
  }

  @Test
  void everyTwoHoursOfWorkingTimePassesOverTheWeekend() {
    Schedule schedule = new WorkingRate(Duration.ofHours(2), berlin("2026-11-20T14:00"), OFFICE);
    assertThat(times(schedule, "2026-11-01T00:00", 4))
        .containsExactly(
            berlin("2026-11-20T14:00"),
            berlin("2026-11-20T16:00"),
            berlin("2026-11-23T10:00"),
            berlin("2026-11-23T12:00"));
  }

  @Test
  void aWorkingRateAnchoredAtNightBeginsInTheMorning() {
    Schedule schedule = new WorkingRate(Duration.ofHours(8), berlin("2026-11-21T14:00"), OFFICE);
    assertThat(times(schedule, "2026-11-21T20:00", 2))
        .containsExactly(berlin("2026-11-23T09:00"), berlin("2026-11-23T17:00"));
    assertThat(times(schedule, "2026-11-01T00:00", 1)).containsExactly(berlin("2026-11-23T09:00"));
  }

  @Test
  void eachWorkingDayComesWhenWorkBegins() {
    assertThat(times(WorkingDays.each(OFFICE), "2026-12-24T09:00", 2))
        .containsExactly(berlin("2026-12-28T09:00"), berlin("2026-12-29T09:00"));
    assertThat(times(WorkingDays.each(OFFICE).at(LocalTime.of(7, 30)), "2026-12-23T09:00", 2))
        .containsExactly(berlin("2026-12-24T07:30"), berlin("2026-12-28T07:30"));
  }

  @Test
  void workingDaysOfTheMonthAreCountedFromEitherEnd() {
    assertThat(times(WorkingDays.ofMonth(-3, OFFICE), "2026-11-20T00:00", 2))
        .containsExactly(berlin("2026-11-26T09:00"), berlin("2026-12-29T09:00"));
    assertThat(times(WorkingDays.ofMonth(1, OFFICE), "2026-11-02T09:00", 1))
        .containsExactly(berlin("2026-12-01T09:00"));
    assertThat(times(WorkingDays.ofMonth(-1, OFFICE), "2026-12-31T09:00", 1))
        .containsExactly(berlin("2027-01-29T09:00"));
  }

  @Test
  void monthsWithTooFewWorkingDaysArePassedOver() {
    // November 2026 has 21 weekdays, December 22 without the 25th, January 21, February 20, March
    // 23.
    assertThat(times(WorkingDays.ofMonth(23, OFFICE), "2026-11-02T09:00", 1))
        .containsExactly(berlin("2027-03-31T09:00"));
  }

  @Test
  void aTimeInAGapComesLaterByTheGap() {
    WorkCalendar sundays =
        WorkCalendar.newBuilder(BERLIN).on(java.time.DayOfWeek.SUNDAY, DaySpan.ALL_DAY).build();
    assertThat(times(WorkingDays.each(sundays).at(LocalTime.of(2, 30)), "2026-03-28T00:00", 1))
        .containsExactly(berlin("2026-03-29T03:30"));
  }

  @Test
  void isStoredWithItsCalendar() {
    // @start region="working"
    WorkCalendar office =
        WorkCalendar.newBuilder(ZoneId.of("Europe/Berlin"))
            .weekdays(DaySpan.parse("09:00-17:00"))
            .build();
    Schedule closing = WorkingDays.ofMonth(-3, office).at(LocalTime.of(10, 0));
    assertThat(closing.toString())
        .startsWith("working day -3 of month at 10:00 in {\"zone\":\"Europe/Berlin\",\"week\":");
    assertThat(Schedule.parse(closing.toString())).isEqualTo(closing);
    assertThat(closing.next(Instant.parse("2026-11-20T00:00:00Z")))
        .contains(Instant.parse("2026-11-26T09:00:00Z"));
    // @end
    for (Schedule schedule :
        List.of(
            WorkingDays.each(OFFICE),
            WorkingDays.each(OFFICE).at(LocalTime.of(8, 30)),
            WorkingDays.ofMonth(2, OFFICE),
            new WorkingRate(Duration.ofHours(2), Instant.EPOCH, OFFICE))) {
      assertThat(Schedule.parse(schedule.toString())).isEqualTo(schedule);
    }
  }

  @Test
  void isNeverDueWithoutSuchADay() {
    WorkCalendar mondays =
        WorkCalendar.newBuilder(BERLIN)
            .on(java.time.DayOfWeek.MONDAY, DaySpan.parse("09:00-17:00"))
            .build();
    assertThat(WorkingDays.ofMonth(6, mondays).next(Instant.EPOCH)).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "every working PT2H from 2026-01-01T00:00:00Z",
        "every working PT2H in CALENDAR",
        "every working 2 from 2026-01-01T00:00:00Z in CALENDAR",
        "each working day in CALENDAR",
        "each working day at noon in CALENDAR",
        "each working day at start in {}",
        "each working day at start in office",
        "working day 0 of month at start in CALENDAR",
        "working day -24 of month at start in CALENDAR",
        "working day of month at start in CALENDAR",
        "working day 3 at start in CALENDAR"
      })
  void refusesWhatIsNoSchedule(String text) {
    String whole = text.replace("CALENDAR", OFFICE.toJson().toString());
    assertThatExceptionOfType(InvalidSchedule.class).isThrownBy(() -> Schedule.parse(whole));
  }
}
