package dev.atom.coordinator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds tasks that wait for each other, and an order of work for all that don't. */
final class Circles {
  private final Map<String, List<String>> blockers;

  /**
   * Takes the graph.
   *
   * @param blockers what each task waits for, all of them keys too
   */
  Circles(Map<String, List<String>> blockers) {
    this.blockers = new LinkedHashMap<>(blockers);
  }

  /** Circles that together name every task that is on one, each the shortest through a task. */
  List<List<String>> find() {
    Set<String> left = new LinkedHashSet<>(blockers.keySet());
    order(blockers).forEach(left::remove);
    // Those that wait for a circle, but hold up nobody on it, go by the same means backwards.
    order(reversed(left)).forEach(left::remove);
    List<List<String>> circles = new ArrayList<>();
    Set<String> named = new LinkedHashSet<>();
    for (String task : left) {
      if (!named.contains(task)) {
        shortest(task, left)
            .ifPresent(
                circle -> {
                  circles.add(circle);
                  named.addAll(circle);
                });
      }
    }
    return circles;
  }

  private Map<String, List<String>> reversed(Set<String> among) {
    Map<String, List<String>> reversed = new LinkedHashMap<>();
    among.forEach(task -> reversed.put(task, new ArrayList<>()));
    for (String task : among) {
      for (String blocker : blockers.getOrDefault(task, List.of())) {
        if (among.contains(blocker)) {
          reversed.getOrDefault(blocker, new ArrayList<>()).add(task);
        }
      }
    }
    return reversed;
  }

  /** By breadth from a task along what it waits for, until it comes back. */
  private Optional<List<String>> shortest(String task, Set<String> among) {
    Map<String, String> cameFrom = new HashMap<>();
    Deque<String> next = new ArrayDeque<>(List.of(task));
    while (!next.isEmpty()) {
      String here = next.remove();
      for (String blocker : blockers.getOrDefault(here, List.of())) {
        if (blocker.equals(task)) {
          return Optional.of(path(here, cameFrom));
        }
        if (among.contains(blocker) && cameFrom.putIfAbsent(blocker, here) == null) {
          next.add(blocker);
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> path(String last, Map<String, String> cameFrom) {
    List<String> path = new ArrayList<>();
    for (Optional<String> here = Optional.of(last);
        here.isPresent();
        here = here.map(cameFrom::get)) {
      path.add(here.get());
    }
    Collections.reverse(path);
    return path;
  }

  /** The tasks in an order in which each comes after what it waits for; without those it can't. */
  static List<String> order(Map<String, List<String>> blockers) {
    Map<String, List<String>> blocked = new HashMap<>();
    Map<String, Integer> open = new LinkedHashMap<>();
    blockers.forEach(
        (task, waits) -> {
          open.put(task, waits.size());
          waits.forEach(b -> blocked.computeIfAbsent(b, any -> new ArrayList<>()).add(task));
        });
    Deque<String> free = new ArrayDeque<>();
    open.forEach(
        (task, count) -> {
          if (count == 0) {
            free.add(task);
          }
        });
    List<String> order = new ArrayList<>();
    while (!free.isEmpty()) {
      String task = free.remove();
      order.add(task);
      for (String waiting : blocked.getOrDefault(task, List.of())) {
        if (open.merge(waiting, -1, Integer::sum) == 0) {
          free.add(waiting);
        }
      }
    }
    return order;
  }
}
