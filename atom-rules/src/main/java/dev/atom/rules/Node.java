package dev.atom.rules;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A compiled condition. */
sealed interface Node {
  boolean test(Scope scope);

  /** Every field condition, with what it finds. */
  Stream<Check> checks(Scope scope);

  /** The field conditions that the result rests on: were they otherwise, it could be otherwise. */
  Stream<Check> reasons(Scope scope);

  record All(List<Node> nodes) implements Node {
    @Override
    public boolean test(Scope scope) {
      for (Node node : nodes) {
        if (!node.test(scope)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public Stream<Check> checks(Scope scope) {
      return nodes.stream().flatMap(node -> node.checks(scope));
    }

    @Override
    public Stream<Check> reasons(Scope scope) {
      return reasonsOf(nodes, test(scope), scope);
    }
  }

  /** Any is one of them, at least n is n of them. */
  record AtLeast(int count, List<Node> nodes) implements Node {
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

    @Override
    public Stream<Check> checks(Scope scope) {
      return nodes.stream().flatMap(node -> node.checks(scope));
    }

    @Override
    public Stream<Check> reasons(Scope scope) {
      return reasonsOf(nodes, test(scope), scope);
    }
  }

  record Not(Node node) implements Node {
    @Override
    public boolean test(Scope scope) {
      return !node.test(scope);
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
  record Leaf(String id, FieldCondition condition, FieldPath path, Probe probe, boolean sensitive)
      implements Node {
    @Override
    public boolean test(Scope scope) {
      return condition.holds(probe.find(scope));
    }

    @Override
    public Stream<Check> checks(Scope scope) {
      var actual = Optional.ofNullable(scope.value(path));
      var before = Optional.ofNullable(scope.change(path)).flatMap(Facts.Change::before);
      return Stream.of(
          new Check(
              id,
              condition,
              probe.find(scope),
              sensitive ? actual.map(Check::hidden) : actual,
              sensitive ? before.map(Check::hidden) : before));
    }

    @Override
    public Stream<Check> reasons(Scope scope) {
      return checks(scope);
    }
  }

  private static Stream<Check> reasonsOf(List<Node> nodes, boolean result, Scope scope) {
    return nodes.stream()
        .filter(node -> node.test(scope) == result)
        .flatMap(node -> node.reasons(scope));
  }
}
