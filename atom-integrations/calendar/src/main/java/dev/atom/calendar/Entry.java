package dev.atom.calendar;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What events and tasks say about themselves alike, read once and held against their values. */
final class Entry {
  private final Component component;
  private final Timing timing;
  private final int sequence;
  private final Optional<CalendarTime> stamp;
  private final Optional<CalendarTime> created;
  private final Optional<CalendarTime> lastModified;
  private final List<Alarm> alarms;

  Entry(Component component, String endName, Values values) {
    this.component = component;
    timing = Timing.of(component, endName, values);
    sequence =
        component.property("SEQUENCE").map(p -> Numbers.count(p, Integer.MAX_VALUE)).orElse(0);
    stamp = component.property("DTSTAMP").map(values::time);
    created = component.property("CREATED").map(values::time);
    lastModified = component.property("LAST-MODIFIED").map(values::time);
    alarms = Alarm.of(component, values);
  }

  Component component() {
    return component;
  }

  Timing timing() {
    return timing;
  }

  int sequence() {
    return sequence;
  }

  Optional<CalendarTime> stamp() {
    return stamp;
  }

  Optional<CalendarTime> created() {
    return created;
  }

  Optional<CalendarTime> lastModified() {
    return lastModified;
  }

  List<Alarm> alarms() {
    return alarms;
  }

  Optional<String> text(String name) {
    return component.property(name).map(Property::text);
  }

  Optional<String> token(String name) {
    return text(name).map(text -> text.strip().toUpperCase(Locale.ROOT));
  }

  List<String> categories() {
    List<String> categories = new ArrayList<>();
    component
        .properties("CATEGORIES")
        .forEach(property -> categories.addAll(TextValue.list(property.raw())));
    return List.copyOf(categories);
  }

  Optional<Attendee> organizer() {
    return component.property("ORGANIZER").map(Attendee::of);
  }

  List<Attendee> attendees() {
    return component.properties("ATTENDEE").stream().map(Attendee::of).toList();
  }

  /** Left out if it is no URI: a link that can't be followed stays in the component. */
  Optional<URI> url() {
    return component.property("URL").flatMap(Entry::uri);
  }

  private static Optional<URI> uri(Property property) {
    try {
      return Optional.of(URI.create(property.raw().strip()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  List<String> rules() {
    return component.properties("RRULE").stream().map(Rules::text).toList();
  }
}
