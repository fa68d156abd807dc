package dev.atom.rules.differential;

import dev.atom.json.Json;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads rules by the words of the documentation.
 *
 * @param declared the fields that a vocabulary declares as points in time, with their types
 * @param calendars the calendars by name
 */
record Reading(Map<String, String> declared, Map<String, Hours> calendars) {
  /** Operations of JsonLogic that stand in conditions without further signs. */
  static final Set<String> LOGIC =
      Set.of(
          "and",
          "or",
          "!",
          "!!",
          "==",
          "!=",
          "===",
          "!==",
          "<",
          "<=",
          ">",
          ">=",
          "in",
          "some",
          "none",
          "startsWith",
          "endsWith");

  static final List<String> FOLDS =
      List.of("any", "all", "none", "count", "sum", "min", "max", "avg");
  private static final Set<String> ABOUT_TIME =
      Set.of(
          "before",
          "after",
          "olderThan",
          "newerThan",
          "within",
          "timeOfDay",
          "dayOfWeek",
          "businessHours");
  static final Map<String, String> COMPLEMENTS =
      Map.of(
          "ne", "eq",
          "notBetween", "between",
          "notIn", "in",
          "notContains", "contains",
          "notStartsWith", "startsWith",
          "notEndsWith", "endsWith",
          "isNotNull", "isNull",
          "isNotEmpty", "isEmpty",
          "containsNone", "containsAny");

  /** All that makes a rule match: any of its triggers, its time and its condition. */
  Said rule(Json.Obj rule) {
    List<Said> all = new ArrayList<>();
    List<Json> on = rule.get("on").map(Values::items).orElse(List.of());
    if (!on.isEmpty()) {
      String id = rule.text("id").orElseThrow();
      List<Json> triggers = on.stream().map(t -> trigger((Json.Obj) t, id)).toList();
      all.add(new Said.Several(1, several(triggers, "/on")));
    }
    Json.Obj effective = (Json.Obj) rule.get("effective").orElse(Json.Obj.EMPTY);
    effective.get("from").ifPresent(at -> all.add(condition(now("gte", at, "from"), "")));
    effective.get("to").ifPresent(at -> all.add(condition(now("lt", at, "to"), "")));
    all.add(condition((Json.Obj) rule.get("when").orElseThrow(), "/when"));
    return new Said.Several(all.size(), all);
  }

  private static Json.Obj now(String operator, Json at, String end) {
    Json instant = Json.object().put("instant", at).build();
    return field("@now", operator, instant).toBuilder().put("id", "/effective/" + end).build();
  }

  private static Json.Obj field(String path, String operator, Json value) {
    return Json.object().put("field", path).put("op", operator).put("value", value).build();
  }

  /** A trigger as the condition that it is like. */
  private static Json trigger(Json.Obj trigger, String rule) {
    Map.Entry<String, Json> first = trigger.members().entrySet().iterator().next();
    String text = first.getValue() instanceof Json.Str s ? s.value() : "";
    return switch (first.getKey()) {
      case "event" -> field("@event", "eq", first.getValue());
      case "schedule", "webhook" -> field("@event", "eq", Json.of(first.getKey() + ":" + text));
      case "due" -> field("@event", "eq", Json.of("due:" + rule));
      case "changed" ->
          together("any", Values.items(first.getValue()).stream().map(Reading::changed).toList());
      case "status" -> moved(trigger, text);
      default -> throw new IllegalArgumentException("nobody told me of " + trigger);
    };
  }

  private static Json changed(Json path) {
    return Json.object().put("field", path).put("op", "changed").build();
  }

  private static Json moved(Json.Obj trigger, String field) {
    List<Json> moved = new ArrayList<>();
    trigger.get("from").ifPresent(before -> moved.add(field(field, "changedFrom", before)));
    trigger.get("to").ifPresent(now -> moved.add(field(field, "changedTo", now)));
    return moved.isEmpty() ? changed(Json.of(field)) : together("all", moved);
  }

  private static Json together(String how, List<Json> conditions) {
    return conditions.size() == 1
        ? conditions.get(0)
        : Json.object().put(how, Json.array(conditions)).build();
  }

  Said condition(Json.Obj condition, String place) {
    return condition(condition, place, List.of());
  }

  private List<Said> several(List<Json> conditions, String place) {
    return several(conditions, place, List.of());
  }

