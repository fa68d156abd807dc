package dev.atom.rules.convert;

import dev.atom.json.Json;
import dev.atom.rules.Action;
import dev.atom.rules.Condition;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.Missing;
import dev.atom.rules.Operator;
import dev.atom.rules.Rule;
import dev.atom.rules.jsonlogic.JsonLogic;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Imports rules of json-rules-engine 7 (JavaScript). Facts become fields of the same name, the event
 * becomes an action, and the priority stays, which there is 1 by default.
 *
 * <p>Refused are conditions by reference, parameters of facts, JSON paths that search, operators of
 * the host's own, and comparisons that JavaScript makes by identity. The engine's option {@code
 * allowUndefinedFacts} is taken for granted.
 */
public final class JsonRulesEngine {
  private static final Map<String, Operator> ORDER =
      Map.of(
          "lessThan", Operator.LT,
          "lessThanInclusive", Operator.LTE,
          "greaterThan", Operator.GT,
          "greaterThanInclusive", Operator.GTE);
  private static final Set<String> KNOWN =
      Set.of("id", "name", "fact", "path", "operator", "value", "priority", "factResult", "result");
  private static final Pattern STEP = Pattern.compile("\\.([A-Za-z_$][\\w$]*+)|\\[([0-9]{1,9})]");

  private final Losses losses = new Losses();

  private JsonRulesEngine() {}

  /**
   * Imports a rule.
   *
   * @param document an object with {@code conditions} and {@code event}
   * @param id the id of the rule, which json-rules-engine has none of
   * @return the rule, with what could not be carried over
   */
  public static Conversion<Rule> rule(Json document, String id) {
    JsonRulesEngine engine = new JsonRulesEngine();
    return engine.losses.conversion(engine.read(document, id));
  }

  /**
   * Imports conditions.
   *
   * @param conditions an object with {@code all}, {@code any} or {@code not}
   * @return the condition, with what could not be carried over
   */
  public static Conversion<Condition> condition(Json conditions) {
    JsonRulesEngine engine = new JsonRulesEngine();
    return engine.losses.conversion(engine.read(conditions, "", 1));
  }

  private Optional<Rule> read(Json document, String id) {
    if (!(document instanceof Json.Obj object)) {
      return losses.refuse("", "a rule is an object with \"conditions\" and \"event\"");
    }
    Optional<Condition> when = read(object.get("conditions").orElse(Json.NULL), "/conditions", 1);
    Optional<Action> then = event(object.get("event").orElse(Json.NULL));
    Optional<Integer> priority = priority(object.get("priority").orElse(Json.of(1)));
    if (when.isEmpty() || then.isEmpty() || priority.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Rule.newBuilder(id)
            .name(object.text("name").orElse(""))
            .priority(priority.get())
            .when(when.get())
            .then(then.get())
            .build());
  }

  private Optional<Integer> priority(Json priority) {
    if (priority instanceof Json.Num n
        && n.value().signum() > 0
        && n.value().compareTo(BigDecimal.valueOf(999_999_999)) <= 0
        && n.value().compareTo(BigDecimal.valueOf(n.value().intValue())) == 0) {
      return Optional.of(n.value().intValue());
    }
    return losses.refuse("/priority", "the priority must be a whole number above 0");
  }

  private Optional<Action> event(Json event) {
    if (!(event instanceof Json.Obj object)
        || object.text("type").filter(type -> !type.isBlank()).isEmpty()) {
      return losses.refuse("/event", "the event must have a \"type\"");
    }
    Json params = object.get("params").orElse(Json.Obj.EMPTY);
    return params instanceof Json.Obj with
        ? Optional.of(Action.of(object.text("type").get(), with))
        : losses.refuse("/event/params", "the parameters of an event must be an object");
  }

  private Optional<Condition> read(Json json, String path, int depth) {
    if (losses.tooDeep(path, depth)) {
      return Optional.empty();
    }
    if (!(json instanceof Json.Obj object)) {
      return losses.refuse(path, "a condition must be an object");
    }
    if (object.get("all").isPresent()) {
      return group(object, "all", path, depth).map(Condition.All::new);
    }
    if (object.get("any").isPresent()) {
      return group(object, "any", path, depth).map(Condition.Any::new);
    }
    if (object.get("not").isPresent()) {
      return read(object.get("not").get(), path + "/not", depth + 1).map(Condition::not);
    }
    if (object.get("condition").isPresent()) {
      return losses.refuse(path, "a condition by reference; put the condition itself here");
    }
    return leaf(object, path);
  }

  private Optional<List<Condition>> group(Json.Obj object, String member, String path, int depth) {
    return Source.all(
        object.get(member).orElseThrow(),
        path + "/" + member,
        losses,
        (item, at) -> read(item, at, depth + 1));
  }

  private Optional<Condition> leaf(Json.Obj object, String path) {
    Optional<String> field = field(object, path);
    Optional<String> operator = object.text("operator");
    Optional<Json> value = object.get("value");
    Optional<String> other =
        object.members().keySet().stream().filter(name -> !KNOWN.contains(name)).findFirst();
    if (other.isPresent()) {
      return losses.refuse(path + Losses.step(other.get()), "this has no counterpart");
    }
    if (field.isEmpty() || operator.isEmpty() || value.isEmpty()) {
      return losses.refuse(path, "a condition has \"fact\", \"operator\" and \"value\"");
    }
    Optional<Condition> condition = decorated(operator.get(), field.get(), value.get(), path);
    Optional<String> id = object.text("id").filter(text -> !text.isBlank());
    return condition.map(
        c ->
            id.isEmpty()
                ? c
                : switch (c) {
                  case FieldCondition f -> f.id(id.get());
                  case Condition.Logic l -> new Condition.Logic(id, l.logic());
                  default -> c;
                });
  }

