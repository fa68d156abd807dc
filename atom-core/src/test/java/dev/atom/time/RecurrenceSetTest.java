package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class RecurrenceSetTest {
  @Test
  void theStartIsTheFirstOccurrenceAndDatesAreAddedAndTakenOut() {
    // @start region="set"
    RecurrenceSet rehearsals =
        RecurrenceSet.newBuilder(
                LocalDateTime.parse("2026-10-20T19:00:00"), ZoneId.of("Europe/Berlin"))
            .rule(Recurrence.parse("FREQ=WEEKLY;COUNT=3"))
            .date(LocalDateTime.parse("2026-10-30T18:00:00"))
            .exclude(LocalDateTime.parse("2026-10-27T19:00:00"))
            .build();
    assertThat(rehearsals.occurrences())
        .map(at -> at.toLocalDateTime().toString())
        .containsExactly("2026-10-20T19:00", "2026-10-30T18:00", "2026-11-03T19:00");
    // @end
  }
}
