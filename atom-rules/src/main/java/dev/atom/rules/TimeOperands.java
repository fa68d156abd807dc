package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.time.WorkCalendar;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what operators about time take: durations, days of the week and calendars. */
final class TimeOperands {
  private static final String CALENDAR = "calendar";
  private static final String DURATION = "duration";
  private static final String ZONE = "zone";

  private final Map<String, WorkCalendar> calendars;

  TimeOperands(Map<String, WorkCalendar> calendars) {
    this.calendars = calendars;
  }

  /** What is wrong with a value. */
  record Fault(Kind kind, String message) {}

  /** A duration that counts while work is done. */
  record Worked(Duration length, WorkCalendar calendar) {}

  /** Whether the value is a duration in working time. */
  static boolean working(Json value) {
    return value instanceof Json.Obj object && object.get(DURATION).isPresent();
  }

  Optional<Fault> durationFault(Json value) {
    if (working(value)) {
      Json.Obj object = (Json.Obj) value;
      boolean clock =
          object.text(DURATION).flatMap(Span::parse).filter(s -> s.calendar().isZero()).isPresent();
      return clock && object.members().size() == 2
          ? calendarFault(object.get(CALENDAR).orElse(Json.NULL))
          : fault(
              "working time is {\"duration\": \"PT8H\", \"calendar\": name}, in hours, minutes and"
                  + " seconds: a working day is of no fixed length");
    }
    return value instanceof Json.Str s && Span.parse(s.value()).isPresent()
        ? Optional.empty()
        : fault(
            "the value must be an ISO 8601 duration that is not negative, such as \"PT30M\" or"
                + " \"P7D\"");
  }

  Optional<Fault> daysFault(Json value) {
    boolean days =
        value instanceof Json.Arr array
            && !array.items().isEmpty()
            && array.items().size() <= DayOfWeek.values().length
            && array.items().stream().allMatch(item -> day(item).isPresent());
    return days
        ? Optional.empty()
        : fault("the value must be a list of days of the week, from \"monday\" to \"sunday\"");
  }

  Optional<Fault> calendarFault(Json value) {
    Optional<String> name = calendarName(value);
    if (name.isEmpty()) {
      return fault(
          "a calendar is named by a text, or {\"calendar\": name, \"zone\": \"Europe/Berlin\"}");
    }
    if (!calendars.containsKey(name.get())) {
      return Optional.of(
          new Fault(
              Kind.UNKNOWN_CALENDAR,
              "there is no calendar \""
                  + name.get()
                  + "\"; known are "
                  + Texts.list(calendars.keySet().stream().sorted().toList())));
    }
    return zoneText(value).isPresent() && zone(value).isEmpty()
        ? fault("\"" + zoneText(value).get() + "\" is no time zone")
        : Optional.empty();
  }

  private static Optional<Fault> fault(String message) {
    return Optional.of(new Fault(Kind.WRONG_FORM, message));
  }

  private static Optional<String> calendarName(Json value) {
    if (value instanceof Json.Obj object) {
      int known = object.text(CALENDAR).isPresent() ? 1 : 0;
      known += object.text(ZONE).isPresent() ? 1 : 0;
      return known == object.members().size() ? object.text(CALENDAR) : Optional.empty();
    }
    return value instanceof Json.Str s ? Optional.of(s.value()) : Optional.empty();
  }

  private static Optional<String> zoneText(Json value) {
    return value instanceof Json.Obj object ? object.text(ZONE) : Optional.empty();
  }

  private static Optional<ZoneId> zone(Json value) {
    try {
      return zoneText(value).map(ZoneId::of);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<DayOfWeek> day(Json value) {
    return List.of(DayOfWeek.values()).stream()
        .filter(day -> value.equals(Json.of(name(day))))
        .findFirst();
  }

  /** The name of a day in a rule document. */
  static String name(DayOfWeek day) {
    return day.name().toLowerCase(Locale.ROOT);
  }

  /** The days of a list; empty if something in it is none. */
  static Optional<Set<DayOfWeek>> days(Json value) {
    if (!(value instanceof Json.Arr array)) {
      return Optional.empty();
    }
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (Json item : array.items()) {
      Optional<DayOfWeek> day = day(item);
      if (day.isEmpty()) {
        return Optional.empty();
      }
      days.add(day.get());
    }
    return Optional.of(days);
  }

  /** The calendar that a value without a fault names; the hours of another zone are its own there. */
  WorkCalendar calendar(Json value) {
    WorkCalendar named =
        Optional.ofNullable(calendars.get(calendarName(value).orElseThrow())).orElseThrow();
    return zone(value)
        .map(id -> WorkCalendar.fromJson(named.toJson().toBuilder().put(ZONE, id.getId()).build()))
        .orElse(named);
  }

  Worked worked(Json value) {
    Json.Obj object = (Json.Obj) value;
    Duration length = Span.parse(object.text(DURATION).orElseThrow()).orElseThrow().clock();
    return new Worked(length, calendar(object.get(CALENDAR).orElseThrow()));
  }
}
