package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.Problems.Place;
import dev.atom.rules.jsonlogic.JsonLogic;
import dev.atom.rules.jsonlogic.JsonLogicException;
import java.util.List;
import java.util.Optional;

/** Reads conditions that are JsonLogic, and tells them from the others. */
final class LogicReader {
  private final Problems problems;

  LogicReader(Problems problems) {
    this.problems = problems;
  }

  /**
   * Whether the object is JsonLogic without further signs: it has one member, named as an operation.
   * Only {@code all} is a name in both spellings. It is JsonLogic's if what it goes through is a list
   * or an operation that gives a value: neither is a condition, and nothing else is a list.
   */
  static boolean isLogic(Json.Obj object) {
    if (object.members().size() != 1) {
      return false;
    }
    String name = object.members().keySet().iterator().next();
    if (!name.equals("all")) {
      return JsonLogic.isOperation(name);
    }
    return object.members().get(name) instanceof Json.Arr array
        && !array.items().isEmpty()
        && givesValue(array.items().get(0));
  }

  /** Whether the object is JsonLogic wherever a condition may stand, first in a list too. */
  static boolean isTruth(Json.Obj object) {
    return isLogic(object) && !givesValue(object);
  }

  private static boolean givesValue(Json json) {
    if (json instanceof Json.Obj object && object.members().size() == 1) {
      String name = object.members().keySet().iterator().next();
      return JsonLogic.isOperation(name) && !JsonLogic.isTruth(name);
    }
    return json instanceof Json.Arr;
  }

  Optional<Condition.Logic> read(Json.Obj object, Place place) {
    if (object.get("logic").isEmpty()) {
      return parse(object, place).map(logic -> new Condition.Logic(Optional.empty(), logic));
    }
    ObjectReader reader = new ObjectReader(object, place, problems);
    reader.onlyKnows(List.of("id", "logic"));
    Optional<String> id = object.get("id").isPresent() ? reader.name("id") : Optional.empty();
    return parse(object.get("logic").get(), place.at("logic"))
        .map(logic -> new Condition.Logic(id, logic));
  }

  private Optional<JsonLogic> parse(Json rule, Place place) {
    try {
      return Optional.of(JsonLogic.parse(rule));
    } catch (JsonLogicException e) {
      Kind kind =
          e.kind() == JsonLogicException.Kind.LIMIT_EXCEEDED
              ? Kind.LIMIT_EXCEEDED
              : Kind.UNKNOWN_OPERATOR;
      problems.add(place, e.path(), kind, e.reason());
      return Optional.empty();
    }
  }
}
