package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkCalendarTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final WorkCalendar OFFICE = weekdays(BERLIN, "09:00-17:00");

  private static WorkCalendar weekdays(ZoneId zone, String hours) {
    return WorkCalendar.newBuilder(zone).weekdays(DaySpan.parse(hours)).build();
  }

  private static WorkCalendar daily(String zone, String... hours) {
    var builder = WorkCalendar.newBuilder(ZoneId.of(zone));
    DaySpan[] spans = List.of(hours).stream().map(DaySpan::parse).toArray(DaySpan[]::new);
    for (DayOfWeek day : DayOfWeek.values()) {
      builder.on(day, spans);
    }
    return builder.build();
  }

  private static Instant at(ZoneId zone, String local) {
    return LocalDateTime.parse(local).atZone(zone).toInstant();
  }

  private static Instant berlin(String local) {
    return at(BERLIN, local);
  }

  @Test
  void fridayHalfPastFourPlusOneHourIsMondayHalfPastNine() {
    // @start region="friday"
    WorkCalendar office =
        WorkCalendar.newBuilder(ZoneId.of("Europe/Berlin"))
            .weekdays(DaySpan.parse("09:00-17:00"))
            .holidays(List.of(LocalDate.parse("2026-12-25")))
            .exception(LocalDate.parse("2026-12-24"), DaySpan.parse("09:00-12:00"))
            .build();
    Instant friday = Instant.parse("2026-11-20T15:30:00Z"); // 16:30 in Berlin
    Instant monday = office.plus(friday, Duration.ofHours(1));
    assertThat(monday).isEqualTo("2026-11-23T08:30:00Z"); // 09:30
    assertThat(office.between(friday, monday)).isEqualTo(Duration.ofHours(1));
    // @end
  }

  @Test
  void aDayMayHaveSeveralSpans() {
    WorkCalendar lunch =
        WorkCalendar.newBuilder(BERLIN)
            .weekdays(DaySpan.parse("13:00-17:00"), DaySpan.parse("09:00-12:00"))
            .build();
    assertThat(lunch.hours(LocalDate.parse("2026-11-20")))
        .extracting(DaySpan::toString)
        .containsExactly("09:00-12:00", "13:00-17:00");
    assertThat(lunch.isWorking(berlin("2026-11-20T12:00"))).isFalse();
    assertThat(lunch.isWorking(berlin("2026-11-20T13:00"))).isTrue();
    assertThat(lunch.plus(berlin("2026-11-20T11:30"), Duration.ofHours(1)))
        .isEqualTo(berlin("2026-11-20T13:30"));
  }

  @Test
  void whatFitsExactlyEndsWithTheSpan() {
    assertThat(OFFICE.plus(berlin("2026-11-20T16:00"), Duration.ofHours(1)))
        .isEqualTo(berlin("2026-11-20T17:00"));
    assertThat(OFFICE.plus(berlin("2026-11-21T12:00"), Duration.ZERO))
        .isEqualTo(berlin("2026-11-21T12:00"));
  }

  @Test
  void betweenIsNegativeBackwards() {
    assertThat(OFFICE.between(berlin("2026-11-23T10:00"), berlin("2026-11-20T16:00")))
        .isEqualTo(Duration.ofHours(-2));
  }

  @Test
  void nextStartIsTheInstantItselfWhileWorkIsOn() {
    assertThat(OFFICE.nextStart(berlin("2026-11-20T16:59"))).isEqualTo(berlin("2026-11-20T16:59"));
    assertThat(OFFICE.nextStart(berlin("2026-11-20T17:00"))).isEqualTo(berlin("2026-11-23T09:00"));
  }

  /** A reminder planned for the night goes out when somebody works (zammad/zammad#4432, #2157). */
  @Test
  void midnightOfSaturdayMovesToMondayMorning() {
    assertThat(OFFICE.nextStart(berlin("2022-12-17T00:00"))).isEqualTo(berlin("2022-12-19T09:00"));
  }

  /** Hours that never come made an endless loop (zammad/zammad#2497). */
  @Test
  void refusesSpansThatAreNothingOrLongerThanADay() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DaySpan.parse("09:00-09:00"))
        .withMessageContaining("00:00-24:00");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DaySpan(LocalTime.NOON, Duration.ofDays(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DaySpan(LocalTime.NOON, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DaySpan(LocalTime.NOON, Duration.ofHours(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DaySpan.parse("nine to five"))
        .withMessageContaining("09:00-17:00");
    assertThatIllegalArgumentException().isThrownBy(() -> DaySpan.parse("9-17"));
  }

  @Test
  void theEndOfTheDayIsMidnightHoweverWritten() {
    assertThat(DaySpan.parse("09:00-00:00"))
        .isEqualTo(DaySpan.parse("09:00-24:00"))
        .hasToString("09:00-24:00");
    assertThat(DaySpan.parse("22:00-06:00")).hasToString("22:00-06:00");
    assertThat(DaySpan.ALL_DAY).hasToString("00:00-24:00");
  }

  @Test
  void aNightBelongsToTheDayItBeginsOn() {
    WorkCalendar nights =
        WorkCalendar.newBuilder(BERLIN)
            .weekdays(DaySpan.parse("22:00-06:00"))
            .holidays(List.of(LocalDate.parse("2026-11-18"))) // a Wednesday
            .build();
    assertThat(nights.isWorking(berlin("2026-11-18T05:59"))).isTrue();
    assertThat(nights.isWorking(berlin("2026-11-18T23:00"))).isFalse();
    assertThat(nights.isWorking(berlin("2026-11-21T05:00"))).isTrue(); // Friday's
    assertThat(nights.isWorking(berlin("2026-11-22T23:00"))).isFalse();
    assertThat(nights.plus(berlin("2026-11-20T23:00"), Duration.ofHours(8)))
        .isEqualTo(berlin("2026-11-23T23:00"));
    assertThat(nights.minus(berlin("2026-11-23T23:00"), Duration.ofHours(8)))
        .isEqualTo(berlin("2026-11-20T23:00"));
    assertThat(nights.between(berlin("2026-11-16T00:00"), berlin("2026-11-23T00:00"))).hasHours(32);
    assertThat(nights.daysBetween(berlin("2026-11-19T12:00"), berlin("2026-11-22T12:00"))).isOne();
  }

  @Test
  void refusesANightThatOverlapsTheNextMorning() {
    var builder =
        WorkCalendar.newBuilder(BERLIN)
            .on(DayOfWeek.SUNDAY, DaySpan.parse("22:00-06:00"))
            .on(DayOfWeek.MONDAY, DaySpan.parse("05:00-12:00"));
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessage("SUNDAY 22:00-06:00 and MONDAY 05:00-12:00 overlap");
  }

  @Test
  void nextEndIsWhereWorkThatMeetsEnds() {
    assertThat(OFFICE.nextEnd(berlin("2026-11-20T16:00"))).contains(berlin("2026-11-20T17:00"));
    assertThat(OFFICE.nextEnd(berlin("2026-11-20T17:00"))).contains(berlin("2026-11-23T17:00"));
    WorkCalendar split = daily("Europe/Berlin", "00:00-06:00", "20:00-24:00");
    assertThat(split.nextEnd(berlin("2026-11-20T21:00"))).contains(berlin("2026-11-21T06:00"));
    WorkCalendar always = WorkCalendar.always(BERLIN);
    assertThat(always.nextEnd(berlin("2026-11-20T21:00"))).isEmpty();
  }

  @Test
  void minusIsTheLastInstantFromWhichThatMuchPasses() {
    assertThat(OFFICE.minus(berlin("2026-11-23T10:00"), Duration.ofHours(2)))
        .isEqualTo(berlin("2026-11-20T16:00"));
    assertThat(OFFICE.minus(berlin("2026-11-23T10:00"), Duration.ofHours(1)))
        .isEqualTo(berlin("2026-11-23T09:00"));
    assertThat(OFFICE.minus(berlin("2026-11-22T10:00"), Duration.ZERO))
        .isEqualTo(berlin("2026-11-22T10:00"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OFFICE.minus(berlin("2026-11-22T10:00"), Duration.ofDays(1_000_000)));
  }

  @Test
  void yearlyHolidaysComeEveryYear() {
    WorkCalendar calendar =
        WorkCalendar.newBuilder(BERLIN)
            .weekdays(DaySpan.parse("09:00-17:00"))
            .yearly(List.of(MonthDay.of(12, 25), MonthDay.of(2, 29)))
            .build();
    assertThat(calendar.hours(LocalDate.parse("2028-12-25"))).isEmpty();
    assertThat(calendar.hours(LocalDate.parse("2028-02-29"))).isEmpty();
    assertThat(calendar.hours(LocalDate.parse("2029-02-28"))).isNotEmpty();
    // 2028 has 260 days from Monday to Friday, two of them holidays.
    assertThat(calendar.between(berlin("2028-01-01T00:00"), berlin("2029-01-01T00:00")))
        .isEqualTo(Duration.ofHours(258 * 8));
  }

  @Test
  void centuriesAreWeeksTimesTheirHours() {
    Instant start = berlin("2001-01-01T00:00"); // a Monday
    Instant end = berlin("2401-01-01T00:00"); // 20,871 weeks later
    Duration worked = Duration.ofHours(40L * 20_871);
    assertThat(OFFICE.between(start, end)).isEqualTo(worked);
    assertThat(OFFICE.plus(start, worked)).isEqualTo(berlin("2400-12-29T17:00"));
    assertThat(OFFICE.minus(end, worked)).isEqualTo(berlin("2001-01-01T09:00"));
    assertThat(OFFICE.daysBetween(start, end)).isEqualTo(5 * 20_871);
    assertThatIllegalArgumentException().isThrownBy(() -> OFFICE.between(Instant.EPOCH, end));
  }

  @Test
  void refusesACalendarWithoutHours() {
    var none = WorkCalendar.newBuilder(BERLIN).on(DayOfWeek.MONDAY);
    none.exception(LocalDate.parse("2026-11-21"), DaySpan.ALL_DAY);
    assertThatIllegalStateException().isThrownBy(none::build);
  }

  @Test
  void refusesSpansThatOverlap() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                WorkCalendar.newBuilder(BERLIN)
                    .weekdays(DaySpan.parse("09:00-13:00"), DaySpan.parse("12:00-17:00")))
        .withMessage("MONDAY: 09:00-13:00 and 12:00-17:00 overlap");
  }

  @Test
  void refusesWorkingTimeThatIsNegativeOrNeverReached() {
    Instant now = berlin("2026-11-20T12:00");
    assertThatIllegalArgumentException().isThrownBy(() -> OFFICE.plus(now, Duration.ofHours(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OFFICE.plus(now, Duration.ofDays(1_000_000)))
        .withMessageContaining("400 years");
  }

  /** 48 hours of twelve a day; the feed called two more days holidays (zammad/zammad#390). */
  @Test
  void anExceptionOverridesAHolidayOfAList() {
    var builder =
        WorkCalendar.newBuilder(BERLIN)
            .holidays(List.of(LocalDate.parse("2016-11-11"), LocalDate.parse("2016-11-13")));
    for (DayOfWeek day : DayOfWeek.values()) {
      builder.on(day, DaySpan.parse("09:00-21:00"));
    }
    Instant created = berlin("2016-11-09T23:00");
    assertThat(builder.build().plus(created, Duration.ofHours(48)))
        .isEqualTo(berlin("2016-11-15T21:00"));
    builder.exception(LocalDate.parse("2016-11-11"), DaySpan.parse("09:00-21:00"));
    assertThat(builder.build().plus(created, Duration.ofHours(48)))
        .isEqualTo(berlin("2016-11-14T21:00"));
  }

  /** Around the clock is closed for no minute at midnight (zammad/zammad#3180). */
  @Test
  void alwaysHasNoMinuteOffAtMidnight() {
    WorkCalendar always = WorkCalendar.always(BERLIN);
    assertThat(always.isWorking(berlin("2026-11-20T23:59:59.999"))).isTrue();
    assertThat(always.isWorking(berlin("2026-11-21T00:00"))).isTrue();
    Instant start = berlin("2026-03-28T12:00");
    assertThat(always.plus(start, Duration.ofDays(300)))
        .isEqualTo(start.plus(Duration.ofDays(300)));
  }

  /** Hours keep their place on the clock after the change (calcom/cal.diy#10517, #4702, #6217). */
  @Test
  void nineInTheMorningStaysNineAfterTheChange() {
    ZoneId newYork = ZoneId.of("America/New_York");
    WorkCalendar office = weekdays(newYork, "09:00-17:00");
    assertThat(office.nextStart(at(newYork, "2023-11-03T18:00"))).isEqualTo("2023-11-06T14:00:00Z");
    assertThat(office.nextStart(at(newYork, "2023-03-10T18:00"))).isEqualTo("2023-03-13T13:00:00Z");
    ZoneId chicago = ZoneId.of("America/Chicago");
    assertThat(weekdays(chicago, "07:30-15:30").nextStart(at(chicago, "2022-11-08T00:00")))
        .isEqualTo(at(chicago, "2022-11-08T07:30"));
  }

  /** On the day of the change itself, too (calcom/cal.diy#6217, #12137 and pull request 30022). */
  @Test
  void afternoonHoursAreRightOnTheDayOfTheChange() {
    WorkCalendar daily = daily("America/New_York", "13:00-18:00");
    assertThat(daily.nextStart(Instant.parse("2026-03-08T05:00:00Z")))
        .isEqualTo("2026-03-08T17:00:00Z");
    assertThat(daily.nextStart(Instant.parse("2026-11-01T04:00:00Z")))
        .isEqualTo("2026-11-01T18:00:00Z");
  }

  @Test
  void realTimeCountsAcrossTheChange() {
    WorkCalendar nights = daily("Europe/Berlin", "00:00-08:00");
    assertThat(nights.between(berlin("2026-03-29T00:00"), berlin("2026-03-29T12:00"))).hasHours(7);
    assertThat(nights.between(berlin("2026-10-25T00:00"), berlin("2026-10-25T12:00"))).hasHours(9);
    assertThat(nights.plus(berlin("2026-10-25T00:00"), Duration.ofHours(4)))
        .isEqualTo(berlin("2026-10-25T03:00"));
  }

  @Test
  void anEdgeInAGapMovesForwardByTheGap() {
    WorkCalendar early = daily("Europe/Berlin", "02:30-06:00");
    assertThat(early.nextStart(berlin("2026-03-29T00:00"))).isEqualTo(berlin("2026-03-29T03:30"));
  }

  @Test
  void aSpanThatTheGapLeavesEmptyDoesNotTakePlace() {
    WorkCalendar brief = daily("Europe/Berlin", "02:30-03:15");
    assertThat(brief.nextStart(berlin("2026-03-29T00:00"))).isEqualTo(berlin("2026-03-30T02:30"));
    assertThat(brief.daysBetween(berlin("2026-03-28T12:00"), berlin("2026-03-30T12:00")))
        .isEqualTo(1);
  }

  @Test
  void spansThatTheGapPushesTogetherCountOnce() {
    WorkCalendar both = daily("Europe/Berlin", "02:00-02:45", "03:00-04:00");
    assertThat(both.between(berlin("2026-03-29T00:00"), berlin("2026-03-29T12:00"))).hasHours(1);
  }

  /** Greenland's clocks go from 23:00 to midnight. */
  @Test
  void aGapAtTheEndOfTheDayMovesItsLastHourIntoTheNext() {
    ZoneId nuuk = ZoneId.of("America/Nuuk");
    WorkCalendar saturdays =
        WorkCalendar.newBuilder(nuuk).on(DayOfWeek.SATURDAY, DaySpan.parse("23:15-23:45")).build();
    assertThat(saturdays.nextStart(at(nuuk, "2025-03-29T12:00")))
        .isEqualTo(at(nuuk, "2025-03-30T00:15"));
    assertThat(saturdays.isWorking(at(nuuk, "2025-03-30T00:30"))).isTrue();
  }

  @Test
  void anEdgeInAnOverlapIsTheFirstOfTheTwo() {
    WorkCalendar early = daily("Europe/Berlin", "02:30-06:00");
    assertThat(early.nextStart(berlin("2026-10-25T00:00"))).isEqualTo("2026-10-25T00:30:00Z");
    WorkCalendar late = daily("Europe/Berlin", "00:00-02:30");
    assertThat(late.isWorking(Instant.parse("2026-10-25T00:29:59Z"))).isTrue();
    assertThat(late.isWorking(Instant.parse("2026-10-25T01:10:00Z"))).isFalse(); // 02:10 again
  }

  /** Samoa went from the 29th to the 31st of December 2011. */
  @Test
  void aDateThatWasLeftOutHasNoWorkingTime() {
    ZoneId apia = ZoneId.of("Pacific/Apia");
    WorkCalendar office = weekdays(apia, "09:00-17:00");
    assertThat(office.plus(at(apia, "2011-12-29T16:00"), Duration.ofHours(2)))
        .isEqualTo(at(apia, "2012-01-02T10:00"));
  }

  @Test
  void aNightGoesOnAfterADateThatWasLeftOut() {
    ZoneId apia = ZoneId.of("Pacific/Apia");
    WorkCalendar nights = weekdays(apia, "22:00-06:00"); // the 29th was a Thursday
    assertThat(nights.isWorking(at(apia, "2011-12-31T05:59"))).isTrue();
    assertThat(nights.plus(at(apia, "2011-12-29T22:00"), Duration.ofHours(8)))
        .isEqualTo(at(apia, "2011-12-31T06:00"));
  }

  /** Newfoundland's clocks once went from 00:01 back to 23:01 of the day before. */
  @Test
  void theNewDayGoesOnWhenTheClockIsSetBackOverMidnight() {
    WorkCalendar always = WorkCalendar.always(ZoneId.of("America/St_Johns"));
    Instant again = Instant.parse("2006-10-29T03:00:00Z"); // 23:30 for the second time
    assertThat(always.isWorking(again)).isTrue();
    assertThat(always.between(again, again.plusSeconds(7200))).hasHours(2);
  }

  @Test
  void countsDaysOfWorkWhateverTheHour() {
    assertThat(OFFICE.daysBetween(berlin("2026-11-20T23:00"), berlin("2026-11-23T01:00")))
        .isEqualTo(1);
    assertThat(OFFICE.daysBetween(berlin("2026-11-20T08:00"), berlin("2026-11-22T12:00"))).isZero();
    assertThat(OFFICE.daysBetween(berlin("2026-11-23T08:00"), berlin("2026-11-20T12:00"))).isZero();
  }

  @Test
  void equalsByContent() {
    assertThat(OFFICE)
        .isEqualTo(weekdays(BERLIN, "09:00-17:00"))
        .hasSameHashCodeAs(weekdays(BERLIN, "09:00-17:00"))
        .isNotEqualTo(weekdays(ZoneId.of("Europe/Paris"), "09:00-17:00"));
    assertThat(WorkCalendar.newBuilder(BERLIN).on(DayOfWeek.MONDAY, DaySpan.ALL_DAY).build())
        .hasToString(
            "WorkCalendar[Europe/Berlin, {MONDAY=[00:00-24:00]}, 0 holidays, 0 exceptions]");
  }
}
