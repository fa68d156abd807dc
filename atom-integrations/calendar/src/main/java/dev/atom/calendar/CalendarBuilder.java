package dev.atom.calendar;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds a {@link Calendar}. The zones of its events are described in it, each once. Defaults: no
 * method, no components. Not thread-safe.
 */
public final class CalendarBuilder {
  private final List<Property> properties = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final List<Component> components = new ArrayList<>();
  private CalendarLimits limits = CalendarLimits.DEFAULT;

  CalendarBuilder(String productId) {
    properties.add(Property.raw("VERSION", "2.0"));
    properties.add(Property.text("PRODID", productId));
  }

  /**
   * Sets what is to be done with the calendar.
   *
   * @param method such as {@code PUBLISH}; {@link Invitations} sets those of invitations
   * @return this builder
   */
  public CalendarBuilder method(String method) {
    properties.removeIf(property -> property.name().equals("METHOD"));
    properties.add(Property.raw("METHOD", method));
    return this;
  }

  /**
   * Adds an event.
   *
   * @param event the event
   * @return this builder
   */
  public CalendarBuilder event(Event event) {
    events.add(event);
    return this;
  }

  /**
   * Adds events.
   *
   * @param more the events
   * @return this builder
   */
  public CalendarBuilder events(Collection<Event> more) {
    events.addAll(more);
    return this;
  }

  /**
   * Adds a component of any other kind. Zones are described for events only, so that its times are
   * best in UTC.
   *
   * @param component such as a VTODO
   * @return this builder
   */
  public CalendarBuilder component(Component component) {
    components.add(component);
    return this;
  }

  /**
   * Adds a line about the calendar itself.
   *
   * @param property such as {@code NAME}
   * @return this builder
   */
  public CalendarBuilder property(Property property) {
    properties.add(property);
    return this;
  }

  /**
   * Sets how far recurrences are worked out.
   *
   * @param most the limits
   * @return this builder
   */
  public CalendarBuilder limits(CalendarLimits most) {
    limits = most;
    return this;
  }

  /**
   * Returns the calendar.
   *
   * @return the calendar
   * @throws CalendarException if a component can't be understood
   */
  public Calendar build() {
    List<Component> all = new ArrayList<>(new ZoneDescriptions(events).components());
    events.forEach(event -> all.add(event.component()));
    all.addAll(components);
    return Calendar.of(
        Component.of(ComponentReader.CALENDAR, properties, all),
        Map.of(),
        limits,
        Optional.empty());
  }
}
