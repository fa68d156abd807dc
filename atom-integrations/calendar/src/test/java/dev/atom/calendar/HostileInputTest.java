package dev.atom.calendar;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.atom.AtomException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HostileInputTest {
  private static final CalendarLimits SMALL = new CalendarLimits(2000, 300, 5, 3, 50);

  private static CalendarFile small(byte[] bytes) {
    return CalendarReader.newBuilder().limits(SMALL).build().read(bytes);
  }

  private static void assertTooLarge(byte[] bytes, String message) {
    assertThatThrownBy(() -> small(bytes))
        .isInstanceOf(CalendarException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((AtomException) e).code())
        .isEqualTo("calendar_too_large");
  }

  @Test
  void refusesWhatIsLargerThanTheLimits() {
    assertTooLarge(Ics.calendar("X-A:1\r\n".repeat(400)), "2000 are allowed");
    assertTooLarge(Ics.calendar("X-A:" + "1".repeat(300)), "line 4");
    assertTooLarge(Ics.calendar("X-A:1" + "\r\n 12345678".repeat(40)), "300 bytes allowed");
    assertTooLarge(
        Ics.calendar(
            "BEGIN:A",
            "END:A\r\n".repeat(0) + "END:A",
            "BEGIN:A",
            "END:A",
            "BEGIN:A",
            "END:A",
            "BEGIN:A",
            "END:A",
            "BEGIN:A",
            "END:A"),
        "5 components");
    assertTooLarge(Ics.calendar("BEGIN:A", "BEGIN:B", "BEGIN:C"), "3 allowed");
  }

  @Test
  void aRuleWithMoreOccurrencesThanTheLimitIsRefusedWhenTheyAreAskedFor() {
    Calendar calendar =
        small(
                Ics.calendar(
                    "BEGIN:VEVENT",
                    "DTSTART:19700101T000000Z",
                    "RRULE:FREQ=SECONDLY",
                    "END:VEVENT"))
            .only();

    assertThatThrownBy(
            () ->
                calendar.occurrences(
                    Instant.parse("2024-01-01T00:00:00Z"),
                    Instant.parse("2034-01-01T00:00:00Z"),
                    ZoneOffset.UTC))
        .isInstanceOf(CalendarException.class)
        .hasMessageContaining("more than 50 occurrences");
  }

  @Test
  void rulesThatNeverComeTrueAreAnsweredInTime() {
    for (String rule :
        new String[] {
          "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
          "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
          "FREQ=MINUTELY;COUNT=1000000;BYMONTH=2;BYMONTHDAY=31",
          "FREQ=DAILY;INTERVAL=999999999;BYDAY=MO",
          "FREQ=MONTHLY;BYDAY=5MO;BYMONTH=2;BYMONTHDAY=1",
        }) {
      assertTimeoutPreemptively(
          ofSeconds(20),
          () -> {
            try {
              Calendar calendar =
                  Ics.read(
                      "BEGIN:VEVENT", "DTSTART:19700101T000000Z", "RRULE:" + rule, "END:VEVENT");
              assertThat(
                      calendar.occurrences(
                          Instant.parse("2024-01-01T00:00:00Z"),
                          Instant.parse("2025-01-01T00:00:00Z"),
                          ZoneOffset.UTC))
                  .isEmpty();
            } catch (CalendarException e) {
              assertThat(e.property()).isEqualTo("RRULE");
            }
          },
          rule);
    }
  }

  @Test
  void aVtimezoneThatChangesItsClocksAllTheTimeIsRefused() {
    assertThatThrownBy(
            () ->
                Ics.read(
                    "BEGIN:VTIMEZONE",
                    "TZID:x",
                    "BEGIN:STANDARD",
                    "DTSTART:19700101T000000",
                    "TZOFFSETFROM:+0100",
                    "TZOFFSETTO:+0200",
                    "RRULE:FREQ=SECONDLY",
                    "END:STANDARD",
                    "END:VTIMEZONE",
                    "BEGIN:VEVENT",
                    "DTSTART;TZID=x:20240101T000000",
                    "END:VEVENT"))
        .isInstanceOf(CalendarException.class)
        .hasMessageContaining("sets its clocks more than");
  }

  @Test
  void aDayThatItsMonthLacksIsRefusedAlsoWithATime() {
    for (String day : new String[] {"20260231", "20260231T090000", "20250229T090000Z"}) {
      assertThatThrownBy(() -> Ics.read("BEGIN:VEVENT", "DTSTART:" + day, "END:VEVENT"))
          .isInstanceOf(CalendarException.class)
          .hasMessageContaining("no such day or time");
    }
  }

  @Test
  void aFloatingEndBeforeAStartInAZoneTakesNoTime() {
    Calendar calendar =
        Ics.read(
            "BEGIN:VEVENT",
            "DTSTART;TZID=Europe/Berlin:20260101T100000",
            "DTEND:20250101T100000",
            "RRULE:FREQ=DAILY;COUNT=3",
            "END:VEVENT");
    assertThat(
            calendar.occurrences(
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2027-01-01T00:00:00Z"),
                ZoneOffset.UTC))
        .hasSize(3)
        .allMatch(occurrence -> occurrence.start().equals(occurrence.end()));
  }

  @Test
  void aZoneNamedByHundredsOfThousandsOfSlashesIsRefusedInTime() {
    assertTimeoutPreemptively(
        ofSeconds(20),
        () ->
            assertThatThrownBy(
                    () ->
                        Ics.read(
                            "BEGIN:VEVENT",
                            "DTSTART;TZID=" + "/".repeat(1_000_000) + ":20260101T100000",
                            "END:VEVENT"))
                .isInstanceOf(CalendarException.class)
                .extracting(e -> ((AtomException) e).code())
                .isEqualTo("calendar_zone_unknown"));
  }

  @Test
  void aZoneThatCannotBeWorkedOutIsTriedOnceNotForEachEvent() {
    String event = "BEGIN:VEVENT\r\nDTSTART;TZID=x:20260101T100000\r\nEND:VEVENT\r\n";
    byte[] bytes =
        Ics.calendar(
            "BEGIN:VTIMEZONE",
            "TZID:x",
            "BEGIN:STANDARD",
            "DTSTART:19700101T000000",
            "TZOFFSETFROM:+0100",
            "TZOFFSETTO:+0200",
            "RRULE:FREQ=SECONDLY",
            "END:STANDARD",
            "END:VTIMEZONE",
            event.repeat(20_000).strip());
    assertTimeoutPreemptively(
        ofSeconds(20),
        () -> assertThat(CalendarReader.tolerant().read(bytes).problems()).hasSize(20_000));
  }

  @Test
  void tensOfThousandsOfOpeningTimesAreCountedInTime() {
    StringBuilder closed = new StringBuilder();
    Instant first = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < 20_000; i++) {
      closed
          .append("BEGIN:VAVAILABILITY\r\nDTSTART:")
          .append(first.plusSeconds(120L * i).toString().replaceAll("[-:]", ""))
          .append("\r\nDURATION:PT1M\r\nEND:VAVAILABILITY\r\n");
    }
    Calendar apart = Ics.read(closed.toString().strip());
    Calendar holes =
        Ics.read(
            "BEGIN:VAVAILABILITY",
            "BEGIN:AVAILABLE",
            "DTSTART:20260101T000000Z",
            "DURATION:PT1S",
            "RRULE:FREQ=SECONDLY;INTERVAL=2;COUNT=40000",
            "END:AVAILABLE",
            "END:VAVAILABILITY");
    Instant end = Instant.parse("2026-12-01T00:00:00Z");
    assertTimeoutPreemptively(
        ofSeconds(20),
        () -> {
          assertThat(apart.busy(first, end, ZoneOffset.UTC)).hasSize(20_000);
          assertThat(holes.busy(first, end, ZoneOffset.UTC)).hasSize(40_000);
        });
  }

  @Test
  void aLengthHasOneSignAndAMeasure() {
    assertThatThrownBy(() -> new CalendarDuration(1, Duration.ofHours(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CalendarDuration(Integer.MIN_VALUE, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CalendarDuration.of(ofSeconds(Long.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(CalendarDuration.of(Duration.ofMillis(1500))).hasToString("PT1S");
  }

  @Test
  void theEncodingIsStatedAndNotGuessed() {
    byte[] latin =
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Büro\nEND:VEVENT\nEND:VCALENDAR\n"
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> CalendarReader.strict().read(latin))
        .hasMessageContaining("line 3")
        .hasMessageContaining("UTF-8");
    CalendarReader told = CalendarReader.newBuilder().charset(StandardCharsets.ISO_8859_1).build();
    assertThat(told.read(latin).only().events().getFirst().summary()).contains("Büro");
    assertThatThrownBy(
            () -> CalendarReader.strict().read("BEGIN:VCALENDAR".getBytes(StandardCharsets.UTF_16)))
        .hasMessageContaining("UTF-16");
  }

  @Test
  void aCharacterThatIsFoldedInTheMiddleIsReadWhole() {
    byte[] bytes = Ics.calendar("BEGIN:VEVENT", "SUMMARY:B\u00fcro", "END:VEVENT");
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    byte[] folded = text.replace("\u00c3", "\u00c3\r\n ").getBytes(StandardCharsets.ISO_8859_1);

    assertThat(CalendarReader.strict().read(folded).only().events().getFirst().summary())
        .contains("Büro");
  }

  @Test
  void refusalsNameLinePropertyAndValueButShowNoControls() {
    assertThatThrownBy(() -> Ics.read("BEGIN:VEVENT", "DTSTART:" + "9\t".repeat(100), "END:VEVENT"))
        .hasMessageStartingWith("line 5: DTSTART \"9?9?")
        .extracting(e -> String.valueOf(e.getMessage()).length())
        .matches(length -> length < 200);
    assertThatThrownBy(() -> CalendarReader.strict().read(new byte[0]))
        .hasMessageContaining("no calendar in the file");
    assertThatThrownBy(
            () -> CalendarReader.strict().read("<html>".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("line 1");
  }

  /** Whatever a file is turned into, it is read or refused with a reason. */
  @Test
  void aFileWithSomeBytesChangedIsReadOrRefused() {
    Random random = new Random(5545);
    byte[] whole = Ics.file("ical4j/valid/Standup.ics");
    for (int i = 0; i < 2_000; i++) {
      byte[] broken = whole.clone();
      for (int j = random.nextInt(6); j >= 0; j--) {
        broken[random.nextInt(broken.length)] =
            (byte) "0129TZ:;=,\\\"\n \tPRULE-+\u00ff".charAt(random.nextInt(23));
      }
      try {
        for (Calendar calendar : CalendarReader.tolerant().read(broken).calendars()) {
          calendar.busy(
              Instant.parse("2014-01-01T00:00:00Z"),
              Instant.parse("2016-01-01T00:00:00Z"),
              ZoneOffset.UTC);
          assertThat(CalendarReader.tolerant().read(calendar.bytes()).calendars())
              .containsExactly(calendar);
        }
      } catch (CalendarException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }
}
