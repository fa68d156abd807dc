package dev.atom.rules.convert;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.Missing;
import dev.atom.rules.Operator;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Imports rules of jQuery QueryBuilder 2 and 3: {@code {"condition": "AND", "rules": [...]}}. Values
 * are read by the type that the rule declares.
 *
 * <p>The builder leaves the meaning to its host, mostly SQL. Where SQL answers unknown, conditions
 * are false here; a negated operator on a missing field is true, and each such place is reported.
 */
public final class JqueryQueryBuilder {
  private static final Map<String, Operator> OPERATORS =
      Map.ofEntries(
          Map.entry("equal", Operator.EQ),
          Map.entry("not_equal", Operator.NE),
          Map.entry("in", Operator.IN),
          Map.entry("not_in", Operator.NOT_IN),
          Map.entry("less", Operator.LT),
          Map.entry("less_or_equal", Operator.LTE),
          Map.entry("greater", Operator.GT),
          Map.entry("greater_or_equal", Operator.GTE),
          Map.entry("between", Operator.BETWEEN),
          Map.entry("not_between", Operator.NOT_BETWEEN),
          Map.entry("begins_with", Operator.STARTS_WITH),
          Map.entry("not_begins_with", Operator.NOT_STARTS_WITH),
          Map.entry("contains", Operator.CONTAINS),
          Map.entry("not_contains", Operator.NOT_CONTAINS),
          Map.entry("ends_with", Operator.ENDS_WITH),
          Map.entry("not_ends_with", Operator.NOT_ENDS_WITH),
          Map.entry("is_null", Operator.IS_NULL),
          Map.entry("is_not_null", Operator.IS_NOT_NULL));

  private final Losses losses = new Losses();

  private JqueryQueryBuilder() {}

  /**
   * Imports rules.
   *
   * @param rules what the builder's {@code getRules} gave
   * @return the condition, with what could not be carried over
   */
  public static Conversion<Condition> condition(Json rules) {
    JqueryQueryBuilder builder = new JqueryQueryBuilder();
    return builder.losses.conversion(builder.read(rules, "", 1));
  }

  private Optional<Condition> read(Json json, String path, int depth) {
    if (losses.tooDeep(path, depth)) {
      return Optional.empty();
    }
    if (!(json instanceof Json.Obj object)) {
      return losses.refuse(path, "a rule must be an object");
    }
    if (object.get("valid").equals(Optional.of(Json.of(false)))) {
      return losses.refuse(path, "the builder itself calls these rules invalid");
    }
    return object.get("rules").isPresent() ? group(object, path, depth) : leaf(object, path);
  }

  private Optional<Condition> group(Json.Obj object, String path, int depth) {
    Optional<List<Condition>> rules =
        Source.all(
            object.get("rules").orElseThrow(),
            path + "/rules",
            losses,
            (item, at) -> read(item, at, depth + 1));
    boolean not = object.get("not").equals(Optional.of(Json.of(true)));
    Optional<Condition> condition =
        switch (object.text("condition").orElse("")) {
          case "AND" -> rules.map(Condition.All::new);
          case "OR" -> rules.map(Condition.Any::new);
          default -> losses.refuse(path + "/condition", "the condition must be AND or OR");
        };
    return not ? condition.map(Condition::not) : condition;
  }

  private Optional<Condition> leaf(Json.Obj object, String path) {
    Optional<String> field = object.text("field").or(() -> object.text("id"));
    String operator = object.text("operator").orElse("");
    if (field.filter(name -> !name.isBlank()).isEmpty()) {
      return losses.refuse(path, "a rule must have a \"field\"");
    }
    if (operator.equals("is_empty") || operator.equals("is_not_empty")) {
      FieldCondition empty =
          Condition.field(field.get())
              .is(
                  operator.equals("is_empty") ? Operator.EQ : Operator.NE,
                  Optional.of(Json.of("")));
      return Optional.of(operator.equals("is_empty") ? empty : empty.whenMissing(Missing.NO_MATCH));
    }
    Operator known = OPERATORS.get(operator);
    if (known == null) {
      return losses.refuse(
          path + "/operator", "the operator \"" + Losses.shown(operator) + "\" has no counterpart");
    }
    if (known.operand() == Operator.Operand.NONE) {
      return Optional.of(Condition.field(field.get()).is(known, Optional.empty()));
    }
    return value(known, object, path).map(value -> condition(known, field.get(), value, path));
  }

  private Condition condition(Operator operator, String field, Json value, String path) {
    if (operator.complementOf().isPresent()) {
      losses.differs(path, "true on a missing field, where SQL finds nothing");
    }
    return Condition.field(field).is(operator, Optional.of(value));
  }

  private Optional<Json> value(Operator operator, Json.Obj object, String path) {
    Json value = object.get("value").orElse(Json.NULL);
    String type = object.text("type").orElse("string");
    boolean list =
        operator.operand() == Operator.Operand.LIST || operator.operand() == Operator.Operand.RANGE;
    if (!list) {
      return scalar(value, type, path + "/value");
    }
    if (!(value instanceof Json.Arr array) || array.items().isEmpty()) {
      return losses.refuse(path + "/value", "the operator needs a list of values");
    }
    List<Json> items = new ArrayList<>();
    for (int i = 0; i < array.items().size() && !losses.full(); i++) {
      scalar(array.items().get(i), type, path + "/value/" + i).ifPresent(items::add);
    }
    return items.size() == array.items().size() ? Optional.of(Json.array(items)) : Optional.empty();
  }

  private Optional<Json> scalar(Json value, String type, String path) {
    Optional<Json> read =
        switch (type) {
          case "string" -> value instanceof Json.Str ? Optional.of(value) : Optional.empty();
          case "integer", "double" -> number(value);
          case "boolean" -> truth(value);
          case "date", "time", "datetime" -> moment(value, type);
          default -> Optional.empty();
        };
    return read.isPresent()
        ? read
        : losses.refuse(path, "the value is no " + Losses.shown(type) + " that can be read");
  }

  private static Optional<Json> number(Json value) {
    return switch (value) {
      case Json.Num n -> Optional.of(n);
      case Json.Str s -> Source.number(s.value());
      default -> Optional.empty();
    };
  }

  private static Optional<Json> truth(Json value) {
    if (value instanceof Json.Bool) {
      return Optional.of(value);
    }
    return switch (value.toString()) {
      case "1", "\"1\"", "\"true\"" -> Optional.of(Json.of(true));
      case "0", "\"0\"", "\"false\"" -> Optional.of(Json.of(false));
      default -> Optional.empty();
    };
  }

  /** ISO 8601 only: of what a date picker's own format means there is no telling. */
  private static Optional<Json> moment(Json value, String type) {
    if (!(value instanceof Json.Str text)) {
      return Optional.empty();
    }
    try {
      String member =
          switch (type) {
            case "date" -> {
              LocalDate.parse(text.value());
              yield "date";
            }
            case "time" -> {
              LocalTime.parse(text.value());
              yield "time";
            }
            default -> {
              OffsetDateTime.parse(text.value());
              yield "instant";
            }
          };
      return Optional.of(Json.object().put(member, value).build());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
