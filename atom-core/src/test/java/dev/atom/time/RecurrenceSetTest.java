package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class RecurrenceSetTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final LocalDateTime START = LocalDateTime.parse("2026-10-20T19:00:00");

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

  @Test
  void aStartThatDoesNotFitIsCountedToo() {
    RecurrenceSet set =
        RecurrenceSet.newBuilder(START, BERLIN)
            .rule(Recurrence.parse("FREQ=WEEKLY;BYDAY=FR;COUNT=3"))
            .build();
    assertThat(set.occurrences())
        .map(at -> at.toLocalDate().toString())
        .containsExactly("2026-10-20", "2026-10-23", "2026-10-30");
  }

  @Test
  void whatTwoSourcesHaveIsThereOnce() {
    RecurrenceSet set =
        RecurrenceSet.newBuilder(START, BERLIN)
            .rule(Recurrence.parse("FREQ=DAILY;COUNT=3"))
            .rule(Recurrence.parse("FREQ=DAILY;INTERVAL=2;COUNT=3"))
            .date(Instant.parse("2026-10-21T17:00:00Z"))
            .build();
    assertThat(set.occurrences())
        .map(at -> at.toLocalDate().toString())
        .containsExactly("2026-10-20", "2026-10-21", "2026-10-22", "2026-10-24");
  }

  @Test
  void aDateInAGapIsExcludedAsItTakesPlace() {
    RecurrenceSet set =
        RecurrenceSet.newBuilder(LocalDateTime.parse("2026-03-28T02:30:00"), BERLIN)
            .rule(Recurrence.parse("FREQ=DAILY;COUNT=3"))
            .exclude(LocalDateTime.parse("2026-03-29T02:30:00"))
            .build();
    assertThat(set.occurrences())
        .map(at -> at.toInstant().toString())
        .containsExactly("2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z");
  }

  @Test
  void aWindowLeavesOutWhatIsBeforeAndAfter() {
    RecurrenceSet set =
        RecurrenceSet.newBuilder(LocalDateTime.parse("1990-01-01T08:00:00"), BERLIN)
            .rule(Recurrence.parse("FREQ=WEEKLY"))
            .date(LocalDateTime.parse("2026-11-18T08:00:00"))
            .build();
    assertThat(
            set.occurrencesBetween(
                Instant.parse("2026-11-16T07:00:00Z"), Instant.parse("2026-11-23T07:00:00Z")))
        .map(at -> at.toLocalDate().toString())
        .containsExactly("2026-11-16", "2026-11-18");
    assertThat(set.next(Instant.parse("2026-11-16T07:00:00Z")))
        .map(at -> at.toLocalDate().toString())
        .contains("2026-11-18");
  }

  @Test
  void wholeDaysBeginWhenTheZonesDayDoes() {
    RecurrenceSet set =
        RecurrenceSet.newBuilder(LocalDate.parse("2024-04-25"), ZoneId.of("Africa/Cairo"))
            .rule(Recurrence.parse("FREQ=DAILY;COUNT=3;BYHOUR=9"))
            .build();
    assertThat(set.occurrences())
        .map(at -> at.toLocalDateTime().toString())
        .containsExactly("2024-04-25T00:00", "2024-04-26T01:00", "2024-04-27T00:00");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RecurrenceSet.newBuilder(LocalDate.parse("2024-04-25"), BERLIN)
                    .rule(Recurrence.parse("FREQ=HOURLY"))
                    .build());
  }

  @Test
  void refusesAStartThatIsNoWholeSecond() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecurrenceSet.newBuilder(START.plusNanos(1), BERLIN).build());
  }
}
