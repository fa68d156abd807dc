package dev.atom.time;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.time.TargetClock.Mark;
import dev.atom.time.TargetClock.State;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** Reads and writes the JSON form of a clock. */
final class TargetClockJson {
  private static final String CALENDAR = "calendar";
  private static final String TARGET = "target";
  private static final String MARKS = "marks";
  private static final String STATE = "state";
  private static final String AT = "at";

  private TargetClockJson() {}

  static Json.Obj write(TargetClock clock) {
    List<Json> marks = new ArrayList<>();
    for (Mark mark : clock.marks()) {
      marks.add(Json.object().put(STATE, name(mark.state())).put(AT, mark.at().toString()).build());
    }
    return Json.object()
        .put(CALENDAR, clock.calendar().toJson())
        .put(TARGET, clock.target().toString())
        .put(MARKS, marks)
        .build();
  }

  private static String name(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  static TargetClock read(Json json) {
    Json.Obj clock = object(json, "", Set.of(CALENDAR, TARGET, MARKS));
    Json items = member(clock, MARKS, "");
    if (!(items instanceof Json.Arr array)) {
      throw refused("expected an array of marks", "/" + MARKS);
    }
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < array.items().size(); i++) {
      marks.add(mark(array.items().get(i), "/" + MARKS + "/" + i));
    }
    WorkCalendar calendar = calendar(member(clock, CALENDAR, ""));
    Duration target = text(clock, TARGET, "", Duration::parse, "a duration such as PT8H");
    try {
      return new TargetClock(calendar, target, marks);
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()), "");
    }
  }

  private static WorkCalendar calendar(Json json) {
    try {
      return WorkCalendar.fromJson(json);
    } catch (JsonException e) {
      throw e.under("/" + CALENDAR);
    }
  }

  private static Mark mark(Json json, String path) {
    Json.Obj mark = object(json, path, Set.of(STATE, AT));
    return new Mark(
        text(mark, STATE, path, TargetClockJson::state, "running, paused or stopped"),
        text(mark, AT, path, Instant::parse, "an instant such as 2026-01-01T00:00:00Z"));
  }

  private static State state(String name) {
    for (State state : State.values()) {
      if (name(state).equals(name)) {
        return state;
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static Json.Obj object(Json json, String path, Set<String> names) {
    if (!(json instanceof Json.Obj object)) {
      throw refused("expected an object", path);
    }
    for (String name : object.members().keySet()) {
      if (!names.contains(name)) {
        throw refused("no such member", path + "/" + name);
      }
    }
    return object;
  }

  private static Json member(Json.Obj object, String name, String path) {
    return object.get(name).orElseThrow(() -> refused("a clock needs it", path + "/" + name));
  }

  private static <T> T text(
      Json.Obj object, String name, String path, Function<String, T> parse, String expected) {
    if (member(object, name, path) instanceof Json.Str text) {
      try {
        return parse.apply(text.value());
      } catch (DateTimeException | IllegalArgumentException e) {
        throw refused("expected " + expected, path + "/" + name);
      }
    }
    throw refused("expected a string, " + expected, path + "/" + name);
  }

  private static JsonException refused(String problem, String path) {
    return new JsonException(problem, path, 0, 0);
  }
}
