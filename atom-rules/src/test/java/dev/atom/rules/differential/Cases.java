package dev.atom.rules.differential;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Rules and events at random, from pools small enough that they meet. Not thread-safe. */
final class Cases {
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "0.00",
          "-0.0",
          "1",
          "1.0",
          "10e-1",
          "-1",
          "2",
          "0.1",
          "0.10",
          "100",
          "1e2",
          "1e400",
          "1e-400",
          "9007199254740992",
          "9007199254740993",
          "12345678901234567890.5",
          "1e999999999",
          "1.0e999999999",
          "10e999999998",
          "-1e999999999",
          "1e-999999999",
          "-1e-999999999",
          "2e999999999",
          "0e999999999",
          "0e-999999999");
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "A",
          "b",
          "ab",
          "aB",
          "abc",
          "ba",
          "ß",
          "ss",
          "SS",
          "straße",
          "STRASSE",
          "İ",
          "i",
          "I",
          "ı",
          "Σ",
          "σ",
          "ς",
          "\uD83D\uDE00",
          "\uD83D\uDE00a",
          "\uD83D",
          "\uDE00",
          "a\uD83D",
          "\uE000",
          "\uFFFD",
          "é",
          "É",
          "\u212A",
          "k",
          "1",
          "0",
          "true",
          "null",
          "a b",
          "a\nb",
          "42",
          "\\d",
          "\"");
  private static final List<String> DAYS =
      List.of(
          "2026-11-21",
          "2026-11-20",
          "2026-11-22",
          "2026-02-29",
          "2024-02-29",
          "2026-03-29",
          "+999999999-12-31",
          "-999999999-01-01",
          "2026-11-1",
          "2025-11-21",
          "2026-10-21");
  private static final List<String> INSTANTS =
      List.of(
          "2026-11-21T10:00:00Z",
          "2026-11-21T11:00:00+01:00",
          "2026-11-20T10:00:00Z",
          "2026-11-21T23:30:00-05:00",
          "2026-11-21T00:30:00+14:00",
          "2026-11-21T09:00:00.000Z",
          "2026-10-25T02:30:00+01:00",
          "2026-03-29T01:30:00Z",
          "2025-11-21T10:00:00Z",
          "2026-11-21T10:00:00",
          "2026-11-21T10:00Z",
          "+999999999-12-31T23:59:59-18:00",
          "-999999999-01-01T00:00:00+18:00",
          "2026-11-21T24:00:00Z",
          "2026-11-21t10:00:00z");
  private static final List<String> TIMES =
      List.of("10:00", "10:00:00", "09:59:59.999999999", "23:59", "24:00", "00:00", "17:30");
  private static final List<String> SPANS =
      List.of(
          "PT0S",
          "PT1H",
          "P1D",
          "P1M",
          "P1Y2M3D",
          "P2W",
          "P1DT12H",
          "P0D",
          "P999999999Y",
          "PT2562047788015215H",
          "P36500D",
          "PT0.5S",
          "PT23H");
  private static final List<String> PATTERNS =
      List.of(
          "a.*",
          "[a-z]+",
          "\\d+",
          ".",
          "..",
          "(a|b)+c?",
          "[^a]*",
          "\\w*",
          "a\\sb",
          "",
          ".*b",
          "σ",
          "ς",
          "k",
          "\u212A",
          "é",
          "[σk]+",
          "(?:ab){1,2}",
          "\\ba.*",
          "\uD83D\uDE00.?",
          "[^\\d]",
          "i",
          "ss|ß");
  private static final List<Optional<ZoneId>> ZONES =
      List.of(
          Optional.empty(),
          Optional.of(ZoneId.of("UTC")),
          Optional.of(ZoneId.of("Europe/Berlin")),
          Optional.of(ZoneId.of("America/New_York")),
          Optional.of(ZoneId.of("Pacific/Kiritimati")));
  private static final List<Instant> NOWS =
      List.of(
          Instant.parse("2026-11-21T10:00:00Z"),
          Instant.parse("2026-03-29T01:30:00Z"),
          Instant.parse("2026-10-25T01:30:00Z"),
          Instant.parse("2024-02-29T23:59:59Z"));

  /** The fields and what they mostly hold. */
  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("a", "any"),
          Map.entry("b", "any"),
          Map.entry("n", "number"),
          Map.entry("m", "number"),
          Map.entry("t", "text"),
          Map.entry("u", "text"),
          Map.entry("l", "list"),
          Map.entry("k", "list"),
          Map.entry("l.0", "any"),
          Map.entry("o", "object"),
          Map.entry("o.x", "any"),
          Map.entry("o.y.1", "any"),
          Map.entry("d", "day"),
          Map.entry("d2", "day"),
          Map.entry("i", "instant"),
          Map.entry("h", "time"),
          Map.entry("none", "any"));

  private static final List<String> PATHS = FIELDS.keySet().stream().sorted().toList();
  private static final List<String> TOP =
      PATHS.stream().filter(p -> !p.contains(".") && !p.equals("none")).toList();

  /** The fields that a vocabulary declares, in the batches that have one. */
  static final Map<String, String> DECLARED =
      Map.of("d", "day", "d2", "day", "i", "instant", "h", "time");

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
          "changed",
          "changedFrom",
          "changedTo",
          "increased",
          "decreased",
          "isNull",
          "isEmpty",
          "exists");

  private final SplittableRandom random;
  private final Map<String, String> declared;
  private final List<String> operators;

  Cases(SplittableRandom random, Map<String, String> declared, List<String> operators) {
    this.random = random;
    this.declared = declared;
    this.operators = operators;
  }

  static List<String> topFields() {
    return TOP;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private boolean chance(double of) {
    return random.nextDouble() < of;
  }

  Event event() {
    Map<String, Json> values = new HashMap<>();
    Map<String, Optional<Json>> before = new HashMap<>();
    for (String field : TOP) {
      if (chance(0.85)) {
        values.put(field, chance(0.85) ? value(FIELDS.get(field), 2) : value("any", 2));
      }
    }
    for (String path : PATHS) {
      if (chance(0.3)) {
        before.put(path, chance(0.2) ? Optional.empty() : Optional.of(value(FIELDS.get(path), 1)));
      }
    }
    @Nullable ZoneId zone = one(ZONES).orElse(null);
    return new Event(new Json.Obj(values), before, zone, one(NOWS));
  }

  private Json value(String kind, int depth) {
    return switch (kind) {
      case "number" -> Json.of(new BigDecimal(one(NUMBERS)));
      case "text" -> Json.of(one(TEXTS));
      case "day" -> Json.of(one(DAYS));
      case "instant" -> Json.of(one(INSTANTS));
      case "time" -> Json.of(one(TIMES));
      case "list" -> list(depth);
      case "object" -> object(depth);
      default -> any(depth);
    };
  }

  private Json any(int depth) {
    return switch (random.nextInt(depth > 0 ? 12 : 9)) {
      case 0, 1, 2 -> value("text", 0);
      case 3, 4 -> value("number", 0);
      case 5 -> Json.of(random.nextBoolean());
      case 6 -> value("day", 0);
      case 7 -> value("instant", 0);
      case 8 -> Json.NULL;
      case 9 -> object(depth);
      default -> list(depth);
    };
  }

  private Json list(int depth) {
    List<Json> items = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(any(depth - 1));
    }
    return Json.array(items);
  }

  private Json object(int depth) {
    var object = Json.object();
    if (chance(0.8)) {
      object.put("x", any(depth - 1));
    }
    if (chance(0.6)) {
      object.put("y", list(depth - 1));
    }
    return object.build();
  }

  Json.Obj rule(int number) {
    var rule = Json.object().put("id", "r" + number);
    if (chance(0.5)) {
      rule.put("priority", random.nextInt(-2, 3));
    }
    if (chance(0.03)) {
      rule.put("enabled", false);
    }
    Json when =
        chance(0.01) ? Json.object().put("all", Json.array(List.of())).build() : condition(0);
    return rule.put("when", when).put("then", Json.array(List.of())).build();
  }

  private Json condition(int depth) {
    int form = random.nextInt(6 + 10 * depth);
    if (depth > 3 || form > 5) {
      return leaf();
    }
    List<Json> parts = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      parts.add(condition(depth + 1));
    }
    Json list = Json.array(parts);
    return switch (form) {
      case 0, 1, 2 -> Json.object().put("all", list).build();
      case 3 -> Json.object().put("any", list).build();
      case 4 -> Json.object().put("not", condition(depth + 1)).build();
      default ->
          Json.object().put("atLeast", random.nextInt(parts.size()) + 1).put("of", list).build();
    };
  }

  private int ids;

  private Json leaf() {
    String field = one(PATHS);
    String operator = declared.containsKey(field) ? one(ON_MOMENTS) : one(operators);
    var leaf = Json.object();
    if (chance(0.7)) {
      leaf.put("id", "c" + ids++);
    }
    leaf.put("field", field).put("op", operator);
    operand(operator, field).ifPresent(value -> leaf.put("value", value));
    if (chance(0.25)) {
      leaf.put("ignoreCase", true);
    }
    boolean own = operator.matches("changed.*|increased|decreased|exists|is(Not)?(Null|Empty)");
    if (!own && chance(0.2)) {
      leaf.put("missing", random.nextBoolean() ? "match" : "noMatch");
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
      case "olderThan", "newerThan" -> Optional.of(Json.of(one(SPANS)));
      case "matches" -> Optional.of(Json.of(one(PATTERNS)));
      case "before", "after" -> Optional.of(chance(0.2) ? otherField() : moment(field));
      case "between", "notBetween" -> Optional.of(range(field));
      case "in", "notIn", "containsAny", "containsAll", "containsNone" ->
          Optional.of(chance(0.2) ? otherField() : literals(operator, field));
      default -> Optional.of(chance(0.2) ? otherField() : literal(operator, field));
    };
  }

  private Json otherField() {
    return Json.object().put("field", one(PATHS)).build();
  }

  private Json moment(String field) {
    Json bare =
        value(
            kind(field).matches("day|instant|time")
                ? kind(field)
                : one(List.of("day", "instant", "time")),
            0);
    return chance(0.3) ? typed(bare) : bare;
  }

  private static Json typed(Json moment) {
    String text = ((Json.Str) moment).value();
    String type = text.contains("T") ? "instant" : text.contains(":") ? "time" : "date";
    return Json.object().put(type, moment).build();
  }

  private static String kind(String field) {
    return FIELDS.get(field);
  }

  private Json range(String field) {
    String kind =
        kind(field).matches("any|list|object")
            ? one(List.of("number", "text", "day"))
            : kind(field);
    Json low = chance(0.15) ? otherField() : value(kind, 0);
    Json high = chance(0.15) ? otherField() : value(kind, 0);
    boolean moments = kind.matches("day|instant|time") && !(low instanceof Json.Obj) && chance(0.5);
    return Json.array(List.of(moments ? typed(low) : low, high));
  }

  private Json literals(String operator, String field) {
    List<Json> items = new ArrayList<>();
    boolean typed = kind(field).matches("day|instant|list") && chance(0.4);
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      items.add(typed ? typed(value(one(List.of("day", "instant")), 0)) : scalar(field));
    }
    return Json.array(items);
  }

  private Json literal(String operator, String field) {
    String kind = kind(field);
    if (operator.matches("eq|ne|changedFrom|changedTo") && kind.equals("list") && chance(0.5)) {
      return list(1);
    }
    boolean text = operator.matches("(not)?(startsWith|endsWith|StartsWith|EndsWith)");
    Json scalar = scalar(field);
    boolean moment = kind.matches("day|instant|time|list") && !Json.NULL.equals(scalar);
    return moment && !text && chance(0.5) && scalar instanceof Json.Str
        ? typed(value(kind.equals("list") ? one(List.of("day", "instant")) : kind, 0))
        : scalar;
  }

  private Json scalar(String field) {
    String kind = kind(field);
    Json value = value(kind.matches("list|object") || chance(0.15) ? "any" : kind, 0);
    return value == Json.NULL ? Json.of(true) : value;
  }
}
