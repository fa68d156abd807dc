package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.Problems.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Reads conditions; what is wrong with one does not keep it from reading the others. */
final class ConditionReader {
  private static final List<String> MEMBERS =
      List.of("id", "field", "op", "value", "ignoreCase", "missing");

  private final Problems problems;
  private final RuleLimits limits;
  private final Place whole;
  private int conditions;

  /** Reads the condition of one rule, which stands at a place. */
  ConditionReader(Problems problems, RuleLimits limits, Place whole) {
    this.problems = problems;
    this.limits = limits;
    this.whole = whole;
  }

  Optional<Condition> read(Json json) {
    return read(json, whole, 1);
  }

  /** Whether the rule has too many conditions with these; said once, and then nothing more is read. */
  private boolean tooMany(int more) {
    boolean before = conditions > limits.conditions();
    conditions += more;
    boolean after = conditions > limits.conditions();
    if (after && !before) {
      problems.add(
          whole,
          Kind.LIMIT_EXCEEDED,
          "the rule has more than " + limits.conditions() + " conditions");
    }
    return after;
  }

  private Optional<Condition> read(Json json, Place place, int depth) {
    if (problems.tooDeep(limits.depth(), depth, place)) {
      return Optional.empty();
    }
    if (!(json instanceof Json.Obj object)) {
      problems.add(place, Kind.WRONG_FORM, "a condition must be an object");
      return Optional.empty();
    }
    ObjectReader reader = new ObjectReader(object, place, problems);
    if (object.get("items").isPresent()) {
      return tooMany(1) ? Optional.empty() : items(object, reader, place, depth);
    }
    if (object.get("external").isPresent()) {
      return tooMany(1) ? Optional.empty() : external(object, reader, place);
    }
    if (LogicReader.isLogic(object) || object.get("logic").isPresent()) {
      return logic(object, place);
    }
    if (object.get("all").isPresent()) {
      reader.onlyKnows(List.of("all"));
      return group(reader, "all", place, depth).map(Condition.All::new);
    }
    if (object.get("any").isPresent()) {
      reader.onlyKnows(List.of("any"));
      return group(reader, "any", place, depth).map(Condition.Any::new);
    }
    if (object.get("not").isPresent()) {
      reader.onlyKnows(List.of("not"));
      return read(object.get("not").get(), place.at("not"), depth + 1).map(Condition.Not::new);
    }
    if (object.get("atLeast").isPresent()) {
      reader.onlyKnows(List.of("atLeast", "of"));
      Optional<Integer> count = reader.integer("atLeast");
      Optional<List<Condition>> of = group(reader, "of", place, depth);
      return count.flatMap(n -> of.map(conditions -> new Condition.AtLeast(n, conditions)));
    }
    if (object.get("field").isEmpty() && object.get("op").isEmpty()) {
      problems.add(
          place,
          Kind.WRONG_FORM,
          "a condition has \"all\", \"any\", \"not\", \"atLeast\" with \"of\", \"items\","
              + " \"external\", \"field\" with \"op\", or is"
              + " one operation of JsonLogic");
      return Optional.empty();
    }
    if (tooMany(1)) {
      return Optional.empty();
    }
    reader.onlyKnows(MEMBERS);
    return leaf(object, reader, place);
  }

  /** Each operation is a condition. */
  private Optional<Condition> logic(Json.Obj object, Place place) {
    if (tooMany(1)) {
      return Optional.empty();
    }
    Optional<Condition.Logic> read = new LogicReader(problems).read(object, place);
    int operations = read.map(logic -> logic.logic().operations()).orElse(1);
    return tooMany(Math.max(0, operations - 1)) ? Optional.empty() : read.map(logic -> logic);
  }

  private Optional<List<Condition>> group(
      ObjectReader reader, String member, Place place, int depth) {
    List<Json> items = reader.list(member);
    List<Condition> conditions = new ArrayList<>();
    for (int i = 0; i < items.size() && !tooMany(0); i++) {
      read(items.get(i), place.at(member).at(i), depth + 1).ifPresent(conditions::add);
    }
    return conditions.size() == items.size() ? Optional.of(conditions) : Optional.empty();
  }

  private Optional<Condition> leaf(Json.Obj object, ObjectReader reader, Place place) {
    Optional<String> id = object.get("id").isPresent() ? reader.name("id") : Optional.empty();
    Optional<String> field = reader.name("field");
    Optional<Operator> operator = reader.name("op").flatMap(name -> operator(name, object, place));
    Optional<Missing> missing = missing(reader, place);
    boolean ignoreCase = reader.flag("ignoreCase", false);
    if (field.isEmpty() || operator.isEmpty()) {
      return Optional.empty();
    }
    var condition = new FieldCondition(field.get(), operator.get(), object.get("value"));
    condition = id.isPresent() ? condition.id(id.get()) : condition;
    condition = ignoreCase ? condition.ignoringCase() : condition;
    return Optional.of(missing.isPresent() ? condition.whenMissing(missing.get()) : condition);
  }

