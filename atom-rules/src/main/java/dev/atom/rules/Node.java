package dev.atom.rules;

import dev.atom.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A compiled condition. */
sealed interface Node permits Node.Group, Node.Not, Node.Leaf, Node.Items, ExternalNode, LogicNode {
  boolean test(Scope scope);

  /** Whether the result may hang on what has to be asked for. */
  default boolean asks() {
    return false;
  }

  /** Every field condition, with what it finds. */
  Stream<Check> checks(Scope scope);

  /** How many conditions there are to be tested at most, not counting those on items of lists. */
  default int size() {
    return 1;
  }

  /** The field conditions that the result rests on: were they otherwise, it could be otherwise. */
  Stream<Check> reasons(Scope scope);

  /** Several conditions in one. */
  sealed interface Group extends Node {
    List<Node> nodes();

    @Override
    default int size() {
      return nodes().stream().mapToInt(Node::size).sum();
    }

    @Override
    default boolean asks() {
      for (Node node : nodes()) {
        if (node.asks()) {
          return true;
        }
      }
      return false;
    }

    @Override
    default Stream<Check> checks(Scope scope) {
      return nodes().stream().flatMap(node -> node.checks(scope));
    }

    @Override
    default Stream<Check> reasons(Scope scope) {
      boolean result = test(scope);
      return nodes().stream()
          .filter(node -> node.test(scope) == result)
          .flatMap(node -> node.reasons(scope));
    }
  }

  record All(List<Node> nodes) implements Group {
    @Override
    public boolean test(Scope scope) {
      for (Node node : nodes) {
        if (!node.test(scope)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Any is one of them, at least n is n of them. */
  record AtLeast(int count, List<Node> nodes) implements Group {
    @Override
    public boolean test(Scope scope) {
      int found = 0;
      for (int i = 0; i < nodes.size() && found < count; i++) {
        if (nodes.get(i).test(scope)) {
          found++;
        }
      }
      return found >= count;
    }
  }

  record Not(Node node) implements Node {
    @Override
    public boolean test(Scope scope) {
      return !node.test(scope);
    }

    @Override
    public int size() {
      return node.size();
    }

    @Override
    public boolean asks() {
      return node.asks();
    }

    @Override
    public Stream<Check> checks(Scope scope) {
      return node.checks(scope);
    }

    @Override
    public Stream<Check> reasons(Scope scope) {
      return node.reasons(scope);
    }
  }

  /** A condition on one field, with the id by which traces name it. */
  record Leaf(
      String id,
      FieldCondition condition,
      FieldPath path,
      Probe probe,
      Comparison comparison,
      boolean sensitive)
      implements Node {
    Finding find(Scope scope) {
      try {
        return probe.find(scope);
      } catch (Effort.Spent e) {
        throw e.at(this, id);
      }
    }

    @Override
    public boolean test(Scope scope) {
      return condition.holds(find(scope));
    }

    @Override
    public Stream<Check> checks(Scope scope) {
      Finding finding = find(scope);
      var check = new Check.Builder(id, condition, finding, condition.holds(finding), sensitive);
      check.actual(Optional.ofNullable(scope.value(path)));
      if (condition.operator().aboutChange()) {
        check.before(Optional.ofNullable(scope.change(path)).flatMap(Facts.Change::before));
      }
      return Stream.of(check.build());
    }

    @Override
    public Stream<Check> reasons(Scope scope) {
      return checks(scope);
    }
  }

  /** A condition on the items of a list; what it asks of each is no check of its own. */
  record Items(
      String id, ItemsCondition condition, ItemsProbe items, Probe probe, boolean sensitive)
      implements Node {
    @Override
    public boolean test(Scope scope) {
      try {
        return condition.holds(probe.find(scope));
      } catch (Effort.Spent e) {
        throw e.at(this, id);
      }
    }

    @Override
    public Stream<Check> checks(Scope scope) {
      try {
        return Stream.of(check(scope));
      } catch (Effort.Spent e) {
        throw e.at(this, id);
      }
    }

    private Check check(Scope scope) {
      Finding finding = probe.find(scope);
      var check = new Check.Builder(id, condition, finding, condition.holds(finding), sensitive);
      Json list = scope.value(items.list());
      if (list instanceof Json.Arr array) {
        check.items(items.matched(array, scope));
        if (condition.fold().amount()) {
          check.actual(Optional.ofNullable(items.amount(scope)));
        }
      } else {
        check.actual(Optional.ofNullable(list));
      }
      return check.build();
    }

    @Override
    public Stream<Check> reasons(Scope scope) {
      return checks(scope);
    }
  }
}
