package dev.atom.calendar;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Something that takes place: a VEVENT. A view of its {@link #component()}, which holds everything
 * that stands in the file, also what has no accessor here. Equal by content. Immutable and
 * thread-safe.
 */
public final class Event {
  private final Entry entry;
  private final Values values;

  private Event(Entry entry, Values values) {
    this.entry = entry;
    this.values = values;
  }

  static Event of(Component component, Values values) {
    return new Event(new Entry(component, "DTEND", values), values);
  }

  /** With other lines, but in the same zones. */
  Event with(Component changed) {
    return of(changed, values);
  }

  /**
   * Returns a builder of an event.
   *
   * @param uid what the event is known by everywhere and for ever, such as a UUID
   * @return a new builder
   */
  public static EventBuilder newBuilder(String uid) {
    return new EventBuilder(uid);
  }

  /**
   * Returns what the event is known by; occurrences that are different have it in common.
   *
   * @return the UID; empty if there is none, though each event should have one
   */
  public Optional<String> uid() {
    return entry.text("UID");
  }

  /**
   * Returns how often the organizer has changed the event in a way that matters.
   *
   * @return the SEQUENCE, 0 if there is none
   */
  public int sequence() {
    return entry.sequence();
  }

  /**
   * Returns when this version was written.
   *
   * @return the DTSTAMP
   */
  public Optional<CalendarTime> stamp() {
    return entry.stamp();
  }

  /**
   * Returns when the event begins, if it recurs the first time.
   *
   * @return the DTSTART
   */
  public Optional<CalendarTime> start() {
    return entry.timing().start();
  }

  /**
   * Returns when the event ends, if it recurs the first time.
   *
   * @return the DTEND, or what DTSTART and DURATION make; empty if neither is there: a day then lasts
   *     until midnight, and a time takes no time
   */
  public Optional<CalendarTime> end() {
    return entry.timing().end();
  }

  /**
   * Returns how long the event lasts, if that is stated so.
   *
   * @return the DURATION
   */
  public Optional<CalendarDuration> duration() {
    return entry.timing().span().flatMap(Span::length);
  }

  /**
   * Returns by which rules it recurs.
   *
   * @return each RRULE, such as {@code FREQ=WEEKLY;BYDAY=TU}, as a rule none or one
   */
  public List<String> rules() {
    return entry.rules();
  }

  /**
   * Returns when else it takes place.
   *
   * @return the RDATEs; of periods their starts
   */
  public List<CalendarTime> dates() {
    return entry.timing().dates().stream().map(Span::start).toList();
  }

  /**
   * Returns when it does not take place, whatever the rules say.
   *
   * @return the EXDATEs
   */
  public List<CalendarTime> excluded() {
    return entry.timing().excluded();
  }

  /**
   * Returns which occurrence of the event with this UID is different, as described here.
   *
   * @return the RECURRENCE-ID: when the occurrence would begin; empty for the event itself
   */
  public Optional<CalendarTime> recurrenceId() {
    return entry.timing().recurrenceId();
  }

  /**
   * Tells whether the occurrences after that of {@link #recurrenceId()} are different too.
   *
   * @return true with RANGE=THISANDFUTURE
   */
  public boolean andFuture() {
    return entry.timing().andFuture();
  }

  /**
   * Returns what it is about, in short.
   *
   * @return the SUMMARY
   */
  public Optional<String> summary() {
    return entry.text("SUMMARY");
  }

  /**
   * Returns what it is about, in full.
   *
   * @return the DESCRIPTION
   */
  public Optional<String> description() {
    return entry.text("DESCRIPTION");
  }

  /**
   * Returns where it takes place.
   *
   * @return the LOCATION
   */
  public Optional<String> location() {
    return entry.text("LOCATION");
  }

  /**
   * Returns what it is sorted under.
   *
   * @return the CATEGORIES
   */
  public List<String> categories() {
    return entry.categories();
  }

  /**
   * Returns where more is to be found.
   *
   * @return the URL; empty if it is none
   */
  public Optional<URI> url() {
    return entry.url();
  }

  /**
   * Returns who invites.
   *
   * @return the ORGANIZER
   */
  public Optional<Attendee> organizer() {
    return entry.organizer();
  }

  /**
   * Returns who is invited, with what they have answered.
   *
   * @return the ATTENDEEs
   */
  public List<Attendee> attendees() {
    return entry.attendees();
  }

  /**
   * Returns whether it takes place.
   *
   * @return the STATUS; empty if it is not stated or none that RFC 5545 knows
   */
  public Optional<EventStatus> status() {
    return entry
        .token("STATUS")
        .flatMap(
            text ->
                Arrays.stream(EventStatus.values()).filter(s -> s.name().equals(text)).findAny());
  }

  /**
   * Tells whether somebody can do something else meanwhile.
   *
   * @return true with TRANSP:TRANSPARENT
   */
  public boolean transparent() {
    return entry.token("TRANSP").filter("TRANSPARENT"::equals).isPresent();
  }

  /**
   * Returns the reminders.
   *
   * @return the VALARMs
   */
  public List<Alarm> alarms() {
    return entry.alarms();
  }

  /**
   * Returns when the event was first written down.
   *
   * @return the CREATED
   */
  public Optional<CalendarTime> created() {
    return entry.created();
  }

  /**
   * Returns when the event was last changed.
   *
   * @return the LAST-MODIFIED
   */
  public Optional<CalendarTime> lastModified() {
    return entry.lastModified();
  }

  /**
   * Returns the event as it stands in the file.
   *
   * @return the VEVENT
   */
  public Component component() {
    return entry.component();
  }

  Timing timing() {
    return entry.timing();
  }

  boolean cancelled() {
    return status().filter(EventStatus.CANCELLED::equals).isPresent();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Event that && component().equals(that.component());
  }

  @Override
  public int hashCode() {
    return component().hashCode();
  }

  @Override
  public String toString() {
    return "Event[" + uid().orElse("without UID") + "]";
  }
}
