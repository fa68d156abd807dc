package dev.atom.rules;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A compiled condition. */
sealed interface Node {
  boolean test(Facts facts, Instant now);

  /** Every field condition, with what it finds. */
  Stream<Check> checks(Facts facts, Instant now);

  /** The field conditions that the result rests on: were they otherwise, it could be otherwise. */
  Stream<Check> reasons(Facts facts, Instant now);

  record All(List<Node> nodes) implements Node {
    @Override
    public boolean test(Facts facts, Instant now) {
      for (Node node : nodes) {
        if (!node.test(facts, now)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public Stream<Check> checks(Facts facts, Instant now) {
      return nodes.stream().flatMap(node -> node.checks(facts, now));
    }

    @Override
    public Stream<Check> reasons(Facts facts, Instant now) {
      return reasonsOf(nodes, test(facts, now), facts, now);
    }
  }

  /** Any is one of them, at least n is n of them. */
  record AtLeast(int count, List<Node> nodes) implements Node {
    @Override
    public boolean test(Facts facts, Instant now) {
      int found = 0;
      for (int i = 0; i < nodes.size() && found < count; i++) {
        if (nodes.get(i).test(facts, now)) {
          found++;
        }
      }
      return found >= count;
    }

    @Override
    public Stream<Check> checks(Facts facts, Instant now) {
      return nodes.stream().flatMap(node -> node.checks(facts, now));
    }

    @Override
    public Stream<Check> reasons(Facts facts, Instant now) {
      return reasonsOf(nodes, test(facts, now), facts, now);
    }
  }

  record Not(Node node) implements Node {
    @Override
    public boolean test(Facts facts, Instant now) {
      return !node.test(facts, now);
    }

    @Override
    public Stream<Check> checks(Facts facts, Instant now) {
      return node.checks(facts, now);
    }

    @Override
    public Stream<Check> reasons(Facts facts, Instant now) {
      return node.reasons(facts, now);
    }
  }

  /** A condition on one field, with the id by which traces name it. */
  record Leaf(String id, FieldCondition condition, FieldPath path, Probe probe, boolean sensitive)
      implements Node {
    @Override
    public boolean test(Facts facts, Instant now) {
      return condition.holds(probe.find(facts, now));
    }

    @Override
    public Stream<Check> checks(Facts facts, Instant now) {
      var actual = Optional.ofNullable(path.find(facts.values()));
      var before =
          Optional.ofNullable(facts.changes().get(path.text())).flatMap(Facts.Change::before);
      return Stream.of(
          new Check(
              id,
              condition,
              probe.find(facts, now),
              sensitive ? actual.map(Check::hidden) : actual,
              sensitive ? before.map(Check::hidden) : before));
    }

    @Override
    public Stream<Check> reasons(Facts facts, Instant now) {
      return checks(facts, now);
    }
  }

  private static Stream<Check> reasonsOf(
      List<Node> nodes, boolean result, Facts facts, Instant now) {
    return nodes.stream()
        .filter(node -> node.test(facts, now) == result)
        .flatMap(node -> node.reasons(facts, now));
  }
}
