package dev.atom.rules.convert;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.Operator;
import dev.atom.rules.jsonlogic.JsonLogic;
import dev.atom.rules.jsonlogic.JsonLogicException;
import java.util.List;
import java.util.Optional;

/**
 * Imports queries of react-querybuilder 8: {@code {"combinator": "and", "rules": [...]}}. A rule means
 * what the builder's own JsonLogic export of it means, with numbers that were typed as text read as
 * numbers; where a native condition means the same, it becomes one.
 *
 * <p>Refused are the combinator {@code xor}, combinators between the rules, empty groups and
 * thresholds that are no whole number. Muted rules are left out, as the builder does.
 */
public final class ReactQueryBuilder {
  private final Losses losses = new Losses();

  private ReactQueryBuilder() {}

  /**
   * Imports a query.
   *
   * @param query the query as the builder holds it
   * @return the condition, with what could not be carried over
   */
  public static Conversion<Condition> condition(Json query) {
    ReactQueryBuilder builder = new ReactQueryBuilder();
    return builder.losses.conversion(builder.read(query, "", 1));
  }

  private Optional<Condition> read(Json json, String path, int depth) {
    if (losses.tooDeep(path, depth)) {
      return Optional.empty();
    }
    if (!(json instanceof Json.Obj object)) {
      return losses.refuse(path, "a rule must be an object; combinators stand in their group");
    }
    return object.get("rules").isPresent() ? group(object, path, depth) : leaf(object, path, depth);
  }

  private Optional<Condition> group(Json.Obj object, String path, int depth) {
    Optional<List<Condition>> rules =
        Source.all(
            RuleLogic.audible(object), path + "/rules", losses, (r, at) -> read(r, at, depth + 1));
    Optional<Condition> condition =
        switch (object.text("combinator").orElse("")) {
          case "and" -> rules.map(Condition.All::new);
          case "or" -> rules.map(Condition.Any::new);
          default -> losses.refuse(path + "/combinator", "only the combinators and, or are known");
        };
    return RuleLogic.flag(object, "not") ? condition.map(Condition::not) : condition;
  }

  private Optional<Condition> leaf(Json.Obj object, String path, int depth) {
    Optional<String> id = object.text("id").filter(text -> !text.isBlank());
    Optional<FieldCondition> same = same(object);
    if (same.isPresent()) {
      return Optional.of(id.isPresent() ? same.get().id(id.get()) : same.get());
    }
    Optional<Json> logic = new RuleLogic(losses).rule(object, path, depth);
    try {
      return logic.map(JsonLogic::parse).map(parsed -> new Condition.Logic(id, parsed));
    } catch (JsonLogicException e) {
      return losses.refuse(path, e.reason());
    }
  }

  /** The native condition that means the same; empty if there is none. */
  private static Optional<FieldCondition> same(Json.Obj rule) {
    String field = rule.text("field").orElse("");
    Json value = RuleLogic.parsed(rule.get("value").orElse(Json.NULL));
    if (field.isBlank() || RuleLogic.ofField(rule) || rule.get("match").isPresent()) {
      return Optional.empty();
    }
    Operator operator =
        switch (rule.text("operator").orElse("")) {
          case "=" -> plainText(value) ? Operator.EQ : null;
          case "!=" -> plainText(value) ? Operator.NE : null;
          case "contains" -> value instanceof Json.Str ? Operator.CONTAINS : null;
          case "doesNotContain" -> value instanceof Json.Str ? Operator.NOT_CONTAINS : null;
          case "beginsWith" -> value instanceof Json.Str ? Operator.STARTS_WITH : null;
          case "doesNotBeginWith" -> value instanceof Json.Str ? Operator.NOT_STARTS_WITH : null;
          case "endsWith" -> value instanceof Json.Str ? Operator.ENDS_WITH : null;
          case "doesNotEndWith" -> value instanceof Json.Str ? Operator.NOT_ENDS_WITH : null;
          case "null" -> Operator.IS_NULL;
          case "notNull" -> Operator.IS_NOT_NULL;
          case "in" -> choices(rule) ? Operator.IN : null;
          case "notIn" -> choices(rule) ? Operator.NOT_IN : null;
          default -> null;
        };
    if (operator == null) {
      return Optional.empty();
    }
    Optional<Json> operand =
        switch (operator.operand()) {
          case NONE -> Optional.empty();
          case LIST -> Optional.of(Json.array(RuleLogic.values(rule)));
          default -> Optional.of(value);
        };
    return Optional.of(Condition.field(field).is(operator, operand));
  }

  /** A text that JsonLogic takes for no number, so that it equals that text only. */
  private static boolean plainText(Json value) {
    return value instanceof Json.Str text && !text.value().isBlank();
  }

  private static boolean choices(Json.Obj rule) {
    List<Json> values = RuleLogic.values(rule);
    return !values.isEmpty() && values.stream().allMatch(Source::scalar);
  }
}
