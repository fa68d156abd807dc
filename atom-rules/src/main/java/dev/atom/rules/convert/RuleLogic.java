package dev.atom.rules.convert;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes rules of react-querybuilder as JsonLogic, as its own export does. */
final class RuleLogic {
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

  private final Losses losses;

  RuleLogic(Losses losses) {
    this.losses = losses;
  }

  static boolean flag(Json.Obj object, String member) {
    return object.get(member).equals(Optional.of(Json.of(true)));
  }

  static boolean ofField(Json.Obj rule) {
    return rule.text("valueSource").equals(Optional.of("field"));
  }

  /** The rules of a group but for those that are muted; what is no list stays as it is. */
  static Json audible(Json.Obj group) {
    Json rules = group.get("rules").orElse(Json.NULL);
    return rules instanceof Json.Arr array
        ? Json.array(
            array.items().stream()
                .filter(rule -> !(rule instanceof Json.Obj o && flag(o, "muted")))
                .toList())
        : rules;
  }

  /** A text with a number in it is that number. */
  static Json parsed(Json value) {
    return value instanceof Json.Str text ? Source.number(text.value()).orElse(value) : value;
  }

  /** The values of a list, or of a text with commas. */
  static List<Json> values(Json.Obj rule) {
    Json value = rule.get("value").orElse(Json.NULL);
    if (value instanceof Json.Arr array) {
      return array.items().stream().map(RuleLogic::parsed).toList();
    }
    List<Json> values = new ArrayList<>();
    if (value instanceof Json.Str text) {
      for (String part : text.value().split(",", -1)) {
        if (!part.isBlank()) {
          values.add(parsed(Json.of(part.strip())));
        }
      }
    } else if (Source.scalar(value)) {
      values.add(value);
    }
    return values;
  }

  private Optional<Json> any(Json json, String path, int depth) {
    if (losses.tooDeep(path, depth)) {
      return Optional.empty();
    }
    if (!(json instanceof Json.Obj object)) {
      return losses.refuse(path, "a rule must be an object");
    }
    return object.get("rules").isPresent() ? group(object, path, depth) : rule(object, path, depth);
  }

  private Optional<Json> group(Json.Obj object, String path, int depth) {
    String combinator = object.text("combinator").orElse("");
    if (!(combinator.equals("and") || combinator.equals("or"))
        || !(audible(object) instanceof Json.Arr rules)
        || rules.items().isEmpty()) {
      return losses.refuse(path, "a group has the combinator and, or, and at least one rule");
    }
    List<Json> parts = new ArrayList<>();
    for (int i = 0; i < rules.items().size() && !losses.full(); i++) {
      any(rules.items().get(i), path + "/rules/" + i, depth + 1).ifPresent(parts::add);
    }
    Json all = Json.object().put(combinator, Json.array(parts)).build();
    return Optional.of(flag(object, "not") ? Source.operation("!", all) : all);
  }

  Optional<Json> rule(Json.Obj rule, String path, int depth) {
    Optional<String> field = rule.text("field");
    if (field.isEmpty()) {
      return losses.refuse(path, "a rule must have a \"field\"");
    }
    Json read = Source.variable(field.get());
    if (rule.get("match").isPresent()) {
      return match(rule, read, path, depth);
    }
    String operator = rule.text("operator").orElse("");
    return switch (operator) {
      case "=" -> one(rule, path).map(value -> Source.operation("==", read, value));
      case "!=", "<", "<=", ">", ">=" ->
          one(rule, path).map(value -> Source.operation(operator, read, value));
      case "contains" -> contains(rule, read, path);
      case "doesNotContain" -> contains(rule, read, path).map(RuleLogic::not);
      case "beginsWith" -> edge("startsWith", rule, read, path);
      case "doesNotBeginWith" -> edge("startsWith", rule, read, path).map(RuleLogic::not);
      case "endsWith" -> edge("endsWith", rule, read, path);
      case "doesNotEndWith" -> edge("endsWith", rule, read, path).map(RuleLogic::not);
      case "null" -> Optional.of(Source.operation("===", read, Json.NULL));
      case "notNull" -> Optional.of(Source.operation("!==", read, Json.NULL));
      case "in" -> in(rule, read, path);
      case "notIn" -> in(rule, read, path).map(RuleLogic::not);
      case "between" -> between(rule, read, path);
      case "notBetween" -> between(rule, read, path).map(RuleLogic::not);
      default ->
          losses.refuse(
              path + "/operator",
              "the operator \"" + Losses.shown(operator) + "\" has no counterpart");
    };
  }

