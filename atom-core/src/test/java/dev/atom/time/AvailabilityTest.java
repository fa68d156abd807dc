package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  private static WorkCalendar daily(ZoneId zone, String hours) {
    var builder = WorkCalendar.newBuilder(zone);
    for (DayOfWeek day : DayOfWeek.values()) {
      builder.on(day, DaySpan.parse(hours));
    }
    return builder.build();
  }

  private static Diary diary(String zone, String hours, Slot... busy) {
    return new Diary("ada", daily(ZoneId.of(zone), hours), List.of(busy));
  }

  private static Slot slot(String start, String end) {
    return new Slot(Instant.parse(start), Instant.parse(end));
  }

  private static List<String> starts(
      Availability availability, String from, String to, Diary... diaries) {
    return availability
        .slots(NOW, Instant.parse(from), Instant.parse(to), List.of(diaries))
        .stream()
        .map(slot -> slot.start().toString())
        .toList();
  }

  private static Availability.Builder hourly(String zone) {
    return Availability.newBuilder(ZoneId.of(zone), Duration.ofHours(1)).grid(Duration.ofHours(1));
  }

  @Test
  void listsWhatHoursAndBusyTimesAndBuffersLeave() {
    // @start region="visit"
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    WorkCalendar office =
        WorkCalendar.newBuilder(berlin).weekdays(DaySpan.parse("09:00-12:00")).build();
    Slot call =
        new Slot(Instant.parse("2026-11-23T09:00:00Z"), Instant.parse("2026-11-23T09:15:00Z"));
    Availability visits =
        Availability.newBuilder(berlin, Duration.ofMinutes(30))
            .grid(Duration.ofMinutes(30))
            .buffers(Duration.ZERO, Duration.ofMinutes(10))
            .notice(Duration.ofHours(2))
            .build();
    Instant now = Instant.parse("2026-11-23T06:15:00Z"); // Monday, 07:15 in Berlin
    List<Diary> ada = List.of(new Diary("ada", office, List.of(call)));
    List<Slot> free = visits.slots(now, now, now.plus(Duration.ofDays(1)), ada);
    assertThat(free)
        .map(slot -> slot.start().atZone(berlin).toLocalTime().toString())
        .containsExactly("10:30", "11:00", "11:30"); // 09:30 has no 10 minutes after it
    assertThat(visits.isFree(free.getFirst(), now, ada)).isTrue();
    // @end
  }

  /** cal.com 4702, 10517, 1092. */
  @Test
  void slotsKeepTheirTimeOfDayAfterClocksChange() {
    assertThat(
            starts(
                hourly("Europe/Berlin").build(),
                "2026-03-28T00:00:00Z",
                "2026-03-31T00:00:00Z",
                diary("Europe/Berlin", "09:00-10:00")))
        .containsExactly("2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z", "2026-03-30T07:00:00Z");
    assertThat(
            starts(
                hourly("America/New_York").build(),
                "2026-10-31T00:00:00Z",
                "2026-11-03T00:00:00Z",
                diary("America/New_York", "09:00-10:00")))
        .containsExactly("2026-10-31T13:00:00Z", "2026-11-01T14:00:00Z", "2026-11-02T14:00:00Z");
  }

  /** cal.com 12137. */
  @Test
  void noticeIsTimeThatPassesOnTheDayClocksChange() {
    Availability tomorrow = hourly("Europe/Berlin").notice(Duration.ofHours(24)).build();
    Instant now = Instant.parse("2026-03-28T09:00:00Z"); // 10:00, and 24 hours on it is 11:00
    List<Diary> ada = List.of(diary("Europe/Berlin", "09:00-17:00"));
    assertThat(tomorrow.slots(now, now, Instant.parse("2026-03-29T10:30:00Z"), ada))
        .extracting(Slot::start)
        .containsExactly(
            Instant.parse("2026-03-29T09:00:00Z"), Instant.parse("2026-03-29T10:00:00Z"));
    assertThat(tomorrow.isFree(slot("2026-03-29T08:00:00Z", "2026-03-29T09:00:00Z"), now, ada))
        .isFalse();
    assertThat(tomorrow.isFree(slot("2026-03-29T09:00:00Z", "2026-03-29T10:00:00Z"), now, ada))
        .isTrue();
  }

  /** cal.com 6217, 6622, 7667. */
  @Test
  void theCheckAgreesWithTheListForPeopleInOtherZones() {
    Availability calls = hourly("America/New_York").build();
    List<Diary> both =
        List.of(diary("Europe/London", "09:00-17:00"), diary("America/New_York", "08:00-16:00"));
    Instant from = Instant.parse("2026-03-06T00:00:00Z");
    Instant to = Instant.parse("2026-03-10T00:00:00Z");
    List<Slot> listed = calls.slots(NOW, from, to, both);
    // Four hours in common, five once New York has set its clocks forward.
    assertThat(listed).hasSize(4 + 4 + 5 + 5);
    for (Instant start = from; start.isBefore(to); start = start.plusSeconds(900)) {
      Slot slot = new Slot(start, start.plusSeconds(3600));
      assertThat(calls.isFree(slot, NOW, both)).as("%s", slot).isEqualTo(listed.contains(slot));
    }
  }

  /** cal.com 13648. */
  @Test
  void buffersCountInTheListAndInTheCheckOnBothSides() {
    Availability visits =
        hourly("UTC").buffers(Duration.ofMinutes(15), Duration.ofMinutes(30)).build();
    Diary ada = diary("UTC", "08:00-18:00", slot("2026-03-02T12:00:00Z", "2026-03-02T13:00:00Z"));
    assertThat(starts(visits, "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", ada))
        .containsExactly(
            "2026-03-02T08:00:00Z",
            "2026-03-02T09:00:00Z",
            "2026-03-02T10:00:00Z",
            "2026-03-02T14:00:00Z",
            "2026-03-02T15:00:00Z",
            "2026-03-02T16:00:00Z",
            "2026-03-02T17:00:00Z");
    for (String start : List.of("11:00", "12:00", "13:00")) {
      Instant at = Instant.parse("2026-03-02T" + start + ":00Z");
      assertThat(visits.isFree(new Slot(at, at.plusSeconds(3600)), NOW, List.of(ada))).isFalse();
    }
  }

  @Test
  void buffersMayMeetWhatIsBusy() {
    Availability visits = hourly("UTC").buffers(Duration.ofHours(1), Duration.ofHours(1)).build();
    Diary ada =
        diary(
            "UTC",
            "08:00-18:00",
            slot("2026-03-02T08:00:00Z", "2026-03-02T10:00:00Z"),
            slot("2026-03-02T13:00:00Z", "2026-03-02T18:00:00Z"));
    assertThat(starts(visits, "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", ada))
        .containsExactly("2026-03-02T11:00:00Z");
  }

  @Test
  void aFractionOfASecondThatIsBusyTakesTheSecond() {
    Diary ada =
        diary("UTC", "08:00-11:00", slot("2026-03-02T08:59:59.999Z", "2026-03-02T09:00:00.001Z"));
    assertThat(starts(hourly("UTC").build(), "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", ada))
        .containsExactly("2026-03-02T10:00:00Z");
  }

  @Test
  void nothingStartsInAGapAndBothHoursOfAnOverlapAreOffered() {
    Diary night = diary("Europe/Berlin", "00:00-05:00");
    assertThat(
            starts(
                hourly("Europe/Berlin").build(),
                "2026-03-28T23:00:00Z",
                "2026-03-29T20:00:00Z",
                night))
        .containsExactly(
            "2026-03-28T23:00:00Z",
            "2026-03-29T00:00:00Z",
            "2026-03-29T01:00:00Z",
            "2026-03-29T02:00:00Z");
    assertThat(
            starts(
                hourly("Europe/Berlin").build(),
                "2026-10-24T22:00:00Z",
                "2026-10-25T20:00:00Z",
                night))
        .hasSize(6);
  }

  @Test
  void aSlotMayGoOnPastMidnightWhereHoursMeet() {
    Diary always = new Diary("ada", WorkCalendar.always(BERLIN), List.of());
    Availability long26 =
        Availability.newBuilder(BERLIN, Duration.ofHours(26)).grid(Duration.ofHours(12)).build();
    assertThat(starts(long26, "2026-03-01T23:00:00Z", "2026-03-02T23:00:00Z", always))
        .containsExactly("2026-03-01T23:00:00Z", "2026-03-02T11:00:00Z");
  }

  @Test
  void datedOverridesReplaceTheWeek() {
    WorkCalendar office =
        WorkCalendar.newBuilder(BERLIN)
            .weekdays(DaySpan.parse("09:00-10:00"))
            .exception(LocalDate.parse("2026-03-03"), DaySpan.parse("14:00-15:00"))
            .holidays(List.of(LocalDate.parse("2026-03-04")))
            .build();
    assertThat(
            starts(
                hourly("Europe/Berlin").build(),
                "2026-03-02T00:00:00Z",
                "2026-03-05T00:00:00Z",
                new Diary("ada", office, List.of())))
        .containsExactly("2026-03-02T08:00:00Z", "2026-03-03T13:00:00Z");
  }

  @Test
  void anyoneIsOfferedWithAllWhoAreFree() {
    // @start region="anyone"
    ZoneId utc = ZoneOffset.UTC;
    WorkCalendar early =
        WorkCalendar.newBuilder(utc).weekdays(DaySpan.parse("08:00-10:00")).build();
    WorkCalendar late = WorkCalendar.newBuilder(utc).weekdays(DaySpan.parse("09:00-11:00")).build();
    List<Diary> team =
        List.of(new Diary("ada", early, List.of()), new Diary("bob", late, List.of()));
    Availability calls =
        Availability.newBuilder(utc, Duration.ofHours(1)).grid(Duration.ofHours(1)).build();
    Instant monday = Instant.parse("2026-03-02T00:00:00Z");
    Instant tuesday = Instant.parse("2026-03-03T00:00:00Z");
    assertThat(calls.offers(monday, monday, tuesday, team))
        .extracting(Offer::free)
        .containsExactly(List.of("ada"), List.of("ada", "bob"), List.of("bob"));
    assertThat(calls.slots(monday, monday, tuesday, team)) // everyone
        .containsExactly(
            new Slot(Instant.parse("2026-03-02T09:00:00Z"), Instant.parse("2026-03-02T10:00:00Z")));
    // @end
  }

  @Test
  void theHorizonIsTheLastStart() {
    Availability soon = hourly("UTC").horizon(Duration.ofHours(10)).build();
    assertThat(
            starts(
                soon, "2026-03-01T00:00:00Z", "2026-03-05T00:00:00Z", diary("UTC", "08:00-18:00")))
        .containsExactly("2026-03-01T08:00:00Z", "2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z");
  }

  @Test
  void aGridMayBeginPastTheHour() {
    Availability visits =
        Availability.newBuilder(ZoneOffset.UTC, Duration.ofMinutes(20))
            .grid(Duration.ofHours(1), Duration.ofMinutes(10))
            .build();
    assertThat(
            starts(
                visits,
                "2026-03-02T00:00:00Z",
                "2026-03-03T00:00:00Z",
                diary("UTC", "09:00-11:00")))
        .containsExactly("2026-03-02T09:10:00Z", "2026-03-02T10:10:00Z");
  }

  @Test
  void aDayThatHasItsBookingsIsFullByTheOwnersClock() {
    // 00:30 on the 3rd in Berlin, though still the 2nd in UTC.
    Slot late = slot("2026-03-02T23:30:00Z", "2026-03-03T00:00:00Z");
    Slot noon = slot("2026-03-03T11:00:00Z", "2026-03-03T12:00:00Z");
    Slot lunch = slot("2026-03-02T11:00:00Z", "2026-03-02T12:00:00Z");
    Diary ada = new Diary("ada", daily(BERLIN, "12:00-15:00"), List.of(lunch), List.of(late, noon));
    String from = "2026-03-02T00:00:00Z";
    String to = "2026-03-04T00:00:00Z";

    assertThat(starts(hourly("UTC").perDay(2).build(), from, to, ada))
        .containsExactly("2026-03-02T12:00:00Z", "2026-03-02T13:00:00Z");
    assertThat(starts(hourly("UTC").perDay(3).build(), from, to, ada))
        .contains("2026-03-03T12:00:00Z", "2026-03-03T13:00:00Z")
        .doesNotContain("2026-03-03T11:00:00Z");
    assertThat(
            hourly("UTC")
                .perDay(2)
                .build()
                .isFree(slot("2026-03-03T12:00:00Z", "2026-03-03T13:00:00Z"), NOW, List.of(ada)))
        .isFalse();
  }

  @Test
  void theHostSaysWhoseTurnItIs() {
    Offer offer =
        new Offer(slot("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z"), List.of("ada", "bob"));
    // @start region="turn"
    Map<String, Instant> askedLast = Map.of("ada", Instant.parse("2026-03-01T12:00:00Z"));
    String inTurn =
        offer.choose(Comparator.comparing(name -> askedLast.getOrDefault(name, Instant.MIN)));
    assertThat(inTurn).isEqualTo("bob"); // who has never been asked

    Map<String, Integer> bookings = Map.of("ada", 3, "bob", 3);
    String leastBusy = offer.choose(Comparator.comparing(bookings::get));
    assertThat(leastBusy).isEqualTo("ada"); // the first of two who have as many
    // @end
    assertThatIllegalArgumentException().isThrownBy(() -> new Offer(offer.slot(), List.of()));
  }

  @Test
  void hoursThatMeetWithinASecondAreOneStretch() {
    WorkCalendar hours =
        WorkCalendar.newBuilder(ZoneOffset.UTC)
            .on(
                DayOfWeek.MONDAY,
                DaySpan.parse("09:00-10:00:00.5"),
                DaySpan.parse("10:00:00.5-11:00"))
            .build();
    assertThat(
            starts(
                Availability.newBuilder(ZoneOffset.UTC, Duration.ofHours(2)).build(),
                "2026-03-02T00:00:00Z",
                "2026-03-03T00:00:00Z",
                new Diary("ada", hours, List.of())))
        .containsExactly("2026-03-02T09:00:00Z");
  }

  @Test
  void refusesInstantsAndListsThatNobodyCanMean() {
    Availability visits = hourly("UTC").build();
    List<Diary> ada = List.of(diary("UTC", "09:00-10:00"));
    for (Instant far : List.of(Instant.MIN, Instant.MAX)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> visits.slots(far, NOW, NOW.plusSeconds(1), ada))
          .withMessageContaining("0 to 9999");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> visits.isFree(new Slot(Instant.MAX.minusSeconds(1), Instant.MAX), NOW, ada));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                hourly("UTC")
                    .grid(Duration.ofSeconds(1))
                    .build()
                    .slots(NOW, NOW, NOW.plus(Duration.ofDays(100)), ada))
        .withMessageContaining("2,000,000");
    assertThatIllegalArgumentException().isThrownBy(() -> hourly("UTC").perDay(0));
    Slot forEver = new Slot(Instant.MIN, Instant.MAX);
    assertThat(
            visits.slots(
                NOW,
                NOW,
                NOW.plus(Duration.ofDays(9)),
                List.of(diary("UTC", "09:00-10:00", forEver))))
        .isEmpty();
  }

  @Test
  void refusesWhatCanOnlyBeAMistake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hourly("UTC").grid(Duration.ofMinutes(50)))
        .withMessageContaining("PT50M");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Availability.newBuilder(BERLIN, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hourly("UTC").notice(Duration.ofHours(-1)))
        .withMessageContaining("PT-1H");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hourly("UTC").grid(Duration.ofHours(1), Duration.ofHours(1)));
    assertThatIllegalStateException()
        .isThrownBy(
            () -> hourly("UTC").notice(Duration.ofDays(2)).horizon(Duration.ofDays(1)).build());
    Availability visits = hourly("UTC").build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> visits.slots(NOW, NOW, NOW.plusSeconds(1), List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> visits.slots(NOW, NOW, NOW, List.of(diary("UTC", "09:00-10:00"))));
    assertThatIllegalArgumentException().isThrownBy(() -> new Slot(NOW, NOW));
  }
}
