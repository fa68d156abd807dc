package dev.atom.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {
  @ParameterizedTest
  @CsvSource({
    // overnight, winter
    "Europe/Berlin, 22:00, 07:00, 2026-01-10T20:59:59Z, 2026-01-10T20:59:59Z",
    "Europe/Berlin, 22:00, 07:00, 2026-01-10T21:00:00Z, 2026-01-11T06:00:00Z",
    "Europe/Berlin, 22:00, 07:00, 2026-01-11T05:59:59Z, 2026-01-11T06:00:00Z",
    "Europe/Berlin, 22:00, 07:00, 2026-01-11T06:00:00Z, 2026-01-11T06:00:00Z",
    // within a day
    "Europe/Berlin, 12:00, 13:30, 2026-07-01T10:15:00Z, 2026-07-01T11:30:00Z",
    "Europe/Berlin, 12:00, 13:30, 2026-07-01T11:30:00Z, 2026-07-01T11:30:00Z",
    // the recipient's zone counts, half hours too
    "Asia/Kolkata, 22:00, 07:00, 2026-01-10T20:00:00Z, 2026-01-11T01:30:00Z",
    // the nights in which the clocks change
    "Europe/Berlin, 22:00, 07:00, 2026-03-28T22:00:00Z, 2026-03-29T05:00:00Z",
    "Europe/Berlin, 22:00, 07:00, 2026-10-24T21:00:00Z, 2026-10-25T06:00:00Z",
    // gap 02:00 to 03:00: an end inside of it is reached when the clock is set forward
    "Europe/Berlin, 22:00, 02:30, 2026-03-29T00:30:00Z, 2026-03-29T01:00:00Z",
    "Europe/Berlin, 22:00, 02:30, 2026-03-29T01:00:00Z, 2026-03-29T01:00:00Z",
    // a beginning inside of it is too
    "Europe/Berlin, 02:30, 05:00, 2026-03-29T00:59:59Z, 2026-03-29T00:59:59Z",
    "Europe/Berlin, 02:30, 05:00, 2026-03-29T01:00:00Z, 2026-03-29T03:00:00Z",
    // both: no quiet hours that night
    "Europe/Berlin, 02:10, 02:50, 2026-03-29T01:00:00Z, 2026-03-29T01:00:00Z",
    // overlap 03:00 to 02:00: the end is the second 02:30, the beginning the first
    "Europe/Berlin, 22:00, 02:30, 2026-10-25T00:15:00Z, 2026-10-25T01:30:00Z",
    "Europe/Berlin, 22:00, 02:30, 2026-10-25T00:45:00Z, 2026-10-25T01:30:00Z",
    "Europe/Berlin, 22:00, 02:30, 2026-10-25T01:30:00Z, 2026-10-25T01:30:00Z",
    "Europe/Berlin, 02:30, 05:00, 2026-10-25T00:29:59Z, 2026-10-25T00:29:59Z",
    "Europe/Berlin, 02:30, 05:00, 2026-10-25T00:30:00Z, 2026-10-25T04:00:00Z",
    // a day that never was: Samoa went from the 29th to the 31st
    "Pacific/Apia, 22:00, 07:00, 2011-12-30T09:00:00Z, 2011-12-30T17:00:00Z",
  })
  void noticeBecomesDueAtTheirEnd(
      ZoneId zone, LocalTime from, LocalTime to, Instant ready, Instant due) {
    assertThat(new QuietHours(zone, from, to).dueAt(ready)).isEqualTo(due);
  }

  @Test
  void quietHoursWithoutAnEndAreRefused() {
    LocalTime noon = LocalTime.NOON;
    assertThatThrownBy(() -> new QuietHours(ZoneId.of("UTC"), noon, noon))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("12:00");
  }
}
