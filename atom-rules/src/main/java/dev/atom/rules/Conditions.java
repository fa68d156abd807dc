package dev.atom.rules;

import dev.atom.json.Json;
import java.util.List;

/** What lists of conditions have in common. */
final class Conditions {
  private Conditions() {}

  static Json.Arr toJson(List<Condition> conditions) {
    return Json.array(conditions.stream().map(Condition::toJson).toList());
  }
}
