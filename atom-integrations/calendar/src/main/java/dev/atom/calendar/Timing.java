package dev.atom.calendar;

import dev.atom.time.Frequency;
import dev.atom.time.Recurrence;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * When a component takes place: its start with an end, and by what it recurs.
 *
 * @param span from DTSTART to DTEND, or with DURATION
 * @param rules each RRULE, by the clock of the start
 * @param exceptions each EXRULE, by the clock of the start
 * @param dates each RDATE; those that are no period have neither end nor length
 * @param excluded each EXDATE
 * @param recurrenceId which occurrence of a series this replaces
 * @param andFuture whether it replaces those after that one too
 */
record Timing(
    Optional<Span> span,
    List<Recurrence> rules,
    List<Recurrence> exceptions,
    List<Span> dates,
    List<CalendarTime> excluded,
    Optional<CalendarTime> recurrenceId,
    boolean andFuture) {
  private static final Set<Frequency> WITHIN_DAY =
      Set.of(Frequency.HOURLY, Frequency.MINUTELY, Frequency.SECONDLY);

  static Timing of(Component component, String endName, Values values) {
    Optional<Span> span = span(component, endName, values);
    List<Span> dates = new ArrayList<>();
    for (Property property : component.properties("RDATE")) {
      boolean periods = property.parameter("VALUE").filter("PERIOD"::equalsIgnoreCase).isPresent();
      if (periods) {
        dates.addAll(values.spans(property));
      } else {
        values.times(property).forEach(time -> dates.add(Span.of(time)));
      }
    }
    List<CalendarTime> excluded = new ArrayList<>();
    component.properties("EXDATE").forEach(property -> excluded.addAll(values.times(property)));
    Optional<Property> id = only(component, "RECURRENCE-ID");
    return new Timing(
        span,
        rules(component, "RRULE", span),
        rules(component, "EXRULE", span),
        List.copyOf(dates),
        List.copyOf(excluded),
        id.map(values::time),
        id.flatMap(p -> p.parameter("RANGE"))
            .filter("THISANDFUTURE"::equalsIgnoreCase)
            .isPresent());
  }

  private static Optional<Span> span(Component component, String endName, Values values) {
    Optional<CalendarTime> start = only(component, "DTSTART").map(values::time);
    Optional<Property> end = only(component, endName);
    Optional<Property> length = only(component, "DURATION");
    if (end.isPresent() && length.isPresent()) {
      throw CalendarException.value(
          length.get(), "a duration and " + endName + " can't both be there");
    }
    // Understood even where there is no start that they could belong to.
    Optional<CalendarTime> last = end.map(values::time);
    Optional<CalendarDuration> lasting = length.map(p -> values.duration(p, p.raw()));
    return start.map(
        from -> {
          Span span = new Span(from, last, lasting);
          end.or(() -> length).ifPresent(span::checked);
          return span;
        });
  }

  private static List<Recurrence> rules(Component component, String name, Optional<Span> span) {
    List<Recurrence> rules = new ArrayList<>();
    for (Property property : component.properties(name)) {
      CalendarTime start =
          span.map(Span::start)
              .orElseThrow(() -> CalendarException.value(property, "a rule needs a DTSTART"));
      // Of a day or a floating time there is no zone yet; an UNTIL in UTC then means the wall.
      Recurrence rule = Rules.parse(property, Walls.clocks(start, ZoneOffset.UTC));
      if (start instanceof CalendarTime.Day && WITHIN_DAY.contains(rule.frequency())) {
        throw CalendarException.value(property, "whole days can't recur within a day");
      }
      rules.add(rule);
    }
    return List.copyOf(rules);
  }

  private static Optional<Property> only(Component component, String name) {
    List<Property> all = component.properties(name);
    if (all.size() > 1) {
      throw CalendarException.value(all.get(1), component.name() + " has more than one " + name);
    }
    return all.stream().findFirst();
  }

  Optional<CalendarTime> start() {
    return span.map(Span::start);
  }

  /** The end as stated, or worked out by the clock of the start. */
  Optional<CalendarTime> end() {
    return span.flatMap(
        from ->
            from.end()
                .or(
                    () ->
                        from.length()
                            .map(l -> Walls.at(from.start(), l.after(Walls.of(from.start()))))));
  }

  boolean recurs() {
    return !rules.isEmpty() || !dates.isEmpty();
  }
}
