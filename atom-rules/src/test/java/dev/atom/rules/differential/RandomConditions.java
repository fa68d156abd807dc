package dev.atom.rules.differential;

import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Conditions at random, as documents. Not thread-safe. */
final class RandomConditions {
  private static final List<String> ON_MOMENTS =
      List.of(
          "eq",
          "ne",
          "lt",
          "lte",
          "gt",
          "gte",
          "between",
          "notBetween",
          "in",
          "notIn",
          "before",
          "after",
          "olderThan",
          "newerThan",
          "within",
          "within",
          "timeOfDay",
          "timeOfDay",
          "dayOfWeek",
          "businessHours",
          "businessHours",
          "changed",
          "changedFrom",
          "changedTo",
          "increased",
          "decreased",
          "isNull",
          "isEmpty",
          "exists");

  private static final List<String> ON_TEXTS =
      List.of(
          "contains",
          "notContains",
          "containsAny",
          "containsNone",
          "containsAll",
          "startsWith",
          "notStartsWith",
          "endsWith",
          "notEndsWith",
          "eq",
          "ne",
          "in",
          "notIn",
          "matches",
          "lt");
  private static final List<String> ON_LISTS =
      List.of("any", "all", "none", "count", "sum", "min", "max", "avg");
  private static final List<String> AMOUNTS =
      List.of("eq", "ne", "lt", "lte", "gt", "gte", "between", "notBetween");

  private final Draw draw;
  private final World world;
  private final List<String> operators;
  private final RandomLogic logic;

  /** How many lists the condition stands in. */
  private int lists;

  RandomConditions(Draw draw, World world, List<String> operators) {
    this.draw = draw;
    this.world = world;
    this.operators = operators;
    this.logic = new RandomLogic(draw, world);
  }

  Json condition(int depth) {
    int form = draw.number(6 + 10 * depth);
    if (depth > 3 || form > 5) {
      return leaf();
    }
    List<Json> parts = new ArrayList<>();
    for (int i = draw.number(1, 4); i > 0; i--) {
      parts.add(condition(depth + 1));
    }
    Json list = Json.array(parts);
    return switch (form) {
      case 0, 1, 2 -> Json.object().put("all", list).build();
      case 3 -> Json.object().put("any", list).build();
      case 4 -> Json.object().put("not", condition(depth + 1)).build();
      default ->
          Json.object().put("atLeast", draw.number(parts.size()) + 1).put("of", list).build();
    };
  }

  private int ids;

  private Json leaf() {
    int kind = draw.number(100);
    if (kind < world.items() && lists < 3) {
      return items();
    }
    return kind < world.items() + world.logic() ? logic() : field();
  }

  private Json logic() {
    Json rule = logic.rule(lists > 0);
    if (draw.chance(0.4)) {
      return rule;
    }
    var condition = Json.object();
    if (draw.chance(0.5)) {
      condition.put("id", "c" + ids++);
    }
    return condition.put("logic", draw.chance(0.1) ? logic.value(lists > 0) : rule).build();
  }

  private Json items() {
    var condition = Json.object();
    if (draw.chance(0.7)) {
      condition.put("id", "c" + ids++);
    }
    String fold = draw.one(ON_LISTS);
    condition.put("items", list());
    boolean of = List.of("sum", "min", "max", "avg").contains(fold);
    // What an amount is compared with stands where the condition does.
    Optional<String> operator =
        of || fold.equals("count") ? Optional.of(draw.one(AMOUNTS)) : Optional.empty();
    Optional<Json> value = operator.map(op -> amount(op, fold));
    lists++;
    if (of) {
      condition.put(fold, draw.chance(0.5) ? draw.one(List.of("n", "@", "x")) : item());
      if (draw.chance(0.4)) {
        condition.put("where", each());
      }
    } else {
      condition.put(fold, each());
    }
    lists--;
    operator.ifPresent(op -> condition.put("op", op));
    value.ifPresent(v -> condition.put("value", v));
    if (draw.chance(0.2)) {
      condition.put("missing", draw.chance(0.5) ? "match" : "noMatch");
    }
    return condition.build();
  }

