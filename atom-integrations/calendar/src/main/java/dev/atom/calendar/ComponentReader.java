package dev.atom.calendar;

import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Lines to calendars, as they stand in the file. A stack instead of recursion, and limits. */
final class ComponentReader {
  static final String CALENDAR = "VCALENDAR";

  /** What is read without a calendar around it: parts of files are passed on alone. */
  private static final Set<String> ALONE =
      Set.of("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY", "VALARM");

  private static final class Open {
    private final String name;
    private final int line;
    private final List<Property> properties = new ArrayList<>();
    private final List<Component> components = new ArrayList<>();

    Open(String name, int line) {
      this.name = name;
      this.line = line;
    }
  }

  private final Lines lines;
  private final CalendarLimits limits;
  private final Optional<Consumer<CalendarProblem>> problems;
  private final Deque<Open> open = new ArrayDeque<>();
  private final List<Component> calendars = new ArrayList<>();
  private final List<Component> alone = new ArrayList<>();
  private int count;

  /**
   * Reads calendars.
   *
   * @param problems where lines that can't be understood are reported; without it they are refused
   */
  ComponentReader(
      byte[] bytes,
      Charset charset,
      CalendarLimits limits,
      Optional<Consumer<CalendarProblem>> problems) {
    this.lines = new Lines(bytes, charset, limits, problems);
    this.limits = limits;
    this.problems = problems;
  }

  /** Returns the components named VCALENDAR, and one more around those that stand alone. */
  List<Component> read() {
    for (Optional<Lines.Line> next = lines.next(); next.isPresent(); next = lines.next()) {
      Lines.Line line = next.get();
      Property property;
      try {
        property = ContentLine.parse(line);
      } catch (CalendarException e) {
        pass(e);
        continue;
      }
      take(property);
    }
    if (!open.isEmpty()) {
      throw CalendarException.malformed(
          open.peek().line, open.peek().name + " begins here and is not ended");
    }
    if (!alone.isEmpty()) {
      calendars.add(
          Component.of(
              CALENDAR,
              List.of(Property.raw("VERSION", "2.0"), Property.text("PRODID", Calendar.PRODUCT)),
              alone));
    }
    if (calendars.isEmpty()) {
      throw CalendarException.malformed(
          1, "there is no calendar in the file; it should begin with BEGIN:VCALENDAR");
    }
    return calendars;
  }

  private void take(Property property) {
    switch (property.name()) {
      case "BEGIN" -> begin(property);
      case "END" -> end(property);
      default -> {
        if (open.isEmpty()) {
          pass(
              CalendarException.malformed(
                  property.line(), property.name() + " stands outside of every component"));
        } else {
          open.peek().properties.add(property);
        }
      }
    }
  }

  private void begin(Property property) {
    String name = property.raw().strip().toUpperCase(Locale.ROOT);
    int line = property.line();
    if (!Names.valid(name)) {
      throw CalendarException.malformed(
          line, "\"" + CalendarException.shown(name) + "\" is no name of a component");
    }
    if (open.isEmpty() ? !name.equals(CALENDAR) && !ALONE.contains(name) : name.equals(CALENDAR)) {
      throw CalendarException.malformed(
          line, open.isEmpty() ? name + " can't stand alone" : "a calendar inside of another one");
    }
    if (++count > limits.components()) {
      throw CalendarException.tooLarge(
          line, "there are more than the " + limits.components() + " components allowed");
    }
    // A component that stands alone counts as inside of the calendar that is put around it.
    if (open.size() + (name.equals(CALENDAR) ? 1 : open.isEmpty() ? 2 : 1) > limits.depth()) {
      throw CalendarException.tooLarge(
          line, "components lie deeper in each other than the " + limits.depth() + " allowed");
    }
    open.push(new Open(name, line));
  }

  private void end(Property property) {
    String name = property.raw().strip().toUpperCase(Locale.ROOT);
    Open last = open.peek();
    if (last == null || !last.name.equals(name)) {
      String wanted = last == null ? "nothing was begun" : last.name + " is to be ended first";
      throw CalendarException.malformed(
          property.line(), "END:" + CalendarException.shown(name) + ", but " + wanted);
    }
    open.pop();
    Component ended = new Component(last.name, last.properties, last.components, last.line);
    if (!open.isEmpty()) {
      open.peek().components.add(ended);
    } else if (name.equals(CALENDAR)) {
      calendars.add(ended);
    } else {
      alone.add(ended);
    }
  }

  private void pass(CalendarException refusal) {
    problems.orElseThrow(() -> refusal).accept(refusal.problem());
  }
}
