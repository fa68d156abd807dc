package dev.atom.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OccurrencesTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

  private static List<String> starts(Calendar calendar, String from, String to, ZoneId reader) {
    return calendar.occurrences(Instant.parse(from), Instant.parse(to), reader).stream()
        .map(occurrence -> LocalDateTime.ofInstant(occurrence.start(), reader).toString())
        .toList();
  }

  private static Calendar event(String... lines) {
    return Ics.read("BEGIN:VEVENT", "UID:1", String.join("\r\n", lines), "END:VEVENT");
  }

  /** ical4j #688: after the change of clocks the busy times were an hour off. */
  @Test
  void busyTimesStayAtTheSameHourOnTheWallAfterTheClocksAreSetForward() {
    Calendar calendar =
        event(
            "DTSTART;TZID=America/New_York:20240301T090000",
            "DTEND;TZID=America/New_York:20240301T100000",
            "RRULE:FREQ=DAILY");

    List<BusyTime> busy =
        calendar.busy(
            Instant.parse("2024-03-09T00:00:00Z"),
            Instant.parse("2024-03-12T00:00:00Z"),
            ZoneOffset.UTC);

    assertThat(busy)
        .extracting(time -> time.start() + "/" + time.end())
        .containsExactly(
            "2024-03-09T14:00:00Z/2024-03-09T15:00:00Z",
            "2024-03-10T13:00:00Z/2024-03-10T14:00:00Z",
            "2024-03-11T13:00:00Z/2024-03-11T14:00:00Z");
  }

  /** ical4j #661: a rule over the change of clocks lost or doubled an occurrence. */
  @Test
  void aDailyRuleHasOneOccurrenceOnEachOfTheDaysAroundTheEndOfSummerTime() {
    Calendar calendar =
        event(
            "DTSTART;TZID=Europe/Zurich:20241025T023000",
            "DURATION:PT30M",
            "RRULE:FREQ=DAILY;COUNT=4");

    assertThat(calendar.occurrences(Instant.EPOCH, Instant.parse("2030-01-01T00:00:00Z"), ZURICH))
        .extracting(occurrence -> occurrence.start().toString())
        .containsExactly(
            "2024-10-25T00:30:00Z",
            "2024-10-26T00:30:00Z",
            // 02:30 is shown twice; it is the first.
            "2024-10-27T00:30:00Z",
            "2024-10-28T01:30:00Z");
  }

  /** ical4j #316: times that the clocks leave out. */
  @Test
  void anOccurrenceThatTheClocksLeaveOutIsLaterByTheGapAndTheNextOneIsNot() {
    Calendar calendar =
        event(
            "DTSTART;TZID=Europe/Zurich:20240330T023000",
            "DURATION:PT30M",
            "RRULE:FREQ=DAILY;COUNT=3");

    assertThat(starts(calendar, "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z", ZURICH))
        .containsExactly("2024-03-30T02:30", "2024-03-31T03:30", "2024-04-01T02:30");
  }

  /** ical4j #232: dates before the start. */
  @Test
  void nothingOccursBeforeTheStartWhateverTheWindow() {
    Calendar calendar =
        event(
            "DTSTART;TZID=Europe/Zurich:20240117T100000",
            "DTEND;TZID=Europe/Zurich:20240117T110000",
            "RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=4");

    assertThat(starts(calendar, "2023-01-01T00:00:00Z", "2025-01-01T00:00:00Z", ZURICH))
        .containsExactly(
            "2024-01-17T10:00", "2024-01-19T10:00", "2024-01-22T10:00", "2024-01-24T10:00");
  }

  /** cal.com #4702, #10517, #1092: slots an hour off when the viewer's clocks change on other days. */
  @Test
  void theZoneOfTheEventCountsAndNotThatOfTheReader() {
    Calendar calendar =
        event(
            "DTSTART;TZID=Europe/London:20240306T150000",
            "DURATION:PT1H",
            "RRULE:FREQ=WEEKLY;COUNT=5");

    // America changes on March 10, Europe on March 31.
    assertThat(starts(calendar, "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z", NEW_YORK))
        .containsExactly(
            "2024-03-06T10:00",
            "2024-03-13T11:00",
            "2024-03-20T11:00",
            "2024-03-27T11:00",
            "2024-04-03T10:00");
  }

  @Test
  void anEndLastsTheSameTimeAndALengthInDaysTheSameTimeOnTheWall() {
    Calendar ends =
        event(
            "DTSTART;TZID=Europe/Zurich:20240330T120000",
            "DTEND;TZID=Europe/Zurich:20240331T120000");
    Calendar lasts =
        event("DTSTART;TZID=Europe/Zurich:20240323T120000", "DURATION:P1D", "RRULE:FREQ=WEEKLY");

    Instant from = Instant.parse("2024-03-30T00:00:00Z");
    Instant to = Instant.parse("2024-04-01T00:00:00Z");
    assertThat(ends.occurrences(from, to, ZURICH).getFirst().end())
        .isEqualTo("2024-03-31T10:00:00Z");
    assertThat(lasts.occurrences(from, to, ZURICH).getFirst().end())
        .isEqualTo("2024-03-31T10:00:00Z");
    // Stated as an end, a later occurrence lasts the 23 hours of the first one.
    Calendar recurring =
        event(
            "DTSTART;TZID=Europe/Zurich:20240330T120000",
            "DTEND;TZID=Europe/Zurich:20240331T120000",
            "RRULE:FREQ=WEEKLY");
    assertThat(
            recurring
                .occurrences(
                    Instant.parse("2024-04-06T00:00:00Z"),
                    Instant.parse("2024-04-07T00:00:00Z"),
                    ZURICH)
                .getFirst())
        .satisfies(
            o -> assertThat(Duration.between(o.start(), o.end())).isEqualTo(Duration.ofHours(23)));
  }

  @Test
  void aWholeDayIsTheReadersDay() {
    Calendar calendar = event("DTSTART;VALUE=DATE:20241027");

    assertThat(
            calendar.busy(
                Instant.parse("2024-01-01T00:00:00Z"),
                Instant.parse("2025-01-01T00:00:00Z"),
                ZURICH))
        .extracting(time -> Duration.between(time.start(), time.end()))
        .containsExactly(Duration.ofHours(25));
  }

  @Test
  void aFloatingTimeIsByTheReadersClock() {
    Calendar calendar = event("DTSTART:20240701T120000", "DURATION:PT1H");

    assertThat(starts(calendar, "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z", NEW_YORK))
        .containsExactly("2024-07-01T12:00");
    assertThat(starts(calendar, "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z", ZURICH))
        .containsExactly("2024-07-01T12:00");
  }

  @Test
  void untilInUtcIsComparedWithTheInstantOfAnOccurrence() {
    // 20120703T080000Z is 10:00 in Vienna, which is the last one; five Tuesdays are excluded.
    Calendar calendar =
        CalendarReader.strict()
            .read(Ics.file("icalendar/events/event_with_recurrence_exdates_on_different_lines.ics"))
            .only();

    List<String> starts =
        starts(
            calendar, "2012-01-01T00:00:00Z", "2013-01-01T00:00:00Z", ZoneId.of("Europe/Vienna"));

    assertThat(starts).hasSize(10).startsWith("2012-03-27T10:00").endsWith("2012-07-03T10:00");
    assertThat(starts).doesNotContain("2012-05-29T10:00", "2012-04-03T10:00");
  }

  @Test
  void anExceptionMayBeInUtcADayOrWithoutAZone() {
    String rule = "RRULE:FREQ=DAILY;COUNT=4";
    String start = "DTSTART;TZID=America/Chicago:20070508T051500";
    for (String exception :
        List.of(
            "EXDATE:20070509T101500Z",
            "EXDATE;VALUE=DATE:20070509",
            "EXDATE:20070509T051500",
            "EXDATE;TZID=Europe/Zurich:20070509T121500")) {
      assertThat(
              starts(
                  event(start, "DURATION:PT1H", rule, exception),
                  "2007-01-01T00:00:00Z",
                  "2008-01-01T00:00:00Z",
                  ZoneId.of("America/Chicago")))
          .describedAs(exception)
          .containsExactly("2007-05-08T05:15", "2007-05-10T05:15", "2007-05-11T05:15");
    }
  }

  @Test
  void anOldExceptionRuleIsMindedToo() {
    Calendar calendar =
        CalendarReader.strict().read(Ics.file("ical4j/valid/friday13-NOT.ics")).only();

    List<String> starts =
        starts(calendar, "1998-02-01T05:00:00Z", "1998-04-01T05:00:00Z", NEW_YORK);

    // The 13th is a Friday in February and in March 1998.
    assertThat(starts)
        .containsExactly(
            "1998-02-06T09:00",
            "1998-02-20T09:00",
            "1998-02-27T09:00",
            "1998-03-06T09:00",
            "1998-03-20T09:00",
            "1998-03-27T09:00");
  }

  @Test
  void aDateMoreMayBeAPeriodWithAnEndOfItsOwn() {
    Calendar calendar =
        CalendarReader.strict()
            .read(Ics.file("icalendar/calendars/period_with_timezone.ics"))
            .only();

    List<Occurrence> found =
        calendar.occurrences(
            Instant.parse("2023-12-01T00:00:00Z"),
            Instant.parse("2024-01-01T00:00:00Z"),
            ZoneId.of("America/Vancouver"));

    // The third Wednesday, the 20th, is excluded; the 13th is three hours long instead of two.
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().start()).isEqualTo("2023-12-13T20:00:00Z");
    assertThat(found.getFirst().end()).isEqualTo("2023-12-13T23:00:00Z");
  }

  @Test
  void anOccurrenceThatIsDifferentTakesThePlaceOfTheOther() {
    Calendar calendar =
        Ics.read(
            "BEGIN:VEVENT",
            "UID:1",
            "DTSTART;TZID=Europe/Zurich:20240101T090000",
            "DURATION:PT1H",
            "RRULE:FREQ=WEEKLY;COUNT=5",
            "SUMMARY:usual",
            "END:VEVENT",
            "BEGIN:VEVENT",
            "UID:1",
            "RECURRENCE-ID;TZID=Europe/Zurich:20240108T090000",
            "DTSTART;TZID=Europe/Zurich:20240220T150000",
            "DURATION:PT2H",
            "SUMMARY:moved",
            "END:VEVENT",
            "BEGIN:VEVENT",
            "UID:1",
            "RECURRENCE-ID:20240115T080000Z",
            "DTSTART;TZID=Europe/Zurich:20240115T090000",
            "STATUS:CANCELLED",
            "END:VEVENT");

    assertThat(starts(calendar, "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z", ZURICH))
        .containsExactly(
            "2024-01-01T09:00", "2024-01-22T09:00", "2024-01-29T09:00", "2024-02-20T15:00");
    // Moved into a window where the series itself has nothing any more.
    assertThat(starts(calendar, "2024-02-15T00:00:00Z", "2024-03-01T00:00:00Z", ZURICH))
        .containsExactly("2024-02-20T15:00");
  }

  @Test
  void aChangeOfThisAndTheFutureMovesTheLaterOnes() {
    Calendar calendar =
        Ics.read(
            "BEGIN:VEVENT",
            "UID:1",
            "DTSTART;TZID=Europe/Zurich:20240101T090000",
            "DURATION:PT1H",
            "RRULE:FREQ=WEEKLY;COUNT=4",
            "END:VEVENT",
            "BEGIN:VEVENT",
            "UID:1",
            "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Zurich:20240115T090000",
            "DTSTART;TZID=Europe/Zurich:20240116T140000",
            "DURATION:PT2H",
            "END:VEVENT");

    assertThat(starts(calendar, "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z", ZURICH))
        .containsExactly(
            "2024-01-01T09:00", "2024-01-08T09:00", "2024-01-16T14:00", "2024-01-23T14:00");
  }

  @Test
  void replacementsWithoutTheirSeriesStandAlone() {
    // Lotus Notes sends each attendee the dates only.
    Calendar calendar =
        CalendarReader.strict()
            .read(Ics.file("icalendar/calendars/issue_156_RDATE_with_PERIOD_TZID_khal_2.ics"))
            .only();

    assertThat(
            starts(
                calendar,
                "2021-01-01T00:00:00Z",
                "2023-01-01T00:00:00Z",
                ZoneId.of("Europe/Berlin")))
        .containsExactly(
            "2021-11-01T16:00", "2021-12-06T16:00", "2022-01-03T16:00", "2022-02-07T16:00");
  }

  @Test
  void transparentAndCancelledEventsAreNotBusyAndTentativeOnesPerhaps() {
    Calendar calendar =
        Ics.read(
            "BEGIN:VEVENT",
            "UID:1",
            "DTSTART:20240101T080000Z",
            "DURATION:PT1H",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "BEGIN:VEVENT",
            "UID:2",
            "DTSTART:20240101T100000Z",
            "DURATION:PT1H",
            "STATUS:CANCELLED",
            "END:VEVENT",
            "BEGIN:VEVENT",
            "UID:3",
            "DTSTART:20240101T120000Z",
            "DURATION:PT1H",
            "STATUS:Tentative",
            "END:VEVENT",
            "BEGIN:VEVENT",
            "UID:4",
            "DTSTART:20240101T140000Z",
            "DURATION:PT1H",
            "END:VEVENT",
            "BEGIN:VEVENT",
            "UID:5",
            "DTSTART:20240101T143000Z",
            "DURATION:PT1H",
            "END:VEVENT",
            "BEGIN:VFREEBUSY",
            "FREEBUSY;FBTYPE=FREE:20240101T200000Z/PT1H",
            "FREEBUSY:20240101T180000Z/20240101T190000Z",
            "END:VFREEBUSY");

    assertThat(
            calendar.busy(
                Instant.parse("2024-01-01T00:00:00Z"),
                Instant.parse("2024-01-02T00:00:00Z"),
                ZURICH))
        .containsExactly(
            busy("2024-01-01T12:00:00Z", "2024-01-01T13:00:00Z", BusyKind.TENTATIVE),
            busy("2024-01-01T14:00:00Z", "2024-01-01T15:30:00Z", BusyKind.BUSY),
            busy("2024-01-01T18:00:00Z", "2024-01-01T19:00:00Z", BusyKind.BUSY));
  }

  private static BusyTime busy(String from, String to, BusyKind kind) {
    return new BusyTime(Instant.parse(from), Instant.parse(to), kind);
  }

  @Test
  void outsideOfOpeningTimesNobodyCanBeAsked() {
    // RFC 7953's second example: Monday to Thursday 9 to 5; what it calls Friday 9 to 12 begins on
    // a
    // Thursday and recurs weekly, so that nobody can be asked on a Friday.
    Calendar calendar =
        CalendarReader.strict().read(Ics.file("icalendar/availabilities/rfc_7953_2.ics")).only();

    assertThat(
            calendar.busy(
                // Thursday the 6th from midnight to Saturday's, in Montreal.
                Instant.parse("2011-10-06T04:00:00Z"),
                Instant.parse("2011-10-08T04:00:00Z"),
                NEW_YORK))
        .containsExactly(
            busy("2011-10-06T04:00:00Z", "2011-10-06T13:00:00Z", BusyKind.UNAVAILABLE),
            busy("2011-10-06T21:00:00Z", "2011-10-08T04:00:00Z", BusyKind.UNAVAILABLE));
  }

  @Test
  void openingTimesOfAHigherPriorityCount() {
    Calendar calendar =
        Ics.read(
            "BEGIN:VAVAILABILITY",
            "UID:1",
            "PRIORITY:5",
            "BEGIN:AVAILABLE",
            "UID:2",
            "DTSTART:20240101T080000Z",
            "DTEND:20240101T160000Z",
            "RRULE:FREQ=DAILY",
            "END:AVAILABLE",
            "END:VAVAILABILITY",
            "BEGIN:VAVAILABILITY",
            "UID:3",
            "PRIORITY:1",
            "BUSYTYPE:BUSY",
            "DTSTART:20240102T000000Z",
            "DTEND:20240103T000000Z",
            "BEGIN:AVAILABLE",
            "UID:4",
            "DTSTART:20240102T120000Z",
            "DURATION:PT1H",
            "END:AVAILABLE",
            "END:VAVAILABILITY");

    assertThat(
            calendar.busy(
                Instant.parse("2024-01-01T12:00:00Z"),
                Instant.parse("2024-01-03T10:00:00Z"),
                ZURICH))
        .containsExactly(
            busy("2024-01-01T16:00:00Z", "2024-01-02T00:00:00Z", BusyKind.UNAVAILABLE),
            busy("2024-01-02T00:00:00Z", "2024-01-02T12:00:00Z", BusyKind.BUSY),
            busy("2024-01-02T13:00:00Z", "2024-01-03T00:00:00Z", BusyKind.BUSY),
            busy("2024-01-03T00:00:00Z", "2024-01-03T08:00:00Z", BusyKind.UNAVAILABLE));
  }

  @Test
  void aNewerVersionOfAnEventTakesThePlaceOfTheOlder() {
    Calendar calendar =
        Ics.read(
            "BEGIN:VEVENT",
            "UID:1",
            "SEQUENCE:1",
            "DTSTART:20240102T080000Z",
            "END:VEVENT",
            "BEGIN:VEVENT",
            "UID:1",
            "DTSTART:20240101T080000Z",
            "END:VEVENT");

    assertThat(starts(calendar, "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z", ZoneOffset.UTC))
        .containsExactly("2024-01-02T08:00");
  }

  @Test
  void aWindowThatEndsBeforeItStartsIsRefused() {
    assertThatThrownBy(
            () -> event("DTSTART:20240101T000000Z").occurrences(Instant.MAX, Instant.MIN, ZURICH))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theWidestWindowIsBounded() {
    Calendar calendar = event("DTSTART;VALUE=DATE:20240101", "RRULE:FREQ=YEARLY");

    assertThat(calendar.occurrences(Instant.MIN, Instant.MAX, ZoneOffset.UTC)).hasSize(9998 - 2024);
  }
}
