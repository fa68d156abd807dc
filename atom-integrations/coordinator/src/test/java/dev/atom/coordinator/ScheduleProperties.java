package dev.atom.coordinator;

import static dev.atom.coordinator.Project.NOW;
import static dev.atom.coordinator.Project.OFFICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;

@PropertyDefaults(tries = 1000, edgeCases = EdgeCasesMode.NONE)
class ScheduleProperties {
  /** No path is left out: all of them are walked, and the most work on one of them counts. */
  @Property
  void finishIsTheMostWorkOnAnyPathOfBlockers(@ForAll Random random) {
    int count = 1 + random.nextInt(9);
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> blockers = new ArrayList<>();
      for (int j = 0; j < i; j++) {
        if (random.nextInt(3) == 0) {
          blockers.add("T" + j);
        }
      }
      Collections.shuffle(blockers, random);
      tasks.add(task("T" + i, random, blockers));
    }
    List<Task> shuffled = new ArrayList<>(tasks);
    Collections.shuffle(shuffled, random);
    Schedule schedule = new Schedule(byId(shuffled), OFFICE, NOW);
    assertThat(schedule.circles()).isEmpty();
    for (Task task : tasks) {
      if (task.status() != Task.Status.CLOSED) {
        List<List<Task>> paths = paths(task, byId(tasks));
        Duration most =
            paths.stream().map(ScheduleProperties::work).max(Duration::compareTo).orElseThrow();
        Cause.Finish finish = schedule.finish(task.id());
        assertThat(finish.earliest()).isEqualTo(OFFICE.plus(NOW, most));
        assertThat(work(finish.path().stream().map(byId(tasks)::get).toList())).isEqualTo(most);
        assertThat(finish.exact())
            .isEqualTo(
                paths.stream().flatMap(List::stream).allMatch(t -> t.remaining().isPresent()));
      }
    }
  }

  @Property
  void circlesNameExactlyTheTasksThatWaitForThemselves(@ForAll Random random) {
    int count = 1 + random.nextInt(8);
    int density = 2 + random.nextInt(5);
    boolean[][] reaches = new boolean[count][count];
    Map<String, List<String>> graph = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      List<String> blockers = new ArrayList<>();
      for (int j = 0; j < count; j++) {
        if (random.nextInt(density) == 0) {
          blockers.add("T" + j);
          reaches[i][j] = true;
        }
      }
      graph.put("T" + i, blockers);
    }
    for (int k = 0; k < count; k++) {
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
          reaches[i][j] |= reaches[i][k] && reaches[k][j];
        }
      }
    }
    Set<String> waiting = new HashSet<>();
    for (int i = 0; i < count; i++) {
      if (reaches[i][i]) {
        waiting.add("T" + i);
      }
    }
    Set<String> named = new HashSet<>();
    for (List<String> circle : new Circles(graph).find()) {
      named.addAll(circle);
      assertThat(circle).doesNotHaveDuplicates();
      for (int i = 0; i < circle.size(); i++) {
        assertThat(graph.get(circle.get(i))).contains(circle.get((i + 1) % circle.size()));
      }
    }
    assertThat(named).isEqualTo(waiting);
  }

  private static Task task(String id, Random random, List<String> blockers) {
    boolean closed = random.nextInt(6) == 0;
    Optional<Duration> remaining =
        random.nextInt(6) == 0
            ? Optional.empty()
            : Optional.of(Duration.ofMinutes(random.nextInt(1500)));
    return new Task(
        new TaskRef(id, id, Optional.empty()),
        closed ? Task.Status.CLOSED : Task.Status.BEGUN,
        Optional.empty(),
        remaining,
        blockers,
        Optional.empty(),
        List.of());
  }

  private static Map<String, Task> byId(List<Task> tasks) {
    Map<String, Task> byId = new LinkedHashMap<>();
    tasks.forEach(task -> byId.put(task.id(), task));
    return byId;
  }

  /** Every way from a task back along its open blockers, stopping at each. */
  private static List<List<Task>> paths(Task task, Map<String, Task> tasks) {
    List<List<Task>> paths = new ArrayList<>();
    paths.add(List.of(task));
    for (String id : task.blockedBy()) {
      Task blocker = tasks.get(id);
      if (blocker.status() != Task.Status.CLOSED) {
        for (List<Task> path : paths(blocker, tasks)) {
          List<Task> longer = new ArrayList<>(path);
          longer.add(task);
          paths.add(longer);
        }
      }
    }
    return paths;
  }

  private static Duration work(List<Task> path) {
    return path.stream()
        .map(task -> task.remaining().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
