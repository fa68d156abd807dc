package dev.atom.json;

import java.util.ArrayList;
import java.util.List;

/** The demands of one schema, and the schemas it applies to the same value. */
final class SchemaNode {
  private final List<SchemaRule> rules = new ArrayList<>();
  private final List<SchemaNode> sameValue = new ArrayList<>();
  private boolean refusesAll;

  List<SchemaRule> rules() {
    return rules;
  }

  List<SchemaNode> sameValue() {
    return sameValue;
  }

  /** Tells whether this is the schema {@code false}. */
  boolean refusesAll() {
    return refusesAll;
  }

  void add(SchemaRule rule) {
    rules.add(rule);
  }

  void addAll(List<SchemaRule> more) {
    rules.addAll(more);
  }

  void alsoApplies(SchemaNode node) {
    sameValue.add(node);
  }

  static SchemaNode ofBoolean(boolean allowed) {
    SchemaNode node = new SchemaNode();
    if (!allowed) {
      node.refusesAll = true;
      node.add((value, at, check) -> check.refuse(at, "false", "nothing is allowed here"));
    }
    return node;
  }
}
