package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.jsonlogic.JsonLogic;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * When a rule matches: a test of one field, or a combination of conditions. Immutable, thread-safe,
 * equal by content. Whether the conditions make sense is checked by {@link RuleSet}.
 */
public sealed interface Condition
    permits Condition.All,
        Condition.Any,
        Condition.Not,
        Condition.AtLeast,
        Condition.Logic,
        FieldCondition,
        ItemsCondition,
        ExternalCondition {

  /**
   * True if all conditions are.
   *
   * @param conditions the conditions; none only as the whole condition of a rule; copied
   */
  record All(List<Condition> conditions) implements Condition {
    /** Copies the conditions. */
    public All {
      conditions = List.copyOf(conditions);
    }

    @Override
    public Json.Obj toJson() {
      return Json.object().put("all", Conditions.toJson(conditions)).build();
    }
  }

  /**
   * True if at least one condition is.
   *
   * @param conditions the conditions, at least one; copied
   */
  record Any(List<Condition> conditions) implements Condition {
    /** Copies the conditions. */
    public Any {
      conditions = List.copyOf(conditions);
    }

    @Override
    public Json.Obj toJson() {
      return Json.object().put("any", Conditions.toJson(conditions)).build();
    }
  }

  /**
   * True if the condition is false.
   *
   * @param condition the condition
   */
  record Not(Condition condition) implements Condition {
    /** Refuses null. */
    public Not {
      Objects.requireNonNull(condition, "condition");
    }

    @Override
    public Json.Obj toJson() {
      return Json.object().put("not", condition.toJson()).build();
    }
  }

  /**
   * True if at least so many of the conditions are.
   *
   * @param count from 1 to the number of conditions
   * @param conditions the conditions; copied
   */
  record AtLeast(int count, List<Condition> conditions) implements Condition {
    /** Copies the conditions. */
    public AtLeast {
      conditions = List.copyOf(conditions);
    }

    @Override
    public Json.Obj toJson() {
      return Json.object().put("atLeast", count).put("of", Conditions.toJson(conditions)).build();
    }
  }

  /**
   * A JsonLogic rule on the values of the facts. It has JsonLogic's own meaning, with its coercion;
   * {@link JsonLogic#holds} says what becomes of errors.
   *
   * @param id by which traces name the condition
   * @param logic the rule
   */
  record Logic(Optional<String> id, JsonLogic logic) implements Condition {
    /** Refuses null. */
    public Logic {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(logic, "logic");
    }

    /** {@code {"logic": …}}, or without an id the JsonLogic itself, if it can't be misread. */
    @Override
    public Json.Obj toJson() {
      return id.isEmpty() && logic.toJson() instanceof Json.Obj rule && LogicReader.isTruth(rule)
          ? rule
          : Json.object().put("id", id).put("logic", logic.toJson()).build();
    }
  }

  /**
   * Returns a condition that is a JsonLogic rule.
   *
   * @param rule the rule
   * @return the condition
   */
  static Condition logic(JsonLogic rule) {
    return new Logic(Optional.empty(), rule);
  }

  /**
   * Returns a condition that is true if all of the given ones are.
   *
   * @param conditions the conditions
   * @return the condition
   */
  static Condition all(Condition... conditions) {
    return new All(List.of(conditions));
  }

  /**
   * Returns a condition that is true if one of the given ones is.
   *
   * @param conditions the conditions
   * @return the condition
   */
  static Condition any(Condition... conditions) {
    return new Any(List.of(conditions));
  }

  /**
   * Returns a condition that is true if the given one is false.
   *
   * @param condition the condition
   * @return the condition
   */
  static Condition not(Condition condition) {
    return new Not(condition);
  }

  /**
   * Returns a condition that is true if at least so many of the given ones are.
   *
   * @param count from 1 to the number of conditions
   * @param conditions the conditions
   * @return the condition
   */
  static Condition atLeast(int count, Condition... conditions) {
    return new AtLeast(count, List.of(conditions));
  }

  /**
   * Begins a condition on a field; an operator ends it.
   *
   * @param path the field's name; dots lead into objects, and a number into a list: {@code
   *     order.lines.0.price}. On the items of a list it begins at the item: {@code price}, {@code @}
   *     for the item itself, {@code ^.tier} for the fact outside. {@code @now} is the time of the
   *     evaluation.
   * @return the operators
   */
  static FieldOperators field(String path) {
    return new FieldOperators(path);
  }

  /**
   * Begins a condition on the items of a list.
   *
   * @param path the list's name, as for {@link #field}
   * @return what can be asked of the items
   */
  static ItemFolds items(String path) {
    return new ItemFolds(path);
  }

  /**
   * Begins a condition on a fact that the host has to ask for.
   *
   * @param fact the name of the external fact
   * @return what can be said of the question and its answer
   */
  static ExternalCondition.Asking external(String fact) {
    return new ExternalCondition.Asking(fact, Json.Obj.EMPTY);
  }

  /**
   * Returns a value that stands for another field, to be compared with.
   *
   * @param path the other field
   * @return the value {@code {"field": path}}
   */
  static Json otherField(String path) {
    return Json.object().put("field", path).build();
  }

  /**
   * Returns the condition as it stands in a rule document.
   *
   * @return an object
   */
  Json.Obj toJson();
}
