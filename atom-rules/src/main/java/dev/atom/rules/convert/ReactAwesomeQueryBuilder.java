package dev.atom.rules.convert;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.FactType;
import dev.atom.rules.Operator;
import dev.atom.rules.jsonlogic.JsonLogic;
import dev.atom.rules.jsonlogic.JsonLogicException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Imports the JsonLogic of react-awesome-query-builder 6. The rule is taken apart into conditions, so
 * that a trace names each, and comparisons of dates, which the builder writes as text, become
 * comparisons in time where the field's type is given.
 *
 * <p>The same may be done with JsonLogic from elsewhere. Operations that the builder adds, such as
 * {@code now} and {@code date_add}, are refused.
 */
public final class ReactAwesomeQueryBuilder {
  private static final Pattern TIMESTAMP =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z");
  private static final Map<String, Operator> RELATIONS =
      Map.of(
          "==",
          Operator.EQ,
          "!=",
          Operator.NE,
          "<",
          Operator.LT,
          "<=",
          Operator.LTE,
          ">",
          Operator.GT,
          ">=",
          Operator.GTE);

  private final Losses losses = new Losses();
  private final Map<String, FactType> types;

  private ReactAwesomeQueryBuilder(Map<String, FactType> types) {
    this.types = types;
  }

  /**
   * Imports a rule.
   *
   * @param logic what the builder's {@code jsonLogicFormat} gave
   * @param types the types of fields that are dates or instants, by path; others are not looked at
   * @return the condition, with what could not be carried over
   */
  public static Conversion<Condition> condition(Json logic, Map<String, FactType> types) {
    ReactAwesomeQueryBuilder builder = new ReactAwesomeQueryBuilder(types);
    try {
      // What can't be compiled as a whole can't be in parts; this also bounds size and depth.
      JsonLogic whole = JsonLogic.parse(logic);
      whole.faults().forEach(f -> builder.losses.refuse(f.path(), f.reason()));
      return builder.losses.conversion(builder.read(logic, ""));
    } catch (JsonLogicException e) {
      return builder.losses.conversion(builder.losses.refuse(e.path(), e.reason()));
    }
  }

  /** Whether errors in the rule are answers of its single tests rather than of the whole. */
  static boolean separable(Json logic) {
    if (!(logic instanceof Json.Obj object) || object.members().size() != 1) {
      return false;
    }
    String name = object.members().keySet().iterator().next();
    Json argument = object.members().values().iterator().next();
    List<Json> parts = argument instanceof Json.Arr array ? array.items() : List.of(argument);
    return switch (name) {
      case "and", "or" ->
          argument instanceof Json.Arr
              && !parts.isEmpty()
              && parts.stream().allMatch(ReactAwesomeQueryBuilder::separable);
      case "!", "!!" -> !parts.isEmpty() && separable(parts.get(0));
      case "var" -> argument instanceof Json.Str;
      default -> JsonLogic.isTruth(name) && !throwing(logic);
    };
  }

  private static boolean throwing(Json logic) {
    return switch (logic) {
      case Json.Obj object ->
          object.members().containsKey("throw")
              || object.members().values().stream().anyMatch(ReactAwesomeQueryBuilder::throwing);
      case Json.Arr array -> array.items().stream().anyMatch(ReactAwesomeQueryBuilder::throwing);
      case Json.Str text -> false;
      case Json.Num number -> false;
      case Json.Bool bool -> false;
      case Json.Null none -> false;
    };
  }

  private Optional<Condition> read(Json logic, String path) {
    if (!separable(logic)) {
      return Optional.of(Condition.logic(JsonLogic.parse(logic)));
    }
    Json.Obj object = (Json.Obj) logic;
    String name = object.members().keySet().iterator().next();
    Json argument = object.members().values().iterator().next();
    List<Json> parts = argument instanceof Json.Arr array ? array.items() : List.of(argument);
    String below = path + Losses.step(name);
    return switch (name) {
      case "and" -> Source.all(argument, below, losses, this::read).map(Condition.All::new);
      case "or" -> Source.all(argument, below, losses, this::read).map(Condition.Any::new);
      case "!" -> read(parts.get(0), below + first(argument)).map(Condition::not);
      case "!!" -> read(parts.get(0), below + first(argument));
      default -> test(name, parts, logic, below);
    };
  }

  private static String first(Json argument) {
    return argument instanceof Json.Arr ? "/0" : "";
  }

  private Optional<Condition> test(String name, List<Json> parts, Json logic, String path) {
    boolean timestamps =
        parts.stream()
            .anyMatch(p -> p instanceof Json.Str s && TIMESTAMP.matcher(s.value()).matches());
    if (!timestamps) {
      return Optional.of(Condition.logic(JsonLogic.parse(logic)));
    }
    if (parts.size() == 2
        && parts.get(0) instanceof Json.Obj read
        && read.text("var").isPresent()
        && parts.get(1) instanceof Json.Str text
        && RELATIONS.containsKey(name)) {
      String field = read.text("var").get();
      FactType type = types.getOrDefault(field, FactType.ANY);
      if (type == FactType.DATE || type == FactType.INSTANT) {
        return literal(type, text.value(), path)
            .map(value -> Condition.field(field).is(RELATIONS.get(name), Optional.of(value)));
      }
    }
    losses.differs(path, "the time is compared as text; give the field's type to have it as time");
    return Optional.of(Condition.logic(JsonLogic.parse(logic)));
  }

  private Optional<Json> literal(FactType type, String text, String path) {
    try {
      OffsetDateTime time = OffsetDateTime.parse(text);
      if (type == FactType.INSTANT) {
        return Optional.of(Json.object().put("instant", text).build());
      }
      return time.toLocalTime().toNanoOfDay() == 0 && time.getOffset().equals(ZoneOffset.UTC)
          ? Optional.of(Json.object().put("date", time.toLocalDate().toString()).build())
          : losses.refuse(path, "the day begins at another time than midnight in UTC");
    } catch (DateTimeException e) {
      return losses.refuse(path, "the text is no time");
    }
  }
}
