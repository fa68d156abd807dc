package dev.atom.rules;

import dev.atom.rules.index.Cover;
import dev.atom.rules.index.Residual;
import java.util.ArrayList;
import java.util.List;

/** Turns compiled conditions into what an index can answer and what is left to be tested. */
final class Covers {
  private static final int MOST_CHOICES = 16;

  private Covers() {}

  /** A condition that is tested as it is. */
  record Whole(Node node, boolean wanted) implements Residual<Look> {
    @Override
    public boolean test(Look look) {
      return node.test(look.scope()) == wanted;
    }

    @Override
    public int cost() {
      return 1_000;
    }
  }

  /** A condition on what has to be asked for, tested last; while that is awaited, it may be either. */
  record Asking(Node node, boolean wanted) implements Residual<Look> {
    @Override
    public boolean test(Look look) {
      Scope scope = look.scope();
      if (!scope.awaits()) {
        return node.test(scope) == wanted;
      }
      return ExternalRound.verdict(node, scope) != ExternalRound.Verdict.of(!wanted);
    }

    @Override
    public int cost() {
      return 2_000;
    }
  }

  static Residual<Look> whole(Node node, boolean wanted) {
    return node.asks() ? new Asking(node, wanted) : new Whole(node, wanted);
  }

  static Cover<Look> of(Node node) {
    return of(node, true);
  }

  /** Kinds of conditions that are not told apart here are tested as a whole. */
  private static Cover<Look> of(Node node, boolean wanted) {
    if (node instanceof Node.Leaf leaf) {
      return LeafCover.of(leaf, wanted);
    }
    if (node instanceof Node.Not not) {
      return of(not.node(), !wanted);
    }
    if (node instanceof Node.All all) {
      List<Cover<Look>> covers = covers(all.nodes(), wanted);
      return wanted ? Cover.and(covers) : Cover.or(covers);
    }
    if (node instanceof Node.AtLeast some) {
      int size = some.nodes().size();
      int count = wanted ? some.count() : size - some.count() + 1;
      return atLeast(count, covers(some.nodes(), wanted));
    }
    return node instanceof LogicNode logic
        ? LogicCover.of(logic, wanted)
        : Cover.of(whole(node, wanted));
  }

  private static List<Cover<Look>> covers(List<Node> nodes, boolean wanted) {
    List<Cover<Look>> covers = new ArrayList<>(nodes.size());
    for (Node node : nodes) {
      covers.add(of(node, wanted));
    }
    return covers;
  }

  private static Cover<Look> atLeast(int count, List<Cover<Look>> covers) {
    if (count == covers.size()) {
      return Cover.and(covers);
    }
    if (count == 1) {
      return Cover.or(covers);
    }
    if (choices(covers.size(), count) > MOST_CHOICES) {
      return Cover.or(covers).wider();
    }
    Cover<Look> first = covers.getFirst();
    List<Cover<Look>> rest = covers.subList(1, covers.size());
    List<Cover<Look>> either = new ArrayList<>();
    either.add(first.and(atLeast(count - 1, rest)));
    either.add(atLeast(count, rest));
    return Cover.or(either);
  }

  /** How many ways there are to choose; more than the most is all the same. */
  private static int choices(int of, int count) {
    int choices = 1;
    for (int i = 0; i < Math.min(count, of - count); i++) {
      choices = choices * (of - i) / (i + 1);
      if (choices > MOST_CHOICES) {
        return choices;
      }
    }
    return choices;
  }
}
