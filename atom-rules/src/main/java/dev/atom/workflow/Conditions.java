package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.ExternalCondition;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.ItemsCondition;
import java.util.List;
import java.util.function.BiConsumer;

/** The fields that a condition is about. */
final class Conditions {
  private Conditions() {}

  static void fields(Condition condition, String at, BiConsumer<String, Values.Path> found) {
    switch (condition) {
      case Condition.All all -> each(all.conditions(), at + "/all", found);
      case Condition.Any any -> each(any.conditions(), at + "/any", found);
      case Condition.AtLeast some -> each(some.conditions(), at + "/of", found);
      case Condition.Not not -> fields(not.condition(), at + "/not", found);
      case Condition.Logic rule ->
          rule.logic().fields().forEach(field -> found.accept(at, Values.Path.of(field)));
      case FieldCondition field -> leaf(field.toJson(), at, found);
      case ItemsCondition items -> {
        items.toJson().text("items").ifPresent(f -> found.accept(at + "/items", Values.Path.of(f)));
        leaf(items.toJson(), at, found);
      }
      case ExternalCondition external -> leaf(external.toJson(), at, found);
    }
  }

  private static void each(
      List<Condition> conditions, String at, BiConsumer<String, Values.Path> found) {
    for (int i = 0; i < conditions.size(); i++) {
      fields(conditions.get(i), at + "/" + i, found);
    }
  }

  private static void leaf(Json.Obj leaf, String at, BiConsumer<String, Values.Path> found) {
    if (leaf.get("op").isPresent()) {
      leaf.text("field").ifPresent(f -> found.accept(at + "/field", Values.Path.of(f)));
      if (leaf.members().get("value") instanceof Json.Obj value && value.members().size() == 1) {
        value.text("field").ifPresent(f -> found.accept(at + "/value", Values.Path.of(f)));
      }
    }
  }
}