  private static Json not(Json logic) {
    return Source.operation("!", logic);
  }

  /** The value, or what reads the field that it names. */
  private Optional<Json> one(Json.Obj rule, String path) {
    Json value = rule.get("value").orElse(Json.NULL);
    if (ofField(rule)) {
      return value instanceof Json.Str name
          ? Optional.of(Source.variable(name.value()))
          : losses.refuse(path + "/value", "the name of a field is expected");
    }
    return Source.scalar(value) || value instanceof Json.Null
        ? Optional.of(parsed(value))
        : losses.refuse(path + "/value", "a text, a number, true or false is expected");
  }

  private Optional<Json> contains(Json.Obj rule, Json read, String path) {
    return one(rule, path).map(part -> Source.operation("in", part, read));
  }

  private Optional<Json> edge(String operation, Json.Obj rule, Json read, String path) {
    Json value = rule.get("value").orElse(Json.NULL);
    if (ofField(rule)) {
      return one(rule, path).map(other -> Source.operation(operation, read, other));
    }
    if (!(value instanceof Json.Str || value instanceof Json.Num)) {
      return losses.refuse(path + "/value", "a text is expected");
    }
    Json text = value instanceof Json.Num n ? Json.of(n.toString()) : value;
    return Optional.of(Source.operation(operation, read, text));
  }

  /** Values of a list, or what reads the fields that they name. */
  private Optional<List<Json>> several(Json.Obj rule, String path) {
    List<Json> values = values(rule);
    boolean fields = ofField(rule);
    if (values.isEmpty() || !values.stream().allMatch(Source::scalar)) {
      return losses.refuse(path + "/value", "a list of values is expected");
    }
    return Optional.of(
        fields
            ? values.stream()
                .map(v -> Source.variable(v instanceof Json.Str s ? s.value() : v.toString()))
                .toList()
            : values);
  }

  private Optional<Json> in(Json.Obj rule, Json read, String path) {
    return several(rule, path).map(values -> Source.operation("in", read, Json.array(values)));
  }

  private Optional<Json> between(Json.Obj rule, Json read, String path) {
    Optional<List<Json>> ends = several(rule, path).filter(values -> values.size() == 2);
    if (ends.isEmpty()) {
      return losses.refuse(path + "/value", "two values are expected");
    }
    Json low = ends.get().get(0);
    Json high = ends.get().get(1);
    boolean turned =
        low instanceof Json.Num a
            && high instanceof Json.Num b
            && a.value().compareTo(b.value()) > 0;
    return Optional.of(
        turned ? Source.operation("<=", high, read, low) : Source.operation("<=", low, read, high));
  }

  private Optional<Json> match(Json.Obj rule, Json read, String path, int depth) {
    Json match = rule.get("match").orElse(Json.NULL);
    String mode = match instanceof Json.Obj object ? object.text("mode").orElse("") : "";
    Optional<Json> each = any(rule.get("value").orElse(Json.NULL), path + "/value", depth + 1);
    if (each.isEmpty()) {
      return Optional.empty();
    }
    return switch (mode) {
      case "all", "some", "none" -> Optional.of(Source.operation(mode, read, each.get()));
      case "atLeast" -> counted(">=", match, read, each.get(), path);
      case "atMost" -> counted("<=", match, read, each.get(), path);
      case "exactly" -> counted("==", match, read, each.get(), path);
      default -> losses.refuse(path + "/match", "the mode has no counterpart");
    };
  }

  private Optional<Json> counted(String relation, Json match, Json read, Json each, String path) {
    Json threshold = ((Json.Obj) match).get("threshold").orElse(Json.of(1));
    if (!(threshold instanceof Json.Num n)
        || n.value().signum() < 0
        || n.value().compareTo(MOST) > 0
        || n.value().compareTo(BigDecimal.valueOf(n.value().intValue())) != 0) {
      return losses.refuse(path + "/match/threshold", "the threshold must be a whole number");
    }
    Json count =
        Source.operation(
            "reduce",
            Source.operation("filter", read, each),
            Source.operation("+", Json.of(1), Source.variable("accumulator")),
            Json.of(0));
    return Optional.of(Source.operation(relation, count, threshold));
  }
}
