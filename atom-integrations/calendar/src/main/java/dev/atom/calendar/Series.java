package dev.atom.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The events of one UID: one that may recur, and those that replace some of its occurrences. */
final class Series {
  private final Event master;
  private final ZoneId reader;
  private final Map<Instant, Event> replaced = new HashMap<>();
  private final Map<LocalDate, Event> replacedDays = new HashMap<>();
  private final TreeMap<Instant, Event> fromNowOn = new TreeMap<>();

  private Series(Event master, Collection<Event> replacements, ZoneId reader) {
    this.master = master;
    this.reader = reader;
    for (Event event : replacements) {
      place(event);
    }
  }

  private void place(Event event) {
    CalendarTime id = event.recurrenceId().orElseThrow();
    Optional<LocalDate> day = Walls.day(id, master.start(), reader);
    if (event.andFuture()) {
      fromNowOn.merge(instant(id), event, Series::newer);
    } else if (day.isPresent()) {
      replacedDays.merge(day.get(), event, Series::newer);
    } else {
      replaced.merge(instant(id), event, Series::newer);
    }
  }

  private Instant instant(CalendarTime time) {
    return Walls.within(time, master.start()).instant(reader);
  }

  private static Event newer(Event one, Event other) {
    return one.sequence() > other.sequence() ? one : other;
  }

  /** What takes place in a window, of all events. */
  static List<Occurrence> between(
      Collection<Event> events, Instant from, Instant to, ZoneId reader, Limited limited) {
    Map<String, List<Event>> byUid = new HashMap<>();
    List<Occurrence> found = new ArrayList<>();
    for (Event event : events) {
      Optional<String> uid = event.uid();
      if (uid.isEmpty()) {
        found.addAll(new Series(event, List.of(), reader).between(from, to, limited));
      } else {
        byUid.computeIfAbsent(uid.get(), any -> new ArrayList<>()).add(event);
      }
    }
    byUid
        .values()
        .forEach(
            same ->
                of(same, reader)
                    .forEach(series -> found.addAll(series.between(from, to, limited))));
    return found;
  }

  private static List<Series> of(List<Event> same, ZoneId reader) {
    List<Event> replacements = same.stream().filter(e -> e.recurrenceId().isPresent()).toList();
    List<Event> masters = same.stream().filter(e -> e.recurrenceId().isEmpty()).toList();
    // Some producers give one UID to everything; only a higher SEQUENCE says that it is newer.
    int newest = masters.stream().mapToInt(Event::sequence).max().orElse(0);
    List<Series> series = new ArrayList<>();
    List<Event> valid = masters.stream().filter(e -> e.sequence() == newest).toList();
    for (Event event : valid) {
      series.add(new Series(event, valid.size() == 1 ? replacements : List.of(), reader));
    }
    if (valid.size() != 1) {
      // Who is invited to some occurrences only is sent those and no series.
      replacements.forEach(event -> series.add(new Series(event, List.of(), reader)));
    }
    return series;
  }

  private List<Occurrence> between(Instant from, Instant to, Limited limited) {
    Duration widest = widestShift();
    Instant early = from.minus(widest);
    Instant late = to.plus(widest);
    List<Occurrence> found = new ArrayList<>();
    new Recurring(master.timing(), reader, limited)
        .between(early, late)
        .forEach((at, begun) -> occurrence(at, begun).ifPresent(found::add));
    Set<Event> alone = new HashSet<>(replaced.values());
    alone.addAll(replacedDays.values());
    fromNowOn.values().stream().filter(event -> event.timing().recurs()).forEach(alone::add);
    for (Event event : alone) {
      new Recurring(event.timing(), reader, limited)
          .between(from, to)
          .forEach(
              (at, begun) ->
                  found.add(
                      occurrence(
                          event, begun.time(), event.recurrenceId().orElseThrow(), begun.span())));
    }
    return found.stream()
        .filter(occurrence -> occurrence.overlaps(from, to) && !occurrence.event().cancelled())
        .toList();
  }

  /** Empty if something else takes its place. */
  private Optional<Occurrence> occurrence(Instant at, Recurring.Begun begun) {
    CalendarTime time = begun.time();
    if (replaced.containsKey(at) || replacedDays.containsKey(Walls.date(time))) {
      return Optional.empty();
    }
    Map.Entry<Instant, Event> since = fromNowOn.floorEntry(at);
    if (since == null) {
      return Optional.of(occurrence(master, time, time, begun.span()));
    }
    Event event = since.getValue();
    if (event.timing().recurs()) {
      return Optional.empty();
    }
    Span span = event.timing().span().orElse(begun.span());
    CalendarTime moved = Walls.at(span.start(), wall(time, span.start()).plus(shift(event)));
    return Optional.of(occurrence(event, moved, time, span));
  }

  private Occurrence occurrence(Event event, CalendarTime time, CalendarTime original, Span span) {
    return new Occurrence(
        event, time, original, time.instant(reader), span.endOf(time, reader), reader);
  }

  /** How far this and the later occurrences are moved on the wall. */
  private Duration shift(Event event) {
    CalendarTime id = event.recurrenceId().orElseThrow();
    return event
        .start()
        .map(start -> Duration.between(wall(id, start), Walls.of(start)))
        .orElse(Duration.ZERO);
  }

  /** What the clock of another time shows. */
  private LocalDateTime wall(CalendarTime time, CalendarTime like) {
    return like instanceof CalendarTime.Day || time instanceof CalendarTime.Day
        ? Walls.of(time)
        : Walls.clocks(like, reader).wall(instant(time));
  }

  private Duration widestShift() {
    Duration widest = Duration.ZERO;
    for (Event event : fromNowOn.values()) {
      Duration moved =
          shift(event).abs().plus(event.timing().span().map(Span::reach).orElse(Duration.ZERO));
      widest = moved.compareTo(widest) > 0 ? moved : widest;
    }
    return widest;
  }
}
