package dev.atom.time;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonObjectBuilder;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads and writes the JSON form of a calendar, strictly: a member that is misspelt is refused. */
final class WorkCalendarJson {
  private static final String ZONE = "zone";
  private static final String WEEK = "week";
  private static final String HOLIDAYS = "holidays";
  private static final String YEARLY = "yearly";
  private static final String EXCEPTIONS = "exceptions";
  private static final Set<String> MEMBERS = Set.of(ZONE, WEEK, HOLIDAYS, YEARLY, EXCEPTIONS);

  /** What a month and day has before it in ISO 8601, and nobody writes. */
  private static final String NO_YEAR = "--";

  private WorkCalendarJson() {}

  static Json.Obj write(WorkHours hours) {
    JsonObjectBuilder week = Json.object();
    hours.week().forEach((day, spans) -> week.put(name(day), texts(spans)));
    JsonObjectBuilder json = Json.object().put(ZONE, hours.zone().getId()).put(WEEK, week.build());
    if (!hours.holidays().isEmpty()) {
      json.put(HOLIDAYS, texts(hours.holidays()));
    }
    if (!hours.yearly().isEmpty()) {
      json.put(
          YEARLY,
          hours.yearly().stream()
              .map(day -> Json.of(day.toString().substring(NO_YEAR.length())))
              .toList());
    }
    if (!hours.exceptions().isEmpty()) {
      JsonObjectBuilder exceptions = Json.object();
      hours.exceptions().forEach((date, spans) -> exceptions.put(date.toString(), texts(spans)));
      json.put(EXCEPTIONS, exceptions.build());
    }
    return json.build();
  }

  private static List<Json> texts(Collection<?> values) {
    return values.stream().map(value -> Json.of(value.toString())).toList();
  }

  private static String name(DayOfWeek day) {
    return day.name().toLowerCase(Locale.ROOT);
  }

  static WorkCalendar read(Json json) {
    Map<String, Json> members = object(json, "");
    for (String member : members.keySet()) {
      if (!MEMBERS.contains(member)) {
        throw refused("a calendar has zone, week, holidays, yearly and exceptions", "/" + member);
      }
    }
    var builder =
        WorkCalendar.newBuilder(
            value(required(members, ZONE), "/zone", ZoneId::of, "a zone such as Europe/Berlin"));
    object(required(members, WEEK), "/week")
        .forEach((name, spans) -> readDay(builder, name, spans, "/week/" + name));
    builder.holidays(
        values(optional(members, HOLIDAYS), "/holidays", LocalDate::parse, "a date: 2026-12-25"));
    builder.yearly(
        values(
            optional(members, YEARLY),
            "/yearly",
            text -> MonthDay.parse(NO_YEAR + text),
            "a month and a day: 12-25"));
    Json exceptions = members.getOrDefault(EXCEPTIONS, Json.Obj.EMPTY);
    object(exceptions, "/exceptions")
        .forEach((date, spans) -> readException(builder, date, spans, "/exceptions/" + date));
    try {
      return builder.build();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw refused(e.getMessage(), "/week");
    }
  }

  private static void readDay(WorkCalendar.Builder builder, String name, Json spans, String path) {
    DayOfWeek day =
        List.of(DayOfWeek.values()).stream()
            .filter(each -> name(each).equals(name))
            .findFirst()
            .orElseThrow(() -> refused("expected monday to sunday in lower case", path));
    apart(path, () -> builder.on(day, spans(spans, path)));
  }

  private static void readException(
      WorkCalendar.Builder builder, String date, Json spans, String path) {
    LocalDate day = value(Json.of(date), path, LocalDate::parse, "a date such as 2026-12-24");
    apart(path, () -> builder.exception(day, spans(spans, path)));
  }

  private static void apart(String path, Runnable set) {
    try {
      set.run();
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage(), path);
    }
  }

  private static DaySpan[] spans(Json json, String path) {
    return values(json, path, DaySpan::parse, "a span such as 09:00-17:00").toArray(DaySpan[]::new);
  }

  private static Json required(Map<String, Json> members, String name) {
    return Optional.ofNullable(members.get(name))
        .orElseThrow(() -> refused("a calendar needs it", "/" + name));
  }

  private static Json optional(Map<String, Json> members, String name) {
    return members.getOrDefault(name, Json.array(List.of()));
  }

  private static Map<String, Json> object(Json json, String path) {
    if (json instanceof Json.Obj object) {
      return object.members();
    }
    throw refused("expected an object", path);
  }

  private static <T> List<T> values(
      Json json, String path, Function<String, T> parse, String expected) {
    if (!(json instanceof Json.Arr array)) {
      throw refused("expected an array of strings", path);
    }
    List<T> values = new ArrayList<>();
    for (int i = 0; i < array.items().size(); i++) {
      values.add(value(array.items().get(i), path + "/" + i, parse, expected));
    }
    return values;
  }

  private static <T> T value(Json json, String path, Function<String, T> parse, String expected) {
    if (json instanceof Json.Str text) {
      try {
        return parse.apply(text.value());
      } catch (DateTimeException | IllegalArgumentException e) {
        throw refused("expected " + expected, path);
      }
    }
    throw refused("expected a string, " + expected, path);
  }

  private static JsonException refused(
      @org.jspecify.annotations.Nullable String problem, String path) {
    return new JsonException(String.valueOf(problem), path, 0, 0);
  }
}
