package dev.atom.calendar;

import dev.atom.time.InvalidRecurrence;
import dev.atom.time.Recurrence;
import dev.atom.time.RecurrenceEnd;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds an {@link Event}. Defaults: sequence 0, and nothing else; a start and {@link #stamp} are
 * needed. Setting something again replaces it, but for attendees, alarms, dates and excluded times,
 * which add up. Not thread-safe.
 */
public final class EventBuilder {
  private Component component;
  private final List<Property> several = new ArrayList<>();
  private final List<Component> alarms = new ArrayList<>();
  private final List<CalendarTime> times = new ArrayList<>();

  EventBuilder(String uid) {
    if (uid.isBlank()) {
      throw new IllegalArgumentException("an event needs a UID that is not blank");
    }
    component = Component.of("VEVENT", List.of(Property.text("UID", uid)), List.of());
  }

  private EventBuilder set(Property property) {
    component = component.with(property);
    return this;
  }

  private EventBuilder time(String name, CalendarTime time) {
    times.add(time);
    return set(Values.property(name, time));
  }

  /**
   * Sets when this version is written.
   *
   * @param now the present
   * @return this builder
   */
  public EventBuilder stamp(Instant now) {
    return time("DTSTAMP", new CalendarTime.Utc(now));
  }

  /**
   * Sets when it begins.
   *
   * @param start the start; of an event that recurs, the first one
   * @return this builder
   */
  public EventBuilder start(CalendarTime start) {
    return time("DTSTART", start);
  }

  /**
   * Sets when it ends, in place of a duration.
   *
   * @param end the end, for days the day after the last
   * @return this builder
   */
  public EventBuilder end(CalendarTime end) {
    component = component.without("DURATION");
    return time("DTEND", end);
  }

  /**
   * Sets how long it lasts, in place of an end.
   *
   * @param length hours, minutes, seconds
   * @return this builder
   */
  public EventBuilder duration(Duration length) {
    component = component.without("DTEND");
    return set(Property.raw("DURATION", CalendarDuration.of(length).toString()));
  }

  /**
   * Sets by which rule it recurs.
   *
   * @param rule an UNTIL is in UTC, or a date for whole days
   * @return this builder
   */
  public EventBuilder recurs(Recurrence rule) {
    if (rule.end() instanceof RecurrenceEnd.AtLocalTime local) {
      throw new IllegalArgumentException(
          "a rule in a calendar ends at an instant or on a date, not at " + local.last());
    }
    return set(Property.raw("RRULE", rule.toString()));
  }

  /**
   * Sets by which rule it recurs.
   *
   * @param rule such as {@code FREQ=WEEKLY;BYDAY=TU}
   * @return this builder
   * @throws InvalidRecurrence if it is none
   */
  public EventBuilder recurs(String rule) {
    return recurs(Recurrence.parse(rule));
  }

  /**
   * Adds a time at which it takes place too.
   *
   * @param time in the form of the start
   * @return this builder
   */
  public EventBuilder date(CalendarTime time) {
    times.add(time);
    several.add(Values.property("RDATE", time));
    return this;
  }

  /**
   * Adds a time at which it does not take place.
   *
   * @param time when it would begin, in the form of the start
   * @return this builder
   */
  public EventBuilder exclude(CalendarTime time) {
    times.add(time);
    several.add(Values.property("EXDATE", time));
    return this;
  }

  /**
   * Makes it an occurrence of the event with this UID that is different.
   *
   * @param original when the occurrence would begin
   * @return this builder
   */
  public EventBuilder replaces(CalendarTime original) {
    return time("RECURRENCE-ID", original);
  }

  /**
   * Sets how often the organizer has changed it in a way that matters.
   *
   * @param sequence 0 or more
   * @return this builder
   */
  public EventBuilder sequence(int sequence) {
    if (sequence < 0) {
      throw new IllegalArgumentException("a sequence is 0 or more, not " + sequence);
    }
    return set(Property.raw("SEQUENCE", Integer.toString(sequence)));
  }

  /**
   * Sets what it is about, in short.
   *
   * @param summary one line
   * @return this builder
   */
  public EventBuilder summary(String summary) {
    return set(Property.text("SUMMARY", summary));
  }

  /**
   * Sets what it is about, in full.
   *
   * @param description with line breaks
   * @return this builder
   */
  public EventBuilder description(String description) {
    return set(Property.text("DESCRIPTION", description));
  }

  /**
   * Sets where it takes place.
   *
   * @param location the place
   * @return this builder
   */
  public EventBuilder location(String location) {
    return set(Property.text("LOCATION", location));
  }

  /**
   * Sets where more is to be found.
   *
   * @param url the address
   * @return this builder
   */
  public EventBuilder url(URI url) {
    return set(Property.raw("URL", url.toString()));
  }

  /**
   * Sets what it is sorted under.
   *
   * @param categories the names
   * @return this builder
   */
  public EventBuilder categories(List<String> categories) {
    String list = String.join(",", categories.stream().map(TextValue::escaped).toList());
    return set(Property.raw("CATEGORIES", list));
  }

  /**
   * Sets whether it takes place.
   *
   * @param status the status
   * @return this builder
   */
  public EventBuilder status(EventStatus status) {
    return set(Property.raw("STATUS", status.name()));
  }

  /**
   * Sets whether somebody can do something else meanwhile.
   *
   * @param transparent true if so
   * @return this builder
   */
  public EventBuilder transparent(boolean transparent) {
    return set(Property.raw("TRANSP", transparent ? "TRANSPARENT" : "OPAQUE"));
  }

  /**
   * Sets who invites.
   *
   * @param organizer name and address
   * @return this builder
   */
  public EventBuilder organizer(Attendee organizer) {
    return set(organizer.organizer("ORGANIZER"));
  }

  /**
   * Adds somebody who is invited.
   *
   * @param attendee who
   * @return this builder
   */
  public EventBuilder attendee(Attendee attendee) {
    several.add(attendee.property());
    return this;
  }

  /**
   * Adds a reminder on the screen.
   *
   * @param before how long before the start
   * @param text what to say
   * @return this builder
   */
  public EventBuilder remind(Duration before, String text) {
    CalendarDuration length = CalendarDuration.of(before.negated());
    alarms.add(
        Component.of(
            "VALARM",
            List.of(
                Property.raw("ACTION", "DISPLAY"),
                Property.raw("TRIGGER", length.toString()),
                Property.text("DESCRIPTION", text)),
            List.of()));
    return this;
  }

  /**
   * Sets a property that has no method here, in place of others of its name.
   *
   * @param property the line
   * @return this builder
   */
  public EventBuilder property(Property property) {
    return set(property);
  }

  /**
   * Returns the event.
   *
   * @return the event
   * @throws IllegalStateException if start or stamp is missing
   * @throws CalendarException if the end is before the start, or not of its form
   */
  public Event build() {
    for (String needed : List.of("DTSTAMP", "DTSTART")) {
      if (component.property(needed).isEmpty()) {
        throw new IllegalStateException("an event needs a " + needed + ", which is not set");
      }
    }
    List<Property> properties = new ArrayList<>(component.properties());
    properties.addAll(several);
    return Event.of(Component.of("VEVENT", properties, alarms), new Values(Zones.of(times)));
  }
}