  private Optional<Condition> items(Json.Obj object, ObjectReader reader, Place place, int depth) {
    Optional<ItemsCondition.Fold> found = ItemsCondition.Fold.in(object);
    Optional<String> id = object.get("id").isPresent() ? reader.name("id") : Optional.empty();
    Optional<String> items = reader.name("items");
    Optional<Missing> missing = missing(reader, place);
    if (found.isEmpty()) {
      problems.add(
          place,
          Kind.WRONG_FORM,
          "a condition on items has \"any\", \"all\", \"none\", \"count\", \"sum\", \"min\", \"max\" or"
              + " \"avg\"");
      return Optional.empty();
    }
    ItemsCondition.Fold fold = found.get();
    List<String> known = new ArrayList<>(List.of("id", "items", fold.jsonName(), "missing"));
    if (fold.amount()) {
      known.addAll(List.of("op", "value"));
    }
    if (fold.ofField()) {
      known.add("where");
    }
    reader.onlyKnows(known);
    String member = fold.ofField() ? "where" : fold.jsonName();
    Optional<Condition> each =
        object.get(member).flatMap(json -> read(json, place.at(member), depth + 1));
    Optional<String> of = fold.ofField() ? reader.name(fold.jsonName()) : Optional.empty();
    Optional<Operator> operator =
        fold.amount()
            ? reader.name("op").flatMap(n -> operator(n, object, place))
            : Optional.empty();
    boolean unread =
        (object.get(member).isPresent() && each.isEmpty())
            || (fold.ofField() && of.isEmpty())
            || (fold.amount() && operator.isEmpty());
    if (items.isEmpty() || unread) {
      return Optional.empty();
    }
    var amount = operator.map(op -> new FieldCondition(items.get(), op, object.get("value")));
    var condition = new ItemsCondition(items.get(), fold, each, of, amount);
    condition = id.isPresent() ? condition.id(id.get()) : condition;
    return Optional.of(missing.isPresent() ? condition.whenMissing(missing.get()) : condition);
  }

  private Optional<Condition> external(Json.Obj object, ObjectReader reader, Place place) {
    reader.onlyKnows(
        List.of("id", "external", "with", "op", "value", "ignoreCase", "missing", "onUnavailable"));
    Optional<String> name = reader.name("external");
    Json.Obj with = reader.object("with");
    Optional<OnUnavailable> otherwise = onUnavailable(reader, place);
    // The rest is that of a condition on a field, which has the name of the fact.
    var members = new LinkedHashMap<>(object.members());
    members.keySet().removeAll(List.of("external", "with", "onUnavailable"));
    members.put("field", Json.of(name.orElse("?")));
    Json.Obj test = new Json.Obj(members);
    Optional<Condition> read = leaf(test, new ObjectReader(test, place, problems), place);
    if (name.isEmpty() || !(read.orElse(null) instanceof FieldCondition leaf)) {
      return Optional.empty();
    }
    return Optional.of(new ExternalCondition(leaf.id(), with, leaf, otherwise));
  }

  private Optional<OnUnavailable> onUnavailable(ObjectReader reader, Place place) {
    Optional<String> name = reader.text("onUnavailable");
    for (OnUnavailable answer : OnUnavailable.values()) {
      if (name.filter(answer.jsonName()::equals).isPresent()) {
        return Optional.of(answer);
      }
    }
    if (name.isPresent()) {
      problems.add(
          place.at("onUnavailable"),
          Kind.WRONG_FORM,
          "\"onUnavailable\" must be \"noMatch\", \"match\" or \"fail\"");
    }
    return Optional.empty();
  }

  private Optional<Operator> operator(String name, Json.Obj object, Place place) {
    Optional<Operator> operator = Operator.named(name);
    if (operator.isEmpty()) {
      String field = object.text("field").or(() -> object.text("items")).orElse("");
      problems.add(
          place.at("op"),
          Kind.UNKNOWN_OPERATOR,
          "the condition on \""
              + field
              + "\" has the unknown operator \""
              + name
              + "\"; known are "
              + Texts.list(Arrays.stream(Operator.values()).map(Operator::jsonName).toList()));
    }
    return operator;
  }

  private Optional<Missing> missing(ObjectReader reader, Place place) {
    Optional<String> name = reader.text("missing");
    for (Missing answer : Missing.values()) {
      if (name.filter(answer.jsonName()::equals).isPresent()) {
        return Optional.of(answer);
      }
    }
    if (name.isPresent()) {
      problems.add(
          place.at("missing"), Kind.WRONG_FORM, "\"missing\" must be \"match\" or \"noMatch\"");
    }
    return Optional.empty();
  }
}
