package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class RecurrenceTest {
  @Test
  void aRuleIsCountedInLocalTime() {
    // @start region="standup"
    Recurrence standup = Recurrence.parse("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=3");
    LocalDateTime start = LocalDateTime.parse("2026-03-17T09:30:00");
    assertThat(standup.occurrences(start, ZoneId.of("Europe/Berlin")))
        .map(at -> at.toInstant().toString())
        .containsExactly("2026-03-17T08:30:00Z", "2026-03-31T07:30:00Z", "2026-04-14T07:30:00Z");
    assertThat(standup)
        .isEqualTo(
            Recurrence.newBuilder(Frequency.WEEKLY)
                .interval(2)
                .weekdays(DayOfWeek.TUESDAY)
                .count(3)
                .build());
    // @end
  }
}