  private Json each() {
    return draw.chance(0.1)
        ? Json.object().put("all", Json.array(List.of())).build()
        : condition(draw.chance(0.7) ? 4 : 1);
  }

  private String list() {
    if (lists > 0) {
      return draw.one(List.of("subs", "subs", "@", "^.rows", "^.l", "x"));
    }
    return draw.one(
        List.of("rows", "rows", "rows", "l", "k", "tags", "rows.0.subs", "o.y", "a", "none"));
  }

  private Json amount(String operator, String fold) {
    if (operator.toLowerCase(java.util.Locale.ROOT).endsWith("between")) {
      return Json.array(List.of(bound(fold), bound(fold)));
    }
    return bound(fold);
  }

  private Json bound(String fold) {
    if (draw.chance(0.15)) {
      return otherField();
    }
    return fold.equals("count") ? Json.of(draw.number(4)) : draw.value("number", 0);
  }

  private String item() {
    return draw.one(World.ITEM.keySet().stream().sorted().toList());
  }

  /** Where a condition may look from where it stands. */
  private String path() {
    if (lists == 0) {
      return draw.one(world.paths());
    }
    if (draw.chance(0.7)) {
      return draw.chance(0.2) ? "@" : item();
    }
    int outward = draw.number(1, lists + 1);
    return "^.".repeat(outward) + (outward == lists ? draw.one(inside()) : item());
  }

  private List<String> inside() {
    return world.paths().stream().filter(path -> !path.startsWith("@")).toList();
  }

  private String kind(String path) {
    String inner = path.replace("^.", "");
    boolean facts = lists == 0 || path.length() - inner.length() == 2 * lists;
    if (inner.equals("rows.0.s")) {
      return "text";
    }
    String kind = (facts ? World.FIELDS : World.ITEM).get(inner);
    return kind == null ? "any" : kind;
  }

  private Json field() {
    String field = path();
    String kind = kind(field);
    boolean declared =
        world.declared().containsKey(field) || field.equals("@now") || kind.equals("instant");
    String operator = draw.one(operators);
    if (declared && draw.chance(0.8)) {
      operator = draw.one(ON_MOMENTS);
    } else if (world == World.TEXTS || (kind.equals("text") && draw.chance(0.3))) {
      operator = draw.one(ON_TEXTS);
    }
    var leaf = Json.object();
    if (draw.chance(0.7)) {
      leaf.put("id", "c" + ids++);
    }
    leaf.put("field", field).put("op", operator);
    String asked = operator;
    operand(operator, field).ifPresent(value -> leaf.put("value", value));
    if (draw.chance(0.25)) {
      leaf.put("ignoreCase", true);
    }
    boolean own = asked.matches("changed.*|increased|decreased|exists|is(Not)?(Null|Empty)");
    if (!own && draw.chance(0.2)) {
      leaf.put("missing", draw.chance(0.5) ? "match" : "noMatch");
    }
    return leaf.build();
  }

  private Optional<Json> operand(String operator, String field) {
    return switch (operator) {
      case "isNull",
          "isNotNull",
          "isEmpty",
          "isNotEmpty",
          "exists",
          "changed",
          "increased",
          "decreased" ->
          Optional.empty();
      case "olderThan", "newerThan", "within" -> Optional.of(span());
      case "timeOfDay" -> Optional.of(Json.array(List.of(time(), time())));
      case "dayOfWeek" -> Optional.of(draw.chance(0.2) ? otherField("w") : draw.days());
      case "businessHours" -> Optional.of(calendar());
      case "matches" -> Optional.of(Json.of(pattern()));
      case "before", "after" -> Optional.of(draw.chance(0.2) ? otherField() : moment(field));
      case "between", "notBetween" -> Optional.of(range(field));
      case "in", "notIn", "containsAny", "containsAll", "containsNone" ->
          Optional.of(draw.chance(0.2) ? otherField() : literals(operator, field));
      default -> Optional.of(draw.chance(0.2) ? otherField() : literal(operator, field));
    };
  }

