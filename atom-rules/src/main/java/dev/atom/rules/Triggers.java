package dev.atom.rules;

import java.util.List;

/** What triggers have in common. */
final class Triggers {
  private Triggers() {}

  static void named(String what, String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException(what + " is blank");
    }
  }

  static Condition event(String kind) {
    return Condition.field(Facts.EVENT).eq(kind);
  }

  static Condition any(List<Condition> conditions) {
    return conditions.size() == 1 ? conditions.getFirst() : new Condition.Any(conditions);
  }

  static Condition all(List<Condition> conditions) {
    return conditions.size() == 1 ? conditions.getFirst() : new Condition.All(conditions);
  }
}