  private Optional<Condition> decorated(String operator, String field, Json value, String path) {
    if (operator.startsWith("not:")) {
      return decorated(operator.substring(4), field, value, path).map(Condition::not);
    }
    if (operator.startsWith("someFact:")) {
      return someFact(operator.substring(9), field, value, path);
    }
    if (value instanceof Json.Obj other) {
      return otherFact(operator, field, other, path);
    }
    return switch (operator) {
      case "equal" -> equal(field, value, path);
      case "notEqual" -> equal(field, value, path).map(JsonRulesEngine::complement);
      case "lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive" ->
          ordered(operator, field, value, path);
      case "in" -> among(Operator.IN, field, value, path);
      case "notIn" -> among(Operator.NOT_IN, field, value, path);
      case "contains" -> contains(Operator.CONTAINS, field, value, path);
      case "doesNotContain" -> contains(Operator.NOT_CONTAINS, field, value, path);
      default ->
          losses.refuse(
              path + "/operator",
              "the operator \"" + Losses.shown(operator) + "\" has no counterpart");
    };
  }

  private static Condition complement(Condition equal) {
    return equal instanceof FieldCondition f
        ? Condition.field(f.field()).is(Operator.NE, f.value())
        : Condition.not(equal);
  }

  private Optional<Condition> equal(String field, Json value, String path) {
    if (value instanceof Json.Null) {
      return Optional.of(
          Condition.all(Condition.field(field).exists(), Condition.field(field).isNull()));
    }
    return Source.scalar(value)
        ? Optional.of(Condition.field(field).is(Operator.EQ, Optional.of(value)))
        : losses.refuse(path + "/value", "lists equal nothing in JavaScript but themselves");
  }

  private Optional<Condition> ordered(String operator, String field, Json value, String path) {
    if (!(value instanceof Json.Num)) {
      return losses.refuse(path + "/value", "only numbers have an order there");
    }
    losses.differs(
        path, "a fact that is a text with a number in front is compared there, and is false here");
    return Optional.ofNullable(ORDER.get(operator))
        .map(order -> Condition.field(field).is(order, Optional.of(value)));
  }

  private Optional<Condition> among(Operator operator, String field, Json value, String path) {
    if (value instanceof Json.Arr array
        && !array.items().isEmpty()
        && array.items().stream().allMatch(Source::scalar)) {
      return Optional.of(Condition.field(field).is(operator, Optional.of(value)));
    }
    return losses.refuse(path + "/value", "a list of texts, numbers, true and false is expected");
  }

  private Optional<Condition> contains(Operator operator, String field, Json value, String path) {
    if (!Source.scalar(value)) {
      return losses.refuse(path + "/value", "a text, a number, true or false is expected");
    }
    losses.differs(path, "there, only lists are looked into; here, texts too");
    FieldCondition condition = Condition.field(field).is(operator, Optional.of(value));
    return Optional.of(
        operator.complementOf().isPresent() ? condition.whenMissing(Missing.NO_MATCH) : condition);
  }

  private Optional<Condition> someFact(String operator, String field, Json value, String path) {
    Json item = Source.variable("");
    boolean equal = operator.equals("equal") && Source.scalar(value);
    boolean in =
        operator.equals("in")
            && value instanceof Json.Arr array
            && array.items().stream().allMatch(Source::scalar);
    if (!equal && !in) {
      return losses.refuse(
          path + "/operator", "of the operators on items, only equal and in have a counterpart");
    }
    Json test = Source.operation(equal ? "===" : "in", item, value);
    return Optional.of(
        Condition.logic(JsonLogic.parse(Source.operation("some", Source.variable(field), test))));
  }

  private Optional<Condition> otherFact(
      String operator, String field, Json.Obj other, String path) {
    Optional<String> with = field(other, path + "/value");
    Optional<Operator> op =
        switch (operator) {
          case "equal" -> Optional.of(Operator.EQ);
          case "notEqual" -> Optional.of(Operator.NE);
          default -> Optional.ofNullable(ORDER.get(operator));
        };
    if (with.isEmpty() || op.isEmpty()) {
      return losses.refuse(path, "this comparison with another fact has no counterpart");
    }
    losses.differs(path, "two facts that are missing are equal there, and not here");
    return Optional.of(
        Condition.field(field).is(op.get(), Optional.of(Condition.otherField(with.get()))));
  }

  private Optional<String> field(Json.Obj object, String path) {
    Optional<String> fact = object.text("fact").filter(name -> !name.isBlank());
    if (fact.isEmpty() || fact.get().contains(".")) {
      return losses.refuse(path, "\"fact\" must be a name without dots");
    }
    String steps = object.text("path").orElse("$");
    if (!steps.startsWith("$") || object.get("params").isPresent()) {
      return losses.refuse(path, "only facts without \"params\", and paths from $ on, are known");
    }
    StringBuilder field = new StringBuilder(fact.get());
    Matcher step = STEP.matcher(steps);
    int at = 1;
    while (at < steps.length() && step.find(at) && step.start() == at) {
      field.append('.').append(step.group(1) == null ? step.group(2) : step.group(1));
      at = step.end();
    }
    return at == steps.length()
        ? Optional.of(field.toString())
        : losses.refuse(path + "/path", "only paths of names and numbers have a counterpart");
  }
}
