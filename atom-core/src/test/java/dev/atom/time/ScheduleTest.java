package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  @Test
  void isStoredAsText() {
    // @start region="schedules"
    Schedule office = Schedule.cron("0 9 * * MON-FRI", ZoneId.of("Europe/Berlin"));
    assertThat(office).hasToString("CRON_TZ=Europe/Berlin 0 9 * * MON-FRI");
    assertThat(office.next(Instant.parse("2026-11-20T08:00:00Z"))) // a Friday, 09:00 in Berlin
        .contains(Instant.parse("2026-11-23T08:00:00Z"));

    Schedule quarter =
        Schedule.every(Duration.ofMinutes(15), Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(quarter).hasToString("every PT15M from 2026-01-01T00:00:00Z");

    Schedule poll = Schedule.afterCompletion(Duration.ofMinutes(5));
    assertThat(poll).hasToString("PT5M after completion");

    for (Schedule schedule : List.of(office, quarter, poll)) {
      assertThat(Schedule.parse(schedule.toString())).isEqualTo(schedule);
    }
    // @end
  }

  @Test
  void aFixedRateBeginsAtItsAnchor() {
    Instant anchor = Instant.parse("2026-01-01T00:00:00Z");
    Schedule rate = Schedule.every(Duration.ofHours(7), anchor);
    assertThat(rate.next(Instant.EPOCH)).contains(anchor);
    assertThat(rate.next(anchor.minusNanos(1))).contains(anchor);
    assertThat(rate.next(anchor)).contains(Instant.parse("2026-01-01T07:00:00Z"));
    assertThat(rate.next(Instant.parse("2026-01-01T13:59:59Z")))
        .contains(Instant.parse("2026-01-01T14:00:00Z"));
    assertThat(rate.countsFromCompletion()).isFalse();
  }

  @Test
  void afterCompletionCountsFromTheEndOfTheRun() {
    Schedule delay = Schedule.afterCompletion(Duration.ofMinutes(5));
    assertThat(delay.countsFromCompletion()).isTrue();
    assertThat(delay.next(Instant.EPOCH)).contains(Instant.EPOCH.plusSeconds(300));
  }

  @Test
  void onceIsNeverDueAgain() {
    Schedule once = Schedule.parse("once 2026-12-24T08:00:00Z");
    Instant at = Instant.parse("2026-12-24T08:00:00Z");
    assertThat(once).isEqualTo(Schedule.once(at)).hasToString("once 2026-12-24T08:00:00Z");
    assertThat(once.next(at.minusNanos(1))).contains(at);
    assertThat(once.next(at)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sometimes",
        "once tomorrow",
        "every PT15M",
        "every 15 minutes from 2026-01-01T00:00:00Z",
        "every PT0S from 2026-01-01T00:00:00Z",
        "every -PT1S from 2026-01-01T00:00:00Z",
        "PT0S after completion",
        "0 9 * * *",
        "CRON_TZ=Europe/Bonn 0 9 * * *",
        "CRON_TZ=Europe/Berlin"
      })
  void refusesWhatIsNoSchedule(String text) {
    assertThatExceptionOfType(InvalidSchedule.class).isThrownBy(() -> Schedule.parse(text));
  }
}
