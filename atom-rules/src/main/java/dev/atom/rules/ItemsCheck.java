package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.Problems.Place;
import dev.atom.rules.RuleVocabulary.Fact;
import java.util.List;
import java.util.Optional;

/** Checks a condition on the items of a list, but for the condition on each of them. */
final class ItemsCheck {
  private static final Fact NUMBER = new Fact(FactType.NUMBER, List.of(), false);

  private final ItemsCondition condition;
  private final String id;
  private final Place place;
  private final Names names;
  private final Problems problems;

  ItemsCheck(ItemsCondition condition, String id, Place place, Names names, Problems problems) {
    this.condition = condition;
    this.id = id;
    this.place = place;
    this.names = names;
    this.problems = problems;
  }

  void run() {
    list();
    if (names.depth() >= RuleLimits.LISTS_IN_LISTS) {
      problems.add(
          place,
          Kind.LIMIT_EXCEEDED,
          "conditions on items are nested deeper than " + RuleLimits.LISTS_IN_LISTS + " lists");
    }
    condition.amount().ifPresent(this::amount);
  }

  private void list() {
    Optional<String> fault = names.fault(condition.items());
    Place at = place.at("items");
    if (fault.isPresent()) {
      problems.add(at, Kind.WRONG_FORM, about() + fault.get());
      return;
    }
    Optional<Fact> fact = names.fact(condition.items());
    if (fact.isEmpty()) {
      problems.add(
          at,
          Kind.UNKNOWN_FIELD,
          about()
              + "there is no field \""
              + condition.items()
              + "\"; known are "
              + Texts.list(names.known()));
    } else if (fact.get().type() != FactType.ANY && fact.get().type() != FactType.LIST) {
      problems.add(
          at, Kind.WRONG_TYPE, about() + "a field of type " + fact.get().type() + " has no items");
    }
  }

  private void amount(FieldCondition amount) {
    Operator operator = amount.operator().positive();
    boolean ordered =
        operator == Operator.EQ || operator == Operator.BETWEEN || FactType.ordering(operator);
    if (!ordered) {
      problems.add(
          place.at("op"),
          Kind.WRONG_FORM,
          about() + "a number of this kind is compared with eq, ne, lt, lte, gt, gte or between");
      return;
    }
    if (amount.value().filter(value -> !number(value)).isPresent()) {
      problems.add(
          place.at("value"),
          Kind.WRONG_FORM,
          about() + "the value must be a number or {\"field\": …}; for between a list of two");
      return;
    }
    new LeafCheck(amount, id, place, names, problems).value(NUMBER);
  }

  private static boolean number(Json value) {
    return value instanceof Json.Num
        || Operands.isField(value)
        || (value instanceof Json.Arr range
            && range.items().stream().allMatch(i -> i instanceof Json.Num || Operands.isField(i)));
  }

  /** Checks the field of the items whose numbers are summed; the names are those on the items. */
  void of(Names onItems) {
    if (condition.of().isEmpty()) {
      return;
    }
    String path = condition.of().get();
    Place at = place.at(condition.fold().jsonName());
    Optional<String> fault = onItems.fault(path);
    if (fault.isPresent()) {
      problems.add(at, Kind.WRONG_FORM, about() + fault.get());
      return;
    }
    Optional<Fact> fact = onItems.fact(path);
    if (fact.isEmpty()) {
      problems.add(at, Kind.UNKNOWN_FIELD, about() + "items have no field \"" + path + "\"");
    } else if (!fact.get().type().comparableWith(FactType.NUMBER)) {
      problems.add(
          at, Kind.WRONG_TYPE, about() + "a field of type " + fact.get().type() + " is no number");
    }
  }

  private String about() {
    return "condition \""
        + id
        + "\" ("
        + condition.items()
        + " "
        + condition.fold().jsonName()
        + "): ";
  }
}