  private Json otherField() {
    return Json.object().put("field", path()).build();
  }

  private Json otherField(String likely) {
    return lists == 0 && draw.chance(0.7)
        ? Json.object().put("field", likely).build()
        : otherField();
  }

  private Json span() {
    if (draw.chance(0.35)) {
      return Json.object()
          .put("duration", draw.one(Pools.WORK))
          .put("calendar", calendar())
          .build();
    }
    return draw.chance(0.2) ? otherField("p") : Json.of(draw.one(Pools.SPANS));
  }

  private Json calendar() {
    String name = draw.one(Pools.CALENDARS.keySet().stream().sorted().toList());
    return draw.chance(0.2)
        ? Json.object()
            .put("calendar", name)
            .put("zone", draw.one(List.of("Pacific/Apia", "America/New_York", "Europe/Berlin")))
            .build()
        : Json.of(name);
  }

  private Json time() {
    if (draw.chance(0.15)) {
      return otherField("h");
    }
    Json time = draw.value("time", 0);
    return draw.chance(0.3) ? typed(time) : time;
  }

  private String pattern() {
    return world == World.TEXTS && draw.chance(0.5)
        ? draw.one(List.of("a*", ".*ab.*", "(a|b)*b", "..", "a.*", "[^b]+"))
        : draw.one(Pools.PATTERNS);
  }

  private Json moment(String field) {
    Json bare =
        draw.value(
            kind(field).matches("day|instant|time")
                ? kind(field)
                : draw.one(List.of("day", "instant", "time")),
            0);
    return draw.chance(0.3) ? typed(bare) : bare;
  }

  private static Json typed(Json moment) {
    String text = ((Json.Str) moment).value();
    String type = text.contains("T") ? "instant" : text.contains(":") ? "time" : "date";
    return Json.object().put(type, moment).build();
  }

  private Json range(String field) {
    String kind =
        kind(field).matches("any|list|object|rows|texts|days|span|kind")
            ? draw.one(List.of("number", "text", "day"))
            : kind(field);
    Json low = draw.chance(0.15) ? otherField() : draw.value(kind, 0);
    Json high = draw.chance(0.15) ? otherField() : draw.value(kind, 0);
    boolean moments =
        kind.matches("day|instant|time") && !(low instanceof Json.Obj) && draw.chance(0.5);
    return Json.array(List.of(moments ? typed(low) : low, high));
  }

  private Json literals(String operator, String field) {
    List<Json> items = new ArrayList<>();
    if (world == World.TEXTS && draw.chance(0.03)) {
      for (int i = draw.number(20, 500); i > 0; i--) {
        items.add(Json.of(draw.small(8)));
      }
      return Json.array(items);
    }
    boolean typed = kind(field).matches("day|instant|list") && draw.chance(0.4);
    for (int i = draw.number(1, 5); i > 0; i--) {
      items.add(typed ? typed(draw.value(draw.one(List.of("day", "instant")), 0)) : scalar(field));
    }
    return Json.array(items);
  }

  private Json literal(String operator, String field) {
    String kind = kind(field);
    if (operator.matches("eq|ne|changedFrom|changedTo")
        && kind.equals("list")
        && draw.chance(0.5)) {
      return draw.list(1);
    }
    boolean text = operator.matches("(not)?(startsWith|endsWith|StartsWith|EndsWith)");
    Json scalar = scalar(field);
    boolean moment = kind.matches("day|instant|time|list") && !Json.NULL.equals(scalar);
    return moment && !text && draw.chance(0.5) && scalar instanceof Json.Str
        ? typed(draw.value(kind.equals("list") ? draw.one(List.of("day", "instant")) : kind, 0))
        : scalar;
  }

  private Json scalar(String field) {
    String kind = kind(field);
    if (world == World.TEXTS && draw.chance(0.9)) {
      return Json.of(draw.small(4));
    }
    boolean any = kind.matches("list|object|rows|texts|days") || draw.chance(0.15);
    Json value = draw.value(any ? "any" : kind, 0);
    return value == Json.NULL ? Json.of(true) : value;
  }
}
