package dev.atom.rules.replay;

import dev.atom.rules.Condition;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.Rule;
import dev.atom.rules.Trigger;
import java.util.ArrayList;
import java.util.List;

/** All that a rule asks, down to the conditions by which traces name it. */
final class Parts {
  private Parts() {}

  /** A condition or several. */
  sealed interface Part {}

  /** A condition that has no parts, or none that are known here. */
  record Leaf(String id, Condition condition) implements Part {}

  /** At least so many of several, or the complement of that. */
  record Several(int count, boolean negated, List<Part> parts) implements Part {}

  static Part of(Rule rule) {
    List<Part> asked = new ArrayList<>();
    List<Part> triggers = new ArrayList<>();
    for (Trigger trigger : rule.triggers()) {
      triggers.add(of(trigger.condition(rule.id()), "/on/" + triggers.size()));
    }
    if (!triggers.isEmpty()) {
      asked.add(new Several(1, false, triggers));
    }
    var now = Condition.field("@now");
    rule.effective().from().ifPresent(from -> asked.add(leaf("/effective/from", now.gte(from))));
    rule.effective().to().ifPresent(to -> asked.add(leaf("/effective/to", now.lt(to))));
    asked.add(of(rule.condition(), "/when"));
    return new Several(asked.size(), false, asked);
  }

  private static Part leaf(String id, FieldCondition condition) {
    return new Leaf(id, condition.id(id));
  }

  private static Part of(Condition condition, String path) {
    if (condition instanceof Condition.All all) {
      return several(all.conditions().size(), all.conditions(), path + "/all");
    }
    if (condition instanceof Condition.Any any) {
      return several(1, any.conditions(), path + "/any");
    }
    if (condition instanceof Condition.AtLeast some) {
      return several(some.count(), some.conditions(), path + "/of");
    }
    if (condition instanceof Condition.Not not) {
      return new Several(1, true, List.of(of(not.condition(), path + "/not")));
    }
    return condition instanceof FieldCondition leaf
        ? new Leaf(leaf.id().orElse(path), leaf)
        : new Leaf(path, condition);
  }

  private static Part several(int count, List<Condition> conditions, String path) {
    List<Part> parts = new ArrayList<>();
    for (Condition condition : conditions) {
      parts.add(of(condition, path + "/" + parts.size()));
    }
    return new Several(count, false, parts);
  }
}
