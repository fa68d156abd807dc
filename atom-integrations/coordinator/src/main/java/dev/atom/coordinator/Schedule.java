package dev.atom.coordinator;

import dev.atom.coordinator.Cause.Finish;
import dev.atom.time.WorkCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The earliest finish of every task: the longest path over what it waits for. A task on a circle is
 * taken as if it waited for nothing, and its finish is not exact.
 */
final class Schedule {
  private final Map<String, Task> tasks;
  private final WorkCalendar calendar;
  private final Instant now;
  private final List<List<String>> circles;
  private final Set<String> knotted = new HashSet<>();
  private final Map<String, Step> steps = new HashMap<>();

  /** When a task is done at the earliest, and which blocker decides when it begins. */
  private record Step(Instant finish, Optional<String> after, boolean exact) {}

  Schedule(Map<String, Task> tasks, WorkCalendar calendar, Instant now) {
    this.tasks = tasks;
    this.calendar = calendar;
    this.now = now;
    Map<String, List<String>> graph = new LinkedHashMap<>();
    tasks.values().stream()
        .filter(task -> task.status() != Task.Status.CLOSED)
        .forEach(task -> graph.put(task.id(), openBlockers(task)));
    circles = new Circles(graph).find();
    circles.forEach(knotted::addAll);
    knotted.forEach(id -> graph.put(id, List.of()));
    for (String id : Circles.order(graph)) {
      Task task = Objects.requireNonNull(tasks.get(id));
      boolean known =
          !knotted.contains(id) && task.blockedBy().stream().allMatch(tasks::containsKey);
      steps.put(id, step(task, Objects.requireNonNull(graph.get(id)), known));
    }
  }

  private List<String> openBlockers(Task task) {
    if (task.status() == Task.Status.UNKNOWN) {
      // It may be closed, and then it neither waits for anything nor is part of a circle.
      return List.of();
    }
    return task.blockedBy().stream()
        .filter(
            id -> {
              Task blocker = tasks.get(id);
              return blocker != null && blocker.status() != Task.Status.CLOSED;
            })
        .toList();
  }

  private Step step(Task task, List<String> blockers, boolean blockersKnown) {
    Instant start = now;
    Optional<String> after = Optional.empty();
    boolean exact =
        blockersKnown && task.remaining().isPresent() && task.status() != Task.Status.UNKNOWN;
    for (String id : blockers) {
      Step blocker = Objects.requireNonNull(steps.get(id));
      exact &= blocker.exact();
      if (blocker.finish().isAfter(start)) {
        start = blocker.finish();
        after = Optional.of(id);
      }
    }
    // What may be closed already, or takes nobody knows how long, adds nothing that is certain.
    Instant from = start;
    Instant finish =
        task.status() == Task.Status.UNKNOWN
            ? from
            : task.remaining().map(left -> calendar.plus(from, left)).orElse(from);
    return new Step(finish, after, exact);
  }

  List<List<String>> circles() {
    return circles;
  }

  boolean inCircle(String id) {
    return knotted.contains(id);
  }

  /** The finish of a task that is not closed. */
  Finish finish(String id) {
    Step step = Objects.requireNonNull(steps.get(id), id);
    List<String> path = new ArrayList<>();
    for (Optional<String> here = Optional.of(id);
        here.isPresent();
        here = here.flatMap(task -> Objects.requireNonNull(steps.get(task)).after())) {
      path.add(here.get());
    }
    Collections.reverse(path);
    return new Finish(step.finish(), path, step.exact());
  }
}
