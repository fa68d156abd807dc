package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What nobody means and somebody sends: the ends of time, endless texts, amounts without measure. */
class HostileTimeTest {
  private static final Instant AT = Instant.parse("2026-11-21T00:00:00Z");
  private static final List<ZoneId> ZONES =
      List.of(ZoneId.of("Europe/Berlin"), ZoneOffset.UTC, ZoneOffset.MIN, ZoneOffset.MAX);

  private static WorkCalendar office(ZoneId zone) {
    return WorkCalendar.newBuilder(zone).weekdays(DaySpan.parse("09:00-17:00")).build();
  }

  @Test
  void cronAnswersAtTheEndsOfTime() {
    for (ZoneId zone : ZONES) {
      Cron cron = Cron.parse("*/5 * * * *", zone);
      assertThat(cron.next(Instant.MAX)).isEmpty();
      assertThat(cron.previous(Instant.MIN)).isEmpty();
      assertThat(cron.next(Instant.MIN)).isPresent();
      assertThat(cron.previous(Instant.MAX)).isPresent();
    }
  }

  @Test
  void refusesACronExpressionOfAMillionCharactersInAShortMessage() {
    for (String text :
        List.of(
            "1" + ",1".repeat(500_000) + " * * * *", "0 0 30" + ",30".repeat(300_000) + " 2 *")) {
      assertThatExceptionOfType(InvalidSchedule.class)
          .isThrownBy(() -> Cron.parse(text, ZoneOffset.UTC))
          .withMessageContaining("at most 1000 characters")
          .matches(e -> String.valueOf(e.getMessage()).length() < 300);
    }
    assertThatExceptionOfType(InvalidSchedule.class)
        .isThrownBy(() -> Schedule.parse("each working day at start in " + "[".repeat(1_000_000)))
        .matches(e -> String.valueOf(e.getMessage()).length() < 500);
  }

  @Test
  void refusesInstantsThatNoCalendarReaches() {
    for (ZoneId zone : ZONES) {
      WorkCalendar office = office(zone);
      for (Instant far : List.of(Instant.MIN, Instant.MAX)) {
        assertThatIllegalArgumentException().isThrownBy(() -> office.isWorking(far));
        assertThatIllegalArgumentException().isThrownBy(() -> office.nextStart(far));
        assertThatIllegalArgumentException().isThrownBy(() -> office.nextEnd(far));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> office.plus(far, Duration.ofHours(1)));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> office.minus(far, Duration.ofHours(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> office.between(AT, far));
        assertThatIllegalArgumentException().isThrownBy(() -> office.daysBetween(AT, far));
        assertThatIllegalArgumentException().isThrownBy(() -> WorkingDays.each(office).next(far));
      }
    }
  }

  @Test
  void anAmountBeyondAllTimeIsNeverReached() {
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
    for (ZoneId zone : ZONES) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> office(zone).plus(AT, endless))
          .withMessageContaining("not reached within 400 years");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> office(zone).minus(AT, endless))
          .withMessageContaining("not reached within 400 years");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TargetClock.start(office(ZoneOffset.UTC), endless, AT))
        .withMessageContaining("at most 400 years");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                TargetClock.start(office(ZoneOffset.UTC), Duration.ofHours(8), AT)
                    .reached(Integer.MAX_VALUE));
  }

  @Test
  void aDistanceBeyondAllTimeIsNeverDueAgain() {
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
    assertThat(Schedule.every(endless, AT).next(AT)).isEmpty();
    assertThat(Schedule.every(endless, AT).next(AT.minusSeconds(1))).contains(AT);
    assertThat(Schedule.afterCompletion(endless).next(AT)).isEmpty();
    assertThat(Schedule.every(Duration.ofHours(1), AT).next(Instant.MAX)).isEmpty();
    assertThat(Schedule.afterCompletion(Duration.ofHours(1)).next(Instant.MAX)).isEmpty();
  }

  @Test
  void nanosecondsAreExactOverAThousandYears() {
    Instant anchor = AT.minus(Duration.ofDays(365_000));
    assertThat(Schedule.every(Duration.ofNanos(1), anchor).next(AT)).contains(AT.plusNanos(1));
    assertThat(Schedule.every(Duration.ofNanos(7), anchor).next(anchor.plusNanos(20)))
        .contains(anchor.plusNanos(21));
    WorkCalendar always = WorkCalendar.always(ZoneOffset.UTC);
    assertThat(
            new WorkingRate(Duration.ofNanos(1), AT.minus(Duration.ofDays(140_000)), always)
                .next(AT))
        .contains(AT.plusNanos(1));
  }

  @Test
  void refusesRulesThatNoTextCouldSay() {
    assertThatExceptionOfType(InvalidRecurrence.class)
        .isThrownBy(() -> new NthWeekday(Integer.MIN_VALUE, DayOfWeek.MONDAY));
    assertThatExceptionOfType(InvalidRecurrence.class)
        .isThrownBy(() -> Recurrence.newBuilder(Frequency.DAILY).interval(1_000_000_000).build());
    Recurrence longest = Recurrence.newBuilder(Frequency.SECONDLY).interval(999_999_999).build();
    assertThat(Recurrence.parse(longest.toString())).isEqualTo(longest);
    assertThatExceptionOfType(InvalidRecurrence.class)
        .isThrownBy(() -> Recurrence.parse("FREQ=DAILY;X=" + "1".repeat(9_900)))
        .matches(e -> String.valueOf(e.getMessage()).length() < 300);
  }

  @Test
  void aSetRefusesDatesThatNoCalendarCanWrite() {
    for (Instant far : List.of(Instant.MIN, Instant.MAX)) {
      RecurrenceSet.Builder builder =
          RecurrenceSet.newBuilder(LocalDateTime.parse("2026-11-21T08:00:00"), ZoneOffset.MAX)
              .date(far);
      assertThatIllegalArgumentException()
          .isThrownBy(builder::build)
          .withMessageContaining("0 to 9999");
    }
  }
}
