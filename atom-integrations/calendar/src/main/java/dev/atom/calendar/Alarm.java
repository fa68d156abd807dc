package dev.atom.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When to remind somebody of an event or task: a VALARM. Immutable and thread-safe. */
public final class Alarm {
  private static final int MOST_REPEATS = 1000;

  private final Component component;
  private final Optional<CalendarTime> absolute;
  private final Optional<CalendarDuration> relative;
  private final boolean fromEnd;
  private final int repeats;
  private final Duration interval;
  private final Optional<CalendarTime> acknowledged;

  private Alarm(Component component, Values values) {
    this.component = component;
    Optional<Property> trigger = component.property("TRIGGER");
    boolean length = trigger.filter(p -> p.raw().strip().matches("[+-]?P.*")).isPresent();
    absolute = length ? Optional.empty() : trigger.map(values::time);
    relative = length ? trigger.map(p -> values.duration(p, p.raw())) : Optional.empty();
    fromEnd =
        trigger.flatMap(p -> p.parameter("RELATED")).filter("END"::equalsIgnoreCase).isPresent();
    repeats = component.property("REPEAT").map(p -> Numbers.count(p, MOST_REPEATS)).orElse(0);
    interval =
        component
            .property("DURATION")
            .map(p -> values.duration(p, p.raw()))
            .map(d -> d.time().plusDays(d.days()))
            .orElse(Duration.ZERO);
    acknowledged = component.property("ACKNOWLEDGED").map(values::time);
  }

  static List<Alarm> of(Component component, Values values) {
    return component.components("VALARM").stream().map(a -> new Alarm(a, values)).toList();
  }

  /**
   * Returns what to do, such as {@code DISPLAY}, {@code AUDIO} or {@code EMAIL}.
   *
   * @return the ACTION; empty if the alarm has none
   */
  public Optional<String> action() {
    return component.property("ACTION").map(Property::text);
  }

  /**
   * Returns what to say.
   *
   * @return the DESCRIPTION; empty if the alarm has none
   */
  public Optional<String> description() {
    return component.property("DESCRIPTION").map(Property::text);
  }

  /**
   * Returns when somebody last put the alarm off or dismissed it (RFC 9074): an alarm due by then is
   * over.
   *
   * @return the time; empty if nobody has
   */
  public Optional<CalendarTime> acknowledged() {
    return acknowledged;
  }

  /**
   * Returns when the alarm is due for an occurrence, repeats included.
   *
   * @param occurrence of the event that the alarm belongs to
   * @return in order; the same for all occurrences if the alarm is set to a point in time; empty if
   *     it has no trigger
   */
  public List<Instant> times(Occurrence occurrence) {
    Optional<Instant> first =
        absolute
            .map(time -> time.instant(ZoneOffset.UTC))
            .or(() -> relative.map(length -> due(occurrence, length)));
    List<Instant> times = new ArrayList<>();
    first.ifPresent(
        due -> {
          for (int i = 0; i <= (interval.isZero() ? 0 : repeats); i++) {
            times.add(due.plus(interval.multipliedBy(i)));
          }
        });
    return times;
  }

  private Instant due(Occurrence occurrence, CalendarDuration length) {
    Instant anchor = fromEnd ? occurrence.end() : occurrence.start();
    CalendarZone clocks = occurrence.clocks();
    Instant day =
        length.days() == 0 ? anchor : clocks.instant(clocks.wall(anchor).plusDays(length.days()));
    return day.plus(length.time());
  }

  /**
   * Returns the alarm as it stands in the file.
   *
   * @return the VALARM
   */
  public Component component() {
    return component;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Alarm that && component.equals(that.component);
  }

  @Override
  public int hashCode() {
    return component.hashCode();
  }

  @Override
  public String toString() {
    return component.toString();
  }
}