  private List<Said> several(List<Json> conditions, String place, List<String> lists) {
    List<Said> all = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      all.add(condition((Json.Obj) conditions.get(i), place + "/" + i, lists));
    }
    return all;
  }

  /** The lists are those whose items the condition is on, as a vocabulary names them. */
  private Said condition(Json.Obj condition, String place, List<String> lists) {
    String name = condition.text("id").orElse(place);
    if (condition.get("items").isPresent()) {
      return items(condition, name, lists);
    }
    if (condition.get("logic").isPresent()) {
      return new Said.Logic(name, condition.get("logic").get());
    }
    String first = condition.members().keySet().iterator().next();
    if (LOGIC.contains(first)) {
      return new Said.Logic(name, condition);
    }
    return switch (first) {
      case "all" -> {
        List<Said> all = several(Values.items(condition.get("all").get()), place + "/all", lists);
        yield new Said.Several(all.size(), all);
      }
      case "any" ->
          new Said.Several(
              1, several(Values.items(condition.get("any").get()), place + "/any", lists));
      case "atLeast" ->
          new Said.Several(
              ((Json.Num) condition.get("atLeast").get()).value().intValue(),
              several(Values.items(condition.get("of").get()), place + "/of", lists));
      case "not" ->
          new Said.Not(condition((Json.Obj) condition.get("not").get(), place + "/not", lists));
      default -> new Said.Field(name, asked(condition, lists));
    };
  }

  private Said items(Json.Obj condition, String name, List<String> lists) {
    String fold =
        FOLDS.stream().filter(f -> condition.get(f).isPresent()).findFirst().orElseThrow();
    Path list = Path.of(condition.text("items").orElseThrow());
    List<String> inside = new ArrayList<>(lists);
    inside.add(full(list, lists) + "[]");
    Optional<String> of = condition.text(fold);
    Json each = condition.get(of.isPresent() ? "where" : fold).orElse(null);
    Said every =
        each == null ? new Said.Several(0, List.of()) : condition((Json.Obj) each, "", inside);
    Said.Asked amount =
        condition.get("op").isEmpty()
            ? null
            : asked(
                condition.toBuilder().put("field", list.text()).build(),
                lists,
                false /* a number */);
    return new Said.Items(
        name, list, fold, every, of.map(Path::of).orElse(null), amount, missing(condition));
  }

  private static @Nullable Boolean missing(Json.Obj condition) {
    return condition.text("missing").map(answer -> answer.equals("match")).orElse(null);
  }

  /** The path as a vocabulary names it. */
  private static String full(Path path, List<String> lists) {
    int level = lists.size() - path.outward();
    String inner = path.inner().replaceAll("\\.\\d+(?=\\.|$)", "[]");
    if (level == 0) {
      return inner;
    }
    return lists.get(level - 1) + (inner.isEmpty() ? "" : "." + inner);
  }

  private boolean isDeclared(Path path, List<String> lists) {
    return path.text().equals("@now") || declared.containsKey(full(path, lists));
  }

  private Said.Asked asked(Json.Obj condition, List<String> lists) {
    Json value = condition.get("value").orElse(Json.NULL);
    List<Json> literals = value instanceof Json.Arr a ? a.items() : List.of(value);
    Optional<Path> other = Values.otherField(value).map(Path::of);
    boolean temporal =
        ABOUT_TIME.contains(condition.text("op").orElseThrow())
            || isDeclared(Path.of(condition.text("field").orElseThrow()), lists)
            || literals.stream().anyMatch(Values::typed)
            || other.filter(path -> isDeclared(path, lists)).isPresent();
    return asked(condition, lists, temporal);
  }

  private Said.Asked asked(Json.Obj condition, List<String> lists, boolean temporal) {
    String operator = condition.text("op").orElseThrow();
    String positive = COMPLEMENTS.getOrDefault(operator, operator);
    Json value = condition.get("value").orElse(Json.NULL);
    boolean two = positive.equals("between") || positive.equals("timeOfDay");
    List<Json> written = two ? Values.items(value) : List.of(value);
    return new Said.Asked(
        positive,
        !positive.equals(operator),
        Path.of(condition.text("field").orElseThrow()),
        value,
        written.stream().map(Reading::operand).toList(),
        condition.get("ignoreCase").isPresent() && !temporal,
        temporal,
        missing(condition),
        work(positive, value));
  }

  private static Said.Operand operand(Json written) {
    return new Said.Operand(
        Values.otherField(written).map(Path::of).orElse(null), Values.bare(written));
  }

  private Said.@Nullable Work work(String operator, Json value) {
    if (operator.equals("businessHours")) {
      return new Said.Work(hours(value), Duration.ZERO);
    }
    if (value instanceof Json.Obj object && object.get("duration").isPresent()) {
      Duration length = Duration.parse(object.text("duration").get());
      return new Said.Work(hours(object.get("calendar").get()), length);
    }
    return null;
  }

  private Hours hours(Json named) {
    if (named instanceof Json.Obj object) {
      Hours hours = hours(object.get("calendar").get());
      return object.text("zone").map(zone -> hours.in(ZoneId.of(zone))).orElse(hours);
    }
    return Optional.ofNullable(calendars.get(((Json.Str) named).value())).orElseThrow();
  }
}
