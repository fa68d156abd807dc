package dev.atom.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The keywords that look at one value alone. */
final class ValueRules {
  private static final List<String> TYPES =
      List.of("null", "boolean", "object", "array", "number", "string", "integer");

  private final Keywords keywords;
  private final List<SchemaRule> rules = new ArrayList<>();

  private ValueRules(Keywords keywords) {
    this.keywords = keywords;
  }

  static List<SchemaRule> read(Keywords keywords) {
    ValueRules reader = new ValueRules(keywords);
    reader.readType();
    reader.readConstants();
    reader.readNumbers();
    reader.readSizes();
    reader.readPattern();
    return reader.rules;
  }

  private void readType() {
    Optional<Json> type = keywords.get("type");
    if (type.isEmpty()) {
      return;
    }
    List<String> names =
        type.get() instanceof Json.Str s ? List.of(s.value()) : keywords.texts("type");
    for (String name : names) {
      if (!TYPES.contains(name)) {
        throw SchemaReader.wrong(
            "unknown type \"" + name + "\"; known are " + TYPES, keywords.path("type"));
      }
    }
    String expected = "expected " + String.join(" or ", names);
    add("type", expected, value -> names.stream().anyMatch(name -> isOf(value, name)));
  }

  private static boolean isOf(Json value, String type) {
    return switch (value) {
      case Json.Obj o -> type.equals("object");
      case Json.Arr a -> type.equals("array");
      case Json.Str s -> type.equals("string");
      case Json.Bool b -> type.equals("boolean");
      case Json.Null n -> type.equals("null");
      case Json.Num n ->
          type.equals("number") || (type.equals("integer") && JsonNumbers.whole(n.value()));
    };
  }

  private void readConstants() {
    if (keywords.get("enum").isPresent()) {
      List<Json> allowed = keywords.items("enum");
      String list = allowed.stream().map(Json::toString).collect(Collectors.joining(", "));
      add("enum", "expected one of " + list, allowed::contains);
    }
    keywords
        .get("const")
        .ifPresent(constant -> add("const", "expected " + constant, constant::equals));
  }

  private void readNumbers() {
    number("minimum", "at least", order -> order >= 0);
    number("maximum", "at most", order -> order <= 0);
    number("exclusiveMinimum", "more than", order -> order > 0);
    number("exclusiveMaximum", "less than", order -> order < 0);
    keywords
        .number("multipleOf")
        .ifPresent(
            step -> {
              if (step.signum() <= 0) {
                throw SchemaReader.wrong("must be above 0", keywords.path("multipleOf"));
              }
              add(
                  "multipleOf",
                  "expected a multiple of " + step,
                  v -> !(v instanceof Json.Num n) || JsonNumbers.multiple(n.value(), step));
            });
  }

  private void number(String name, String words, IntPredicate order) {
    keywords
        .number(name)
        .ifPresent(
            limit ->
                add(
                    name,
                    "expected " + words + " " + limit,
                    v -> !(v instanceof Json.Num n) || order.test(n.value().compareTo(limit))));
  }

  private void readSizes() {
    size("minLength", "characters", true, ValueRules::characters);
    size("maxLength", "characters", false, ValueRules::characters);
    size("minItems", "items", true, v -> v instanceof Json.Arr a ? a.items().size() : -1);
    size("maxItems", "items", false, v -> v instanceof Json.Arr a ? a.items().size() : -1);
    size("minProperties", "members", true, v -> v instanceof Json.Obj o ? o.members().size() : -1);
    size("maxProperties", "members", false, v -> v instanceof Json.Obj o ? o.members().size() : -1);
    if (keywords.flag("uniqueItems")) {
      add(
          "uniqueItems",
          "all items must differ",
          v -> !(v instanceof Json.Arr a) || new HashSet<>(a.items()).size() == a.items().size());
    }
  }

  private void readPattern() {
    keywords
        .text("pattern")
        .ifPresent(
            regex -> {
              BoundedPattern pattern = SchemaReader.pattern(regex, keywords.path("pattern"));
              rules.add((value, at, check) -> match(pattern, regex, value, at, check));
            });
  }

  private static void match(
      BoundedPattern pattern, String regex, Json value, String at, SchemaCheck check) {
    if (value instanceof Json.Str s) {
      switch (check.find(pattern, s.value())) {
        case YES -> {}
        case NO -> check.refuse(at, "pattern", "must match " + regex);
        case GAVE_UP -> check.refuse(at, "pattern", "takes too long to match " + regex);
      }
    }
  }

  private static int characters(Json value) {
    return value instanceof Json.Str s ? s.value().codePointCount(0, s.value().length()) : -1;
  }

  private void size(String name, String unit, boolean least, Function<Json, Integer> measure) {
    keywords
        .number(name)
        .ifPresent(
            limit -> {
              String words = "expected " + (least ? "at least " : "at most ") + limit + " " + unit;
              add(name, words, value -> fits(measure.apply(value), limit, least));
            });
  }

  private static boolean fits(int size, BigDecimal limit, boolean least) {
    int order = BigDecimal.valueOf(size).compareTo(limit);
    return size < 0 || (least ? order >= 0 : order <= 0);
  }

  private void add(String keyword, String message, Predicate<Json> test) {
    rules.add(
        (value, at, check) -> {
          if (!test.test(value)) {
            check.refuse(at, keyword, message);
          }
        });
  }
}
