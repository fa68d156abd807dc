package dev.atom.calendar;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * A calendar: events, tasks, and when somebody is free. Read one with a {@link CalendarReader}, or
 * make one with {@link #newBuilder}. What is read and written again has all its lines, those that
 * nothing here knows too. Equal by content. Immutable and thread-safe.
 */
public final class Calendar {
  static final String PRODUCT = "-//dev.atom//Atom Calendar//EN";

  private static final Instant FIRST = Instant.parse("0002-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9998-01-01T00:00:00Z");

  private final Component component;
  private final CalendarLimits limits;
  private final List<Event> events;
  private final List<Todo> todos;
  private final List<FreeBusy> freeBusy;
  private final List<OpeningTimes> openingTimes;

  private Calendar(
      Component component,
      Map<String, ZoneId> told,
      CalendarLimits limits,
      Optional<Consumer<CalendarProblem>> problems) {
    this.component = component;
    this.limits = limits;
    checkVersion(component, problems);
    Values values = new Values(new Zones(told, component.components("VTIMEZONE")));
    events = views(component, "VEVENT", values, problems, Event::of);
    todos = views(component, "VTODO", values, problems, Todo::of);
    freeBusy = views(component, "VFREEBUSY", values, problems, FreeBusy::of);
    openingTimes = views(component, "VAVAILABILITY", values, problems, OpeningTimes::of);
  }

  static Calendar of(
      Component component,
      Map<String, ZoneId> told,
      CalendarLimits limits,
      Optional<Consumer<CalendarProblem>> problems) {
    return new Calendar(component, told, limits, problems);
  }

  /**
   * Returns a builder of a calendar.
   *
   * @param productId who makes it, such as {@code -//Example//Booking 1.0//EN}
   * @return a new builder
   */
  public static CalendarBuilder newBuilder(String productId) {
    return new CalendarBuilder(productId);
  }

  /** The version before 2.0 is another format, though it looks alike. */
  private static void checkVersion(
      Component component, Optional<Consumer<CalendarProblem>> problems) {
    component
        .property("VERSION")
        .filter(version -> version.raw().strip().startsWith("1."))
        .ifPresent(
            version -> {
              CalendarException refusal =
                  CalendarException.value(version, "this is vCalendar 1.0, not iCalendar 2.0");
              problems.orElseThrow(() -> refusal).accept(refusal.problem());
            });
  }

  private static <T> List<T> views(
      Component calendar,
      String name,
      Values values,
      Optional<Consumer<CalendarProblem>> problems,
      BiFunction<Component, Values, T> view) {
    List<T> views = new ArrayList<>();
    for (Component component : calendar.components(name)) {
      try {
        views.add(view.apply(component, values));
      } catch (CalendarException e) {
        problems.orElseThrow(() -> e).accept(e.problem());
      }
    }
    return List.copyOf(views);
  }

  /**
   * Returns what is to be done with the calendar, such as {@code REQUEST} or {@code REPLY} (RFC 5546).
   *
   * @return the METHOD in upper case; empty for a calendar that is nothing but one
   */
  public Optional<String> method() {
    return component.property("METHOD").map(p -> p.text().strip().toUpperCase(Locale.ROOT));
  }

  /**
   * Returns what the calendar is called.
   *
   * @return the NAME of RFC 7986, or the X-WR-CALNAME that was there before it
   */
  public Optional<String> name() {
    return component
        .property("NAME")
        .or(() -> component.property("X-WR-CALNAME"))
        .map(Property::text);
  }

  /**
   * Returns the events, those that replace occurrences of others too.
   *
   * @return in the order of the file
   */
  public List<Event> events() {
    return events;
  }

  /**
   * Returns the tasks.
   *
   * @return in the order of the file
   */
  public List<Todo> todos() {
    return todos;
  }

  /**
   * Returns the stretches of time that are known to be free or not.
   *
   * @return in the order of the file
   */
  public List<FreeBusy> freeBusy() {
    return freeBusy;
  }

  /**
   * Returns when somebody can be asked at all.
   *
   * @return in the order of the file
   */
  public List<OpeningTimes> openingTimes() {
    return openingTimes;
  }

  /**
   * Returns the calendar as it stands in the file, with the components that have no type here, such as
   * journals, and those that a tolerant reader left out.
   *
   * @return the VCALENDAR
   */
  public Component component() {
    return component;
  }

  /**
   * Lists what takes place in a window: each event as often as it recurs, occurrences that are
   * different in place of the others, without those that are excluded or cancelled.
   *
   * @param from the window's start
   * @param to the window's end, which does not belong to it
   * @param reader the zone of who reads: for whole days, and times without a zone
   * @return what overlaps the window, in order of start
   * @throws CalendarException if there is more than {@link CalendarLimits#occurrences()}
   * @throws IllegalArgumentException if the window ends before it starts
   */
  public List<Occurrence> occurrences(Instant from, Instant to, ZoneId reader) {
    check(from, to);
    if (method().filter("CANCEL"::equals).isPresent()) {
      return List.of();
    }
    return Series.between(
            events, within(from), within(to), reader, new Limited(limits.occurrences()))
        .stream()
        .sorted(
            Comparator.comparing(Occurrence::start)
                .thenComparing(Occurrence::end)
                .thenComparing(o -> o.event().uid().orElse("")))
        .toList();
  }

  /**
   * Lists when somebody whose calendar this is can't do anything else: events that are not
   * transparent, what free/busy components say, and the time outside of {@link #openingTimes()}.
   *
   * @param from the window's start
   * @param to the window's end
   * @param reader the zone of who reads: for whole days, and times without a zone
   * @return within the window, in order of start; apart from each other if of one kind
   * @throws CalendarException if there are more than {@link CalendarLimits#occurrences()}
   * @throws IllegalArgumentException if the window ends before it starts
   */
  public List<BusyTime> busy(Instant from, Instant to, ZoneId reader) {
    List<BusyTime> busy = new ArrayList<>();
    for (Occurrence occurrence : occurrences(from, to, reader)) {
      Event event = occurrence.event();
      if (!event.transparent() && occurrence.start().isBefore(occurrence.end())) {
        boolean perhaps = event.status().filter(EventStatus.TENTATIVE::equals).isPresent();
        BusyKind kind = perhaps ? BusyKind.TENTATIVE : BusyKind.BUSY;
        busy.add(new BusyTime(occurrence.start(), occurrence.end(), kind));
      }
    }
    freeBusy.forEach(stretches -> busy.addAll(stretches.busy()));
    busy.addAll(
        OpeningTimes.busy(
            openingTimes, within(from), within(to), reader, new Limited(limits.occurrences())));
    return BusyTime.united(busy, from, to);
  }

  private static void check(Instant from, Instant to) {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("a window from " + from + " can't end at " + to);
    }
  }

  /** Calendars have no years but those of four digits. */
  private static Instant within(Instant at) {
    return at.isBefore(FIRST) ? FIRST : at.isAfter(LAST) ? LAST : at;
  }

  /**
   * Writes the calendar.
   *
   * @return the file in UTF-8, lines ended by CR LF and folded at 75 bytes
   */
  public byte[] bytes() {
    LineWriter writer = new LineWriter();
    writer.write(component);
    return writer.bytes();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Calendar that && component.equals(that.component);
  }

  @Override
  public int hashCode() {
    return component.hashCode();
  }

  @Override
  public String toString() {
    return "Calendar[" + events.size() + " events, " + todos.size() + " tasks]";
  }
}
