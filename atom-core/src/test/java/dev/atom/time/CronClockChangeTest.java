package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults that others have when clocks change, and the rules that keep Atom from them. */
class CronClockChangeTest {
  private static List<String> between(String expression, String zone, String from, String to) {
    ZoneId id = ZoneId.of(zone);
    Cron cron = Cron.parse(expression, id);
    Instant end = LocalDateTime.parse(to).atZone(id).toInstant();
    List<String> times = new ArrayList<>();
    Instant at = LocalDateTime.parse(from).atZone(id).toInstant().minusNanos(1);
    while (true) {
      at = cron.next(at).orElseThrow();
      if (!at.isBefore(end)) {
        return times;
      }
      ZonedDateTime local = at.atZone(id);
      times.add(local.toLocalDateTime() + " " + local.getOffset());
    }
  }

  /** A daily job between two and three was missed in spring (quartz-scheduler/quartz#51). */
  @Test
  void aTimeInTheGapComesLaterByTheGap() {
    assertThat(between("30 2 * * *", "America/Los_Angeles", "2026-03-07T00:00", "2026-03-10T00:00"))
        .containsExactly(
            "2026-03-07T02:30 -08:00", "2026-03-08T03:30 -07:00", "2026-03-09T02:30 -07:00");
  }

  @Test
  void whatFallsTogetherAfterTheGapComesOnce() {
    assertThat(between("0 2,3 * * *", "Europe/Berlin", "2026-03-29T00:00", "2026-03-30T00:00"))
        .containsExactly("2026-03-29T03:00 +02:00");
    assertThat(between("*/30 2 * * *", "Europe/Berlin", "2026-03-29T00:00", "2026-03-30T00:00"))
        .containsExactly("2026-03-29T03:00 +02:00", "2026-03-29T03:30 +02:00");
  }

  @Test
  void ifEveryHourIsMeantTheGapAddsNothing() {
    assertThat(
            between("*/20 * * * *", "Australia/Lord_Howe", "2026-10-04T01:30", "2026-10-04T03:10"))
        .containsExactly(
            "2026-10-04T01:40 +10:30", "2026-10-04T02:40 +11:00", "2026-10-04T03:00 +11:00");
  }

  @Test
  void aTimeInTheOverlapComesOnceAtTheFirst() {
    assertThat(between("30 2 * * *", "Europe/Berlin", "2026-10-25T00:00", "2026-10-26T00:00"))
        .containsExactly("2026-10-25T02:30 +02:00");
    assertThat(between("0 0 * * *", "Asia/Beirut", "2026-10-24T12:00", "2026-10-26T12:00"))
        .containsExactly("2026-10-25T00:00 +02:00", "2026-10-26T00:00 +02:00");
  }

  /** An hour without the signal of every minute (quartz-scheduler/quartz#81). */
  @Test
  void everyMinuteComesThroughBothPassesOfTheOverlap() {
    assertThat(between("* * * * *", "Europe/Berlin", "2026-10-25T01:00", "2026-10-25T04:00"))
        .hasSize(240);
    assertThat(between("* 1-3 * * *", "Europe/Berlin", "2026-10-25T00:00", "2026-10-25T06:00"))
        .hasSize(240);
    assertThat(between("0 */2 * * *", "Europe/Berlin", "2026-10-25T01:00", "2026-10-25T05:00"))
        .containsExactly(
            "2026-10-25T02:00 +02:00", "2026-10-25T02:00 +01:00", "2026-10-25T04:00 +01:00");
  }

  /** Every 15 seconds stopped for the last hour of summer (quartz-scheduler/quartz#1104). */
  @Test
  void everyFifteenSecondsNeverStops() {
    Cron cron = Cron.parse("*/15 * * * * ?", ZoneId.of("Europe/Berlin"));
    Instant at = Instant.parse("2026-10-24T23:00:00Z");
    for (int i = 0; i < 3 * 240; i++) {
      Instant next = cron.next(at).orElseThrow();
      assertThat(Duration.between(at, next)).hasSeconds(15);
      at = next;
    }
  }

  /** "Will never fire", asked in the overlap of Casablanca (quartz-scheduler/quartz#1138). */
  @Test
  void askedWithinTheOverlapItStillComes() {
    Cron cron = Cron.parse("29 5 2 23 2 ?", ZoneId.of("Africa/Casablanca"));
    Instant asked = Instant.parse("2025-02-23T01:45:10.544Z"); // 02:45, before the clocks go back
    assertThat(cron.next(asked)).contains(Instant.parse("2026-02-23T02:05:29Z")); // one pass only
    assertThat(cron.next(Instant.parse("2025-02-23T00:00:00Z")))
        .contains(Instant.parse("2025-02-23T01:05:29Z"));
    assertThat(cron.previous(asked)).contains(Instant.parse("2025-02-23T01:05:29Z"));
  }

  /** Fixed distances came an hour early or late (quartz-scheduler/quartz#1339). */
  @Test
  void aFixedRateDoesNotCareAboutClocks() {
    Schedule daily = Schedule.every(Duration.ofHours(6), Instant.parse("2026-10-01T00:00:00Z"));
    Instant at = Instant.parse("2026-10-24T18:00:00Z");
    for (int i = 0; i < 8; i++) {
      Instant next = daily.next(at).orElseThrow();
      assertThat(Duration.between(at, next)).hasHours(6);
      at = next;
    }
  }

  /** A day was skipped after the gap (quartz-scheduler/quartz-scheduler.org-site#112). */
  @Test
  void noDayIsSkippedAfterTheGap() {
    Cron cron = Cron.parse("30 2 * * *", ZoneId.of("Europe/Amsterdam"));
    assertThat(cron.next(Instant.parse("2025-04-01T00:00:00Z")))
        .contains(Instant.parse("2025-04-01T00:30:00Z"));
  }

  @Test
  void aTimeOfADateThatWasLeftOutComesADayLater() {
    assertThat(between("0 9 30 * *", "Pacific/Apia", "2011-12-29T00:00", "2012-01-02T00:00"))
        .containsExactly("2011-12-31T09:00 +14:00");
    assertThat(between("0 9 * * *", "Pacific/Apia", "2011-12-29T00:00", "2012-01-02T00:00"))
        .containsExactly(
            "2011-12-29T09:00 -10:00", "2011-12-31T09:00 +14:00", "2012-01-01T09:00 +14:00");
  }
}
