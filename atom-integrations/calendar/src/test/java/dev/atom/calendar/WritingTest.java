package dev.atom.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WritingTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00.123Z");
  private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private static EventBuilder event() {
    return Event.newBuilder("1@example.org")
        .stamp(NOW)
        .start(CalendarTime.of(LocalDateTime.parse("2026-12-01T14:00"), ZURICH));
  }

  private static Calendar again(Calendar calendar) {
    return CalendarReader.strict().read(calendar.bytes()).only();
  }

  private static Calendar calendar(Event event) {
    return Calendar.newBuilder("-//Example//Test//EN").event(event).build();
  }

  @Test
  void everythingThatIsSetIsReadAgain() {
    Event event =
        event()
            .end(CalendarTime.of(LocalDateTime.parse("2026-12-01T15:00"), ZURICH))
            .recurs("FREQ=WEEKLY;BYDAY=TU")
            .exclude(CalendarTime.of(LocalDateTime.parse("2026-12-08T14:00"), ZURICH))
            .date(CalendarTime.of(LocalDateTime.parse("2026-12-09T14:00"), ZURICH))
            .sequence(3)
            .summary("Boilers; pumps, and \"more\"")
            .description("First line\nC:\\new\\next")
            .location("Küsnacht")
            .url(URI.create("https://example.org/a,b;c"))
            .categories(List.of("a,b", "c"))
            .status(EventStatus.TENTATIVE)
            .transparent(true)
            .organizer(Attendee.of("office@example.org", "Office \"North\"; ^ Ltd"))
            .attendee(
                new Attendee(
                    "mailto:ada@example.org",
                    Optional.of("Lovelace, Ada"),
                    Optional.of("CHAIR"),
                    Participation.ACCEPTED,
                    false))
            .remind(Duration.ofMinutes(90), "soon")
            .property(Property.text("X-TICKET", "7"))
            .build();

    Calendar calendar = again(calendar(event));
    Event read = calendar.events().getFirst();

    assertThat(read).isEqualTo(event);
    assertThat(read.summary()).contains("Boilers; pumps, and \"more\"");
    assertThat(read.description()).contains("First line\nC:\\new\\next");
    assertThat(read.categories()).containsExactly("a,b", "c");
    assertThat(read.organizer().flatMap(Attendee::name)).contains("Office \"North\"; ^ Ltd");
    assertThat(read.attendees().getFirst().name()).contains("Lovelace, Ada");
    assertThat(read.attendees().getFirst().participation()).isEqualTo(Participation.ACCEPTED);
    assertThat(read.url()).contains(URI.create("https://example.org/a,b;c"));
    assertThat(read.rules()).containsExactly("FREQ=WEEKLY;BYDAY=TU");
    assertThat(read.sequence()).isEqualTo(3);
    assertThat(read.transparent()).isTrue();
    Occurrence first =
        calendar
            .occurrences(
                Instant.parse("2026-12-01T00:00:00Z"),
                Instant.parse("2026-12-16T00:00:00Z"),
                ZURICH)
            .getFirst();
    assertThat(read.alarms().getFirst().times(first))
        .containsExactly(Instant.parse("2026-12-01T11:30:00Z"));
  }

  @Test
  void foldsAtSeventyFiveBytesAndNeverInsideOfACharacter() {
    String text = "grüße 漢字 😀 ".repeat(40);
    byte[] bytes = calendar(event().summary(text).build()).bytes();

    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\r\n", -1)) {
      assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(75);
      assertThat(line).doesNotContain("\uFFFD");
    }
    assertThat(CalendarReader.strict().read(bytes).only().events().getFirst().summary())
        .contains(text);
  }

  @Test
  void nothingThatIsSetCanBeginALineOfItsOwn() {
    Event event =
        event()
            .summary("a\r\nATTENDEE:mailto:eve@example.org")
            .organizer(Attendee.of("a@b.org", "x\r\nATTENDEE:mailto:eve@example.org"))
            .build();

    assertThat(again(calendar(event)).events().getFirst().attendees()).isEmpty();
    assertThatThrownBy(() -> Property.raw("X-A", "b\r\nATTENDEE:c"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Property.text("X-A:B", "c"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Property.text("X-A", "bell \u0007"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> event().attendee(Attendee.of("a\r\nX:b", "c")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEventNeedsAStartAndAnEndAfterIt() {
    assertThatThrownBy(() -> Event.newBuilder("1").stamp(NOW).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("DTSTART");
    assertThatThrownBy(
            () ->
                event()
                    .end(CalendarTime.of(LocalDateTime.parse("2026-12-01T13:59"), ZURICH))
                    .build())
        .isInstanceOf(CalendarException.class)
        .hasMessageContaining("before the start");
    assertThatThrownBy(
            () -> event().end(new CalendarTime.Day(LocalDate.parse("2026-12-02"))).build())
        .isInstanceOf(CalendarException.class);
  }

  @Test
  void daysFloatingTimesAndUtcNeedNoZone() {
    Event days =
        Event.newBuilder("1")
            .stamp(NOW)
            .start(new CalendarTime.Day(LocalDate.parse("2026-12-24")))
            .end(new CalendarTime.Day(LocalDate.parse("2026-12-27")))
            .build();
    Event floating =
        Event.newBuilder("2")
            .stamp(NOW)
            .start(new CalendarTime.Floating(LocalDateTime.parse("2026-12-24T12:00")))
            .build();
    Calendar calendar =
        again(Calendar.newBuilder("-//Example//Test//EN").events(List.of(days, floating)).build());

    assertThat(calendar.component().components("VTIMEZONE")).isEmpty();
    assertThat(calendar.events()).containsExactly(days, floating);
    assertThat(calendar.events().getFirst().stamp())
        .contains(new CalendarTime.Utc(Instant.parse("2026-11-21T08:00:00Z")));
  }

  private static Event meeting() {
    return event()
        .organizer(Attendee.of("office@example.org", "Office"))
        .attendee(Attendee.of("ada@example.org", "Ada"))
        .attendee(Attendee.of("bob@example.org", "Bob"))
        .build();
  }

  @Test
  void anUpdateKeepsTheUidAndRaisesTheSequence() {
    Invitations invitations = new Invitations("-//Example//Test//EN", CLOCK);
    Event sent = again(invitations.request(meeting())).events().getFirst();
    Event moved = sent.with(sent.component().with(Property.raw("DTSTART", "20261202T080000Z")));

    Calendar update = again(invitations.update(moved, sent));

    assertThat(update.method()).contains("REQUEST");
    Event event = update.events().getFirst();
    assertThat(event.uid()).isEqualTo(sent.uid());
    assertThat(event.sequence()).isEqualTo(1);
    assertThat(event.start()).contains(new CalendarTime.Utc(Instant.parse("2026-12-02T08:00:00Z")));
    assertThat(event.attendees()).hasSize(2);
    Event other = Event.newBuilder("2").stamp(NOW).start(new CalendarTime.Utc(NOW)).build();
    assertThatThrownBy(() -> invitations.update(moved, other))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aReplyHasOneAttendeeAndTheSameSequence() {
    Event received =
        CalendarReader.strict()
            .read(Ics.file("icalendar/calendars/property_params.ics"))
            .only()
            .events()
            .getFirst();
    Invitations invitations = new Invitations("-//Example//Test//EN", CLOCK);

    Calendar reply =
        again(invitations.reply(received, "REMBRAND@daxlab.com", Participation.ACCEPTED));

    assertThat(reply.method()).contains("REPLY");
    Event answer = reply.events().getFirst();
    assertThat(answer.uid()).isEqualTo(received.uid());
    assertThat(answer.sequence()).isEqualTo(2);
    assertThat(answer.attendees())
        .extracting(Attendee::address, Attendee::participation)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "MAILTO:rembrand@daxlab.com", Participation.ACCEPTED));
    assertThatThrownBy(() -> invitations.reply(received, "eve@example.org", Participation.ACCEPTED))
        .isInstanceOf(CalendarException.class)
        .hasMessageContaining("eve@example.org is not invited");
  }

  @Test
  void aMeetingThatIsCancelledDoesNotTakePlace() {
    Invitations invitations = new Invitations("-//Example//Test//EN", CLOCK);

    Calendar cancel = again(invitations.cancel(meeting()));

    assertThat(cancel.method()).contains("CANCEL");
    assertThat(cancel.occurrences(Instant.EPOCH, Instant.parse("2030-01-01T00:00:00Z"), ZURICH))
        .isEmpty();
    assertThatThrownBy(() -> invitations.request(event().build()))
        .hasMessageContaining("has no ORGANIZER");
  }

  @Test
  void aDescribedZoneIsWrittenAsItWasRead() {
    Calendar read =
        CalendarReader.strict()
            .read(Ics.file("icalendar/calendars/issue_466_respect_unique_timezone.ics"))
            .only();

    Calendar written = again(calendar(read.events().getFirst()));

    assertThat(written.component().components("VTIMEZONE"))
        .isEqualTo(read.component().components("VTIMEZONE"));
    assertThat(written.events()).isEqualTo(read.events());
  }
}
