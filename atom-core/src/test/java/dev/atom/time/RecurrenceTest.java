package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrenceTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static List<String> instants(String rule, String start, ZoneId zone, int most) {
    return Recurrence.parse(rule)
        .occurrences(LocalDateTime.parse(start), zone)
        .limit(most)
        .map(at -> at.toInstant().toString())
        .toList();
  }

  private static List<String> dates(String rule, String start, int most) {
    return Recurrence.parse(rule)
        .occurrences(LocalDate.parse(start))
        .limit(most)
        .map(LocalDate::toString)
        .toList();
  }

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

  /** ical4j 688, 661, 316. */
  @Test
  void theTimeOfDayStaysWhenClocksChange() {
    assertThat(instants("FREQ=DAILY", "2026-03-28T10:00:00", BERLIN, 3))
        .containsExactly("2026-03-28T09:00:00Z", "2026-03-29T08:00:00Z", "2026-03-30T08:00:00Z");
    assertThat(instants("FREQ=WEEKLY;BYDAY=SU", "2026-10-18T10:00:00", BERLIN, 3))
        .containsExactly("2026-10-18T08:00:00Z", "2026-10-25T09:00:00Z", "2026-11-01T09:00:00Z");
    // The weekday is the local one, though in UTC it is still Sunday, and then again it isn't.
    assertThat(instants("FREQ=WEEKLY;BYDAY=MO", "2026-03-23T00:30:00", BERLIN, 2))
        .containsExactly("2026-03-22T23:30:00Z", "2026-03-29T22:30:00Z");
  }

  /** quartz-scheduler.org-site 112: what becomes of times that a day has not, or has twice. */
  @Test
  void aTimeInAGapIsLaterAndOneInAnOverlapTheFirst() {
    assertThat(instants("FREQ=DAILY", "2026-03-28T02:30:00", BERLIN, 3))
        .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z");
    assertThat(instants("FREQ=DAILY", "2026-10-24T02:30:00", BERLIN, 3))
        .containsExactly("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
  }

  @Test
  void hoursFollowTheClockOnTheWall() {
    // 02:00 becomes 03:00 and is the same as 03:00.
    assertThat(instants("FREQ=HOURLY", "2026-03-29T00:00:00", BERLIN, 4))
        .containsExactly(
            "2026-03-28T23:00:00Z",
            "2026-03-29T00:00:00Z",
            "2026-03-29T01:00:00Z",
            "2026-03-29T02:00:00Z");
    // The second 02:00 has none.
    assertThat(instants("FREQ=HOURLY", "2026-10-25T01:00:00", BERLIN, 3))
        .containsExactly("2026-10-24T23:00:00Z", "2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z");
    assertThat(instants("FREQ=HOURLY", "2026-10-25T00:00:00", ZoneOffset.UTC, 3))
        .containsExactly("2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z");
  }

  @Test
  void whatAGapMovesIsStillInOrder() {
    assertThat(instants("FREQ=DAILY;BYHOUR=2,3;BYMINUTE=15,40", "2026-03-29T00:00:00", BERLIN, 3))
        .containsExactly("2026-03-29T01:15:00Z", "2026-03-29T01:40:00Z", "2026-03-30T00:15:00Z");
    assertThat(instants("FREQ=MINUTELY;INTERVAL=25", "2026-03-29T02:00:00", BERLIN, 6))
        .containsExactly(
            "2026-03-29T01:00:00Z",
            "2026-03-29T01:15:00Z",
            "2026-03-29T01:25:00Z",
            "2026-03-29T01:40:00Z",
            "2026-03-29T01:50:00Z",
            "2026-03-29T02:05:00Z");
  }

  @Test
  void aWindowRightAfterAGapHasWhatTheGapMoved() {
    assertThat(
            Recurrence.parse("FREQ=DAILY")
                .occurrencesBetween(
                    LocalDateTime.parse("2026-03-01T02:30:00"),
                    BERLIN,
                    Instant.parse("2026-03-29T01:30:00Z"),
                    Instant.parse("2026-03-29T01:30:01Z")))
        .hasSize(1);
    // In the second hour of the overlap there is nothing; what follows it is there.
    assertThat(
            Recurrence.parse("FREQ=HOURLY;BYMINUTE=30")
                .occurrencesBetween(
                    LocalDateTime.parse("2026-03-01T02:30:00"),
                    BERLIN,
                    Instant.parse("2026-10-25T00:31:00Z"),
                    Instant.parse("2026-10-25T02:31:00Z")))
        .map(at -> at.toInstant().toString())
        .containsExactly("2026-10-25T02:30:00Z");
  }

  /** ical4j 232. */
  @Test
  void nothingIsBeforeTheStart() {
    assertThat(dates("FREQ=WEEKLY;BYDAY=MO,WE,FR", "2026-11-19", 3))
        .containsExactly("2026-11-20", "2026-11-23", "2026-11-25");
    assertThat(dates("FREQ=YEARLY;BYMONTH=1,12;BYMONTHDAY=1", "2026-11-19", 2))
        .containsExactly("2026-12-01", "2027-01-01");
    // The start is in a gap and becomes 03:30, so 03:00 of that day is too early.
    assertThat(instants("FREQ=HOURLY;BYMINUTE=0,30", "2026-03-29T02:30:00", BERLIN, 2))
        .containsExactly("2026-03-29T01:30:00Z", "2026-03-29T02:00:00Z");
  }

  @Test
  void untilBelongsToIt() {
    assertThat(dates("FREQ=DAILY;UNTIL=20261121", "2026-11-20", 9))
        .containsExactly("2026-11-20", "2026-11-21");
    assertThat(instants("FREQ=DAILY;UNTIL=20261121", "2026-11-20T23:00:00", BERLIN, 9)).hasSize(2);
    assertThat(instants("FREQ=DAILY;UNTIL=20261121T090000Z", "2026-11-20T10:00:00", BERLIN, 9))
        .hasSize(2);
    assertThat(instants("FREQ=DAILY;UNTIL=20261121T085959Z", "2026-11-20T10:00:00", BERLIN, 9))
        .hasSize(1);
    assertThat(instants("FREQ=DAILY;UNTIL=20261121T100000", "2026-11-20T10:00:00", BERLIN, 9))
        .hasSize(2);
  }

  @Test
  void weeksBelongToTheYearThatHasMostOfThem() {
    assertThat(dates("FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1;BYDAY=MO", "1997-12-29", 3))
        .containsExactly("1997-12-29", "2000-01-03", "2001-12-31");
    assertThat(dates("FREQ=YEARLY;BYWEEKNO=53", "2020-12-30", 3))
        .containsExactly("2020-12-30", "2026-12-30", "2032-12-29");
  }

  @Test
  void daysThatAMonthLacksAreSkippedOrMoved() {
    assertThat(dates("FREQ=MONTHLY", "2026-01-31", 3))
        .containsExactly("2026-01-31", "2026-03-31", "2026-05-31");
    assertThat(dates("RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD", "2026-01-31", 3))
        .containsExactly("2026-01-31", "2026-02-28", "2026-03-31");
    assertThat(dates("RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD;BYMONTHDAY=1,31", "2026-01-31", 5))
        .containsExactly("2026-01-31", "2026-02-01", "2026-03-01", "2026-03-31", "2026-04-01");
    assertThat(dates("RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD", "2024-02-29", 3))
        .containsExactly("2024-02-29", "2025-03-01", "2026-03-01");
  }

  @Test
  void aLeapSecondIsTheSecondBefore() {
    assertThat(instants("FREQ=MINUTELY;BYSECOND=59,60", "2026-11-20T10:00:00", ZoneOffset.UTC, 2))
        .containsExactly("2026-11-20T10:00:59Z", "2026-11-20T10:01:59Z");
  }

  @Test
  void timesMeanNothingForDates() {
    assertThat(dates("FREQ=DAILY;BYHOUR=9,17;COUNT=3", "2026-11-20", 9))
        .containsExactly("2026-11-20", "2026-11-21", "2026-11-22");
    assertThatIllegalArgumentException().isThrownBy(() -> dates("FREQ=HOURLY", "2026-11-20", 9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;INTERVAL=1000000;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;INTERVAL=60;BYSECOND=30",
        "FREQ=SECONDLY;INTERVAL=7200;BYHOUR=1",
        "FREQ=SECONDLY;BYHOUR=3;BYSETPOS=2",
        "FREQ=MINUTELY;BYSECOND=1,2;BYSETPOS=3",
        "FREQ=MINUTELY;INTERVAL=999999999;BYHOUR=1;BYMONTHDAY=30;BYMONTH=2",
      })
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void aRuleThatNeverFitsEnds(String rule) {
    assertThat(instants(rule, "2026-01-01T00:00:00", BERLIN, 1)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=7", "FREQ=DAILY", "FREQ=WEEKLY"})
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void aWindowLongAfterTheStartIsFoundAtOnce(String rule) {
    Instant from = Instant.parse("9000-01-01T00:00:00Z");
    for (int i = 0; i < 1000; i++) {
      assertThat(
              Recurrence.parse(rule)
                  .next(LocalDateTime.parse("1000-01-01T00:00:00"), BERLIN, from.plusSeconds(i)))
          .isPresent();
    }
  }

  @Test
  void endsWithTheLastYearThatFourDigitsWrite() {
    assertThat(dates("FREQ=YEARLY", "9998-12-31", 9)).containsExactly("9998-12-31", "9999-12-31");
    assertThat(instants("FREQ=HOURLY", "9999-12-31T22:00:00", ZoneOffset.UTC, 9)).hasSize(2);
  }

  @Test
  void theTextIsCanonical() {
    assertThat(
            Recurrence.parse(
                "wkst=mo;bymonth=3,1,3;byday=+1fr,-1mo;interval=1;rscale=gregorian;skip=omit;freq=yearly"))
        .hasToString("FREQ=YEARLY;BYDAY=-1MO,1FR;BYMONTH=1,3");
    assertThat(
            Recurrence.parse(
                "FREQ=MONTHLY;WKST=SU;BYSETPOS=-1;BYDAY=SU,MO;INTERVAL=3;UNTIL=20261231T235959Z"))
        .hasToString(
            "FREQ=MONTHLY;UNTIL=20261231T235959Z;INTERVAL=3;BYDAY=MO,SU;BYSETPOS=-1;WKST=SU");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FREQ=FORTNIGHTLY | FREQ | FORTNIGHTLY
          COUNT=3 | FREQ | ''
          FREQ=DAILY; | '' | ''
          RRULE:FREQ=DAILY | FREQ | ''
          FREQ=DAILY;FREQ=DAILY | FREQ | DAILY
          FREQ=DAILY;COUNT=1;UNTIL=20260101 | UNTIL | 20260101
          FREQ=DAILY;COUNT=0 | COUNT | 0
          FREQ=DAILY;COUNT=1000001 | COUNT | 1000001
          FREQ=DAILY;COUNT=99999999999 | COUNT | 99999999999
          FREQ=DAILY;INTERVAL=0 | INTERVAL | 0
          FREQ=DAILY;UNTIL=20260230 | UNTIL | 20260230
          FREQ=DAILY;BYHOUR=24 | BYHOUR | 24
          FREQ=DAILY;BYHOUR=-1 | BYHOUR | -1
          FREQ=DAILY;BYHOUR=1,,2 | BYHOUR | ''
          FREQ=DAILY;BYMINUTE=60 | BYMINUTE | 60
          FREQ=DAILY;BYSECOND=61 | BYSECOND | 61
          FREQ=MONTHLY;BYMONTHDAY=0 | BYMONTHDAY | 0
          FREQ=MONTHLY;BYMONTHDAY=-32 | BYMONTHDAY | -32
          FREQ=WEEKLY;BYMONTHDAY=1 | BYMONTHDAY | 1
          FREQ=DAILY;BYYEARDAY=1 | BYYEARDAY | 1
          FREQ=YEARLY;BYYEARDAY=367 | BYYEARDAY | 367
          FREQ=MONTHLY;BYWEEKNO=1 | BYWEEKNO | 1
          FREQ=YEARLY;BYWEEKNO=54 | BYWEEKNO | 54
          FREQ=YEARLY;BYMONTH=13 | BYMONTH | 13
          FREQ=WEEKLY;BYDAY=1MO | BYDAY | 1MO
          FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO | BYDAY | 1MO
          FREQ=YEARLY;BYDAY=54MO | BYDAY | 54MO
          FREQ=YEARLY;BYDAY=0MO | BYDAY | 0MO
          FREQ=YEARLY;BYDAY=XX | BYDAY | XX
          FREQ=DAILY;BYSETPOS=1 | BYSETPOS | 1
          FREQ=DAILY;WKST=1 | WKST | 1
          FREQ=DAILY;X-OWN=1 | X-OWN | 1
          FREQ=DAILY;SKIP=OMIT | SKIP | OMIT
          RSCALE=CHINESE;FREQ=YEARLY | RSCALE | CHINESE
          """)
  void refusesWhatTheRfcForbids(String text, String part, String value) {
    assertThatThrownBy(() -> Recurrence.parse(text))
        .isInstanceOfSatisfying(
            InvalidRecurrence.class,
            e -> {
              assertThat(e.part()).isEqualTo(part);
              assertThat(e.value()).isEqualTo(value);
              assertThat(e).hasMessageContaining(part + "=" + value);
              assertThat(e.code()).isEqualTo("invalid_recurrence");
            });
  }

  @Test
  void refusesAStartThatIsNoWholeSecond() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> instants("FREQ=DAILY", "2026-01-01T00:00:00.5", BERLIN, 1));
  }
}
