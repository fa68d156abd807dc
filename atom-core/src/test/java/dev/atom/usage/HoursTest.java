package dev.atom.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HoursTest {
  private static Hours hours(String zone, DayOfWeek day, String from, String to) {
    return Hours.of(
        ZoneId.of(zone),
        List.of(new Hours.Span(Set.of(day), LocalTime.parse(from), LocalTime.parse(to))),
        new BigDecimal("2"),
        BigDecimal.ONE);
  }

  @Test
  void aSpanOverMidnightBelongsToTheDayItBeginsOn() {
    Hours hours = hours("UTC", DayOfWeek.SUNDAY, "22:00", "06:00");
    assertThat(hours.contain(Instant.parse("2026-11-22T21:59:59.999Z"))).isFalse();
    assertThat(hours.contain(Instant.parse("2026-11-22T22:00:00Z"))).isTrue();
    assertThat(hours.contain(Instant.parse("2026-11-23T05:59:59.999Z"))).isTrue();
    assertThat(hours.contain(Instant.parse("2026-11-23T06:00:00Z"))).isFalse();
    assertThat(hours.contain(Instant.parse("2026-11-22T05:00:00Z"))).isFalse();
    assertThat(hours.factor(Instant.parse("2026-11-22T22:00:00Z"))).isEqualTo("2");
  }

  @Test
  void theClockOfTheZoneCountsAlsoWhenItChanges() {
    Hours hours = hours("America/New_York", DayOfWeek.FRIDAY, "09:00", "10:00");
    assertThat(hours.contain(Instant.parse("2026-10-30T13:30:00Z"))).isTrue();
    assertThat(hours.contain(Instant.parse("2026-11-06T13:30:00Z"))).isFalse();
    assertThat(hours.contain(Instant.parse("2026-11-06T14:30:00Z"))).isTrue();
    assertThat(hours.contain(Instant.parse("2150-11-06T14:30:00Z"))).isTrue();
    assertThat(hours.contain(Instant.parse("1960-11-04T14:30:00Z"))).isTrue();
  }

  @Test
  void fromMidnightToMidnightIsTheWholeDay() {
    Hours hours = hours("UTC", DayOfWeek.SATURDAY, "00:00", "00:00");
    assertThat(hours.contain(Instant.parse("2026-11-21T00:00:00Z"))).isTrue();
    assertThat(hours.contain(Instant.parse("2026-11-21T23:59:59Z"))).isTrue();
    assertThat(hours.contain(Instant.parse("2026-11-22T00:00:00Z"))).isFalse();
  }

  @Test
  void aSpanWithoutDaysIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Hours.Span(Set.of(), LocalTime.MIN, LocalTime.NOON))
        .withMessageContaining("has no day");
  }
}
