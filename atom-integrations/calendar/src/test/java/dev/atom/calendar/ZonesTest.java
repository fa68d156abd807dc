package dev.atom.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ZonesTest {
  private static CalendarZone zone(CalendarReader reader, byte[] bytes) {
    CalendarTime start =
        reader.read(bytes).calendars().getFirst().events().getFirst().start().orElseThrow();
    return ((CalendarTime.Zoned) start).zone();
  }

  private static CalendarZone zone(String tzid) {
    return zone(
        CalendarReader.strict(),
        Ics.calendar(
            "BEGIN:VEVENT", "DTSTART;TZID=\"" + tzid + "\":20240701T120000", "END:VEVENT"));
  }

  private static CalendarZone inFile(String file) {
    return zone(CalendarReader.tolerant(), Ics.file(file));
  }

  @Test
  void knowsRegionsWhateverStandsBeforeThemAndWindowsNames() {
    assertThat(zone("Europe/Zurich").zoneId()).contains(ZoneId.of("Europe/Zurich"));
    assertThat(zone("europe/zurich").zoneId()).contains(ZoneId.of("Europe/Zurich"));
    assertThat(zone("/freeassociation.sourceforge.net/Tzfile/America/New_York").zoneId())
        .contains(ZoneId.of("America/New_York"));
    assertThat(zone("/softwarestudio.org/Olson_20011030_5/America/Argentina/Salta").zoneId())
        .contains(ZoneId.of("America/Argentina/Salta"));
    assertThat(zone("/freeassociation.sourceforge.net/UTC").zoneId()).contains(ZoneId.of("UTC"));
    assertThat(zone("W. Europe Standard Time").zoneId()).contains(ZoneId.of("Europe/Berlin"));
    assertThat(zone("Tokyo Standard Time").zoneId()).contains(ZoneId.of("Asia/Tokyo"));
    assertThat(zone("EST5EDT").zoneId()).contains(ZoneId.of("EST5EDT"));
    assertThat(inFile("icalendar/calendars/timezone_rdate.ics").zoneId())
        .contains(ZoneId.of("Europe/Vaduz"));
  }

  @Test
  void refusesAZoneThatNobodyKnowsAndTakesTheReadersWordForIt() {
    assertThatThrownBy(() -> zone("Western/Central Europe"))
        .isInstanceOf(CalendarException.class)
        .hasMessageContaining("line 5")
        .hasMessageContaining("\"Western/Central Europe\"")
        .hasMessageContaining("CalendarReader.Builder.zone");

    CalendarReader told =
        CalendarReader.newBuilder()
            .zone("Western/Central Europe", ZoneId.of("Europe/Berlin"))
            .build();
    assertThat(
            zone(told, Ics.file("icalendar/calendars/issue_526_calendar_with_events.ics")).zoneId())
        .contains(ZoneId.of("Europe/Berlin"));
  }

  @Test
  void worksOutTheRulesOfAZoneThatIsDescribedOnly() {
    // Lotus calls it Eastern; the rules are those from 1987 to 2006.
    CalendarZone eastern = inFile("ical4j/valid/calconnect.ics");
    assertThat(eastern.zoneId()).isEmpty();
    assertThat(eastern.instant(LocalDateTime.parse("2005-04-11T09:00")))
        .isEqualTo("2005-04-11T13:00:00Z");
    assertThat(eastern.instant(LocalDateTime.parse("2005-01-11T09:00")))
        .isEqualTo("2005-01-11T14:00:00Z");

    CalendarZone custom = inFile("icalendar/calendars/issue_466_respect_unique_timezone.ics");
    assertThat(custom.zoneId()).isEmpty();
    assertThat(custom.instant(LocalDateTime.parse("2022-10-21T20:00")))
        .isEqualTo("2022-10-21T18:00:00Z");
    assertThat(custom.instant(LocalDateTime.parse("2022-12-21T20:00")))
        .isEqualTo("2022-12-21T19:00:00Z");
    // In the gap of March 27, and the first of the two on October 30.
    assertThat(custom.instant(LocalDateTime.parse("2022-03-27T02:30")))
        .isEqualTo("2022-03-27T01:30:00Z");
    assertThat(custom.instant(LocalDateTime.parse("2022-10-30T02:30")))
        .isEqualTo("2022-10-30T00:30:00Z");
  }

  @Test
  void aZoneNamedLikeAnOffsetIsTheDescribedOne() {
    CalendarZone zone = inFile("icalendar/calendars/issue_218_bad_tzid.ics");
    assertThat(zone.id()).isEqualTo("UTC+11");
    assertThat(zone.instant(LocalDateTime.parse("2017-02-28T23:00")))
        .isEqualTo("2017-02-28T12:00:00Z");
    assertThat(
            inFile("ical4j/valid/blankTzid.ics").instant(LocalDateTime.parse("2015-08-26T09:00")))
        .isEqualTo("2015-08-26T09:00:00Z");
  }

  @Test
  void aShortNameIsTheDescribedZoneIfThereIsOne() {
    CalendarZone zone =
        zone(
            CalendarReader.strict(),
            Ics.calendar(
                "BEGIN:VTIMEZONE",
                "TZID:EST",
                "BEGIN:STANDARD",
                "DTSTART:19700101T000000",
                "TZOFFSETFROM:+1000",
                "TZOFFSETTO:+1000",
                "END:STANDARD",
                "END:VTIMEZONE",
                "BEGIN:VEVENT",
                "DTSTART;TZID=EST:20240701T120000",
                "END:VEVENT"));
    // Australia's eastern standard time, not America's.
    assertThat(zone.instant(LocalDateTime.parse("2024-07-01T12:00")))
        .isEqualTo("2024-07-01T02:00:00Z");
  }

  @Test
  void aDescriptionThatIsNeededAndBrokenIsRefused() {
    assertThatThrownBy(
            () ->
                zone(
                    CalendarReader.strict(),
                    Ics.calendar(
                        "BEGIN:VTIMEZONE",
                        "TZID:here",
                        "BEGIN:STANDARD",
                        "DTSTART:19700101T000000",
                        "TZOFFSETFROM:+1",
                        "TZOFFSETTO:+0100",
                        "END:STANDARD",
                        "END:VTIMEZONE",
                        "BEGIN:VEVENT",
                        "DTSTART;TZID=here:20240701T120000",
                        "END:VEVENT")))
        .hasMessageContaining("line 8: TZOFFSETFROM \"+1\"");
  }

  /** What is written about a zone says the same as the zone, without its name. */
  @Test
  void eachKnownZoneIsDescribedSoThatItsClocksAreTheSame() {
    Instant first = Instant.parse("2024-03-01T12:00:00Z");
    List<String> wrong = new ArrayList<>();
    for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      ZoneRules known = ZoneId.of(id).getRules();
      ZoneRules described =
          Observances.rules(new ZoneWriter(CalendarZone.of(ZoneId.of(id)), first).component());
      // Where there is no rule for ever, forty years are listed.
      Instant last = Instant.parse("2060-01-01T00:00:00Z");
      for (Instant at = first; at.isBefore(last); at = at.plus(Duration.ofHours(7))) {
        if (!known.getOffset(at).equals(described.getOffset(at))) {
          wrong.add(id + " at " + at);
          break;
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void aZoneWithARuleForEverIsDescribedInThreeParts() {
    Component zurich =
        new ZoneWriter(
                CalendarZone.of(ZoneId.of("Europe/Zurich")), Instant.parse("2026-12-01T00:00:00Z"))
            .component();

    assertThat(zurich.components()).hasSize(3);
    assertThat(zurich.components("DAYLIGHT").getFirst().properties().toString())
        .isEqualTo(
            "[DTSTART:20250330T020000, TZOFFSETFROM:+0100, TZOFFSETTO:+0200,"
                + " RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU]");
  }
}
