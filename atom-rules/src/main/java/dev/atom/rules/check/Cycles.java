package dev.atom.rules.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cycles of a graph: one for each strongly connected component (Tarjan 1972, without recursion), the
 * shortest through its first member; and each node that leads to itself.
 */
final class Cycles<N> {
  private final Map<N, List<N>> next;
  private final Map<N, Integer> index = new HashMap<>();
  private final Map<N, Integer> low = new HashMap<>();
  private final Deque<N> stack = new ArrayDeque<>();
  private final Set<N> stacked = new HashSet<>();
  private final List<Set<N>> components = new ArrayList<>();

  private Cycles(Map<N, List<N>> next) {
    this.next = next;
  }

  /** The graph's edges by node, nodes in the order in which cycles are to begin. */
  static <N> List<List<N>> in(Map<N, List<N>> next) {
    Cycles<N> cycles = new Cycles<>(next);
    for (N node : next.keySet()) {
      if (!cycles.index.containsKey(node)) {
        cycles.visit(node);
      }
    }
    return cycles.found();
  }

  private List<N> after(N node) {
    return next.getOrDefault(node, List.of());
  }

  private record Step<N>(N node, java.util.Iterator<N> rest) {}

  private void visit(N start) {
    Deque<Step<N>> path = new ArrayDeque<>();
    path.push(enter(start));
    while (!path.isEmpty()) {
      Step<N> step = path.peek();
      if (step.rest().hasNext()) {
        N to = step.rest().next();
        if (!index.containsKey(to)) {
          path.push(enter(to));
        } else if (stacked.contains(to)) {
          low.merge(step.node(), index.getOrDefault(to, 0), Math::min);
        }
        continue;
      }
      path.pop();
      if (!path.isEmpty()) {
        low.merge(path.peek().node(), low.getOrDefault(step.node(), 0), Math::min);
      }
      leave(step.node());
    }
  }

  private Step<N> enter(N node) {
    int number = index.size();
    index.put(node, number);
    low.put(node, number);
    stack.push(node);
    stacked.add(node);
    return new Step<>(node, after(node).iterator());
  }

  private void leave(N node) {
    if (low.getOrDefault(node, -1).equals(index.getOrDefault(node, -2))) {
      Set<N> component = new HashSet<>();
      N member;
      do {
        member = stack.pop();
        stacked.remove(member);
        component.add(member);
      } while (!member.equals(node));
      components.add(component);
    }
  }

  private List<List<N>> found() {
    List<List<N>> cycles = new ArrayList<>();
    for (N node : next.keySet()) {
      if (after(node).contains(node)) {
        cycles.add(List.of(node));
      }
    }
    Map<N, Set<N>> open = new HashMap<>();
    for (Set<N> component : components) {
      if (component.size() > 1) {
        component.forEach(node -> open.put(node, component));
      }
    }
    for (N node : next.keySet()) {
      Set<N> component = open.get(node);
      if (component != null) {
        cycles.add(shortest(node, component));
        component.forEach(open::remove);
      }
    }
    return cycles;
  }

  /** Breadth first, so that the first way back is the shortest. */
  private List<N> shortest(N start, Set<N> component) {
    Map<N, N> from = new HashMap<>();
    Deque<N> queue = new ArrayDeque<>(List.of(start));
    while (!queue.isEmpty()) {
      N node = queue.remove();
      for (N to : after(node)) {
        if (to.equals(start) && !node.equals(start)) {
          return way(start, node, from);
        }
        if (component.contains(to) && !to.equals(start) && from.putIfAbsent(to, node) == null) {
          queue.add(to);
        }
      }
    }
    throw new IllegalStateException("a strongly connected component has a cycle");
  }

  private static <N> List<N> way(N start, N last, Map<N, N> from) {
    List<N> way = new ArrayList<>();
    for (N at = last; at != null && !at.equals(start); at = from.get(at)) {
      way.addFirst(at);
    }
    way.addFirst(start);
    return way;
  }
}
