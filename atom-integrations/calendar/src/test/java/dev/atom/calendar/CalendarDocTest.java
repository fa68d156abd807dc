package dev.atom.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.time.Availability;
import dev.atom.time.DaySpan;
import dev.atom.time.Diary;
import dev.atom.time.Slot;
import dev.atom.time.WorkCalendar;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The snippets of the documentation. */
final class CalendarDocTest {
  private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

  @Test
  void readsACalendarAndTellsWhenItsOwnerIsBusy() {
    byte[] bytes =
        Ics.calendar(
            "BEGIN:VEVENT",
            "UID:standup@example.org",
            "DTSTAMP:20260101T000000Z",
            "DTSTART;TZID=Europe/Zurich:20260323T090000",
            "DURATION:PT15M",
            "RRULE:FREQ=WEEKLY;BYDAY=MO",
            "EXDATE;TZID=Europe/Zurich:20260406T090000",
            "SUMMARY:Stand-up",
            "END:VEVENT");

    // @start region="read"
    Calendar calendar = CalendarReader.strict().read(bytes).only();

    Instant from = Instant.parse("2026-03-23T00:00:00Z");
    Instant to = Instant.parse("2026-04-14T00:00:00Z");
    for (Occurrence occurrence : calendar.occurrences(from, to, ZURICH)) {
      System.out.println(occurrence.start() + " " + occurrence.event().summary().orElse(""));
    }
    List<BusyTime> busy = calendar.busy(from, to, ZURICH);
    // @end

    // Summer time begins on the 29th; Easter Monday is excluded.
    assertThat(busy)
        .extracting(time -> time.start().toString())
        .containsExactly("2026-03-23T08:00:00Z", "2026-03-30T07:00:00Z", "2026-04-13T07:00:00Z");
  }

  @Test
  void busyTimesLeaveTheRestFree() {
    Calendar calendar =
        Ics.read(
            "BEGIN:VEVENT",
            "UID:1",
            "DTSTART;TZID=Europe/Zurich:20260323T100000",
            "DTEND;TZID=Europe/Zurich:20260323T150000",
            "END:VEVENT");
    Instant from = Instant.parse("2026-03-23T00:00:00Z");
    Instant to = Instant.parse("2026-03-24T00:00:00Z");

    // @start region="free"
    WorkCalendar hours =
        WorkCalendar.newBuilder(ZURICH).weekdays(DaySpan.parse("09:00-17:00")).build();
    List<Slot> busy = calendar.busy(from, to, ZURICH).stream().map(BusyTime::slot).toList();
    List<Slot> free =
        Availability.newBuilder(ZURICH, Duration.ofHours(1))
            .grid(Duration.ofHours(1))
            .build()
            .slots(from, from, to, List.of(new Diary("Ada", hours, busy)));
    // @end

    assertThat(free)
        .extracting(slot -> slot.start().toString())
        .containsExactly("2026-03-23T08:00:00Z", "2026-03-23T14:00:00Z", "2026-03-23T15:00:00Z");
  }

  @Test
  void passesOverWhatIsBrokenAndSaysSo() {
    byte[] bytes =
        Ics.calendar(
            "BEGIN:VEVENT",
            "UID:1",
            "DTSTART:20261121T100000Z",
            "END:VEVENT",
            "BEGIN:VEVENT",
            "UID:2",
            "DTSTART:tomorrow",
            "END:VEVENT");

    // @start region="tolerant"
    CalendarFile file = CalendarReader.tolerant().read(bytes);
    for (CalendarProblem problem : file.problems()) {
      System.out.println("line " + problem.line() + ": " + problem.explanation());
    }
    // @end

    assertThat(file.only().events()).hasSize(1);
    assertThat(file.problems()).extracting(CalendarProblem::property).containsExactly("DTSTART");
  }

  @Test
  void invitesAndCancels() {
    Clock clock = Clock.fixed(Instant.parse("2026-11-21T08:00:00Z"), ZoneOffset.UTC);

    // @start region="invite"
    Event visit =
        Event.newBuilder("7d6c2b54-visit@example.org")
            .stamp(clock.instant())
            .start(CalendarTime.of(LocalDateTime.parse("2026-12-01T14:00"), ZURICH))
            .duration(Duration.ofMinutes(45))
            .summary("Boiler, yearly check")
            .organizer(Attendee.of("office@example.org", "Office"))
            .attendee(Attendee.of("ada@example.org", "Ada"))
            .remind(Duration.ofHours(2), "The engineer comes at two")
            .build();

    Invitations invitations = new Invitations("-//Example//Booking 1.0//EN", clock);
    byte[] request = invitations.request(visit).bytes(); // METHOD:REQUEST, with its VTIMEZONE
    byte[] cancel = invitations.cancel(visit).bytes(); // METHOD:CANCEL, same UID, SEQUENCE:1
    // @end

    Calendar sent = CalendarReader.strict().read(request).only();
    assertThat(sent.method()).contains("REQUEST");
    assertThat(sent.events()).containsExactly(visit);
    assertThat(sent.component().components("VTIMEZONE")).hasSize(1);
    Event cancelled = CalendarReader.strict().read(cancel).only().events().getFirst();
    assertThat(cancelled.uid()).isEqualTo(visit.uid());
    assertThat(cancelled.sequence()).isEqualTo(1);
    assertThat(cancelled.status()).contains(EventStatus.CANCELLED);
  }
}
