package dev.atom.coordinator;

import dev.atom.coordinator.Cause.Finish;
import dev.atom.schema.Document;
import dev.atom.time.WorkCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Finds what is late, will be late or has fallen silent, by arithmetic alone.
 *
 * {@snippet file="dev/atom/coordinator/CoordinatorDocumentationTest.java" region="find"}
 *
 * <p>What will be is computed from the earliest possible: work on every task goes on without a pause
 * as soon as nothing blocks it, as if nobody had two things to do. So a task that is said to be late
 * can't be in time by what is known; one of which nothing is said may still be late. What is unknown
 * proves nothing and is listed as such.
 */
public final class Delays {
  private final WorkCalendar calendar;
  private final Instant now;
  private final DelayLimits limits;
  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Unknown> unknowns = new ArrayList<>();
  private final Wording wording;

  private Delays(List<Document> documents, WorkCalendar calendar, Instant now, DelayLimits limits) {
    this.calendar = calendar;
    this.now = now;
    this.limits = limits;
    this.wording = new Wording(calendar.zone());
    for (Document document : documents) {
      if (tasks.put(document.id(), Task.read(document)) != null) {
        throw new IllegalArgumentException("two tasks have the id \"" + document.id() + "\"");
      }
    }
  }

  /**
   * Finds delays by the usual limits.
   *
   * @param tasks documents under {@link TaskSchema}; closed ones belong here too, because others may
   *     wait for them
   * @param calendar when work is done
   * @param now the instant to judge from
   * @return what was found
   * @throws IllegalArgumentException if a document is of another schema, if an id is there twice, or
   *     if what is left to do can't be done within 400 years
   */
  public static DelayReport find(List<Document> tasks, WorkCalendar calendar, Instant now) {
    return find(tasks, calendar, now, DelayLimits.DEFAULT);
  }

  /**
   * Finds delays.
   *
   * @param tasks documents under {@link TaskSchema}; closed ones belong here too, because others may
   *     wait for them
   * @param calendar when work is done
   * @param now the instant to judge from
   * @param limits what is too much
   * @return what was found
   * @throws IllegalArgumentException if a document is of another schema, if an id is there twice, or
   *     if what is left to do can't be done within 400 years
   */
  public static DelayReport find(
      List<Document> tasks, WorkCalendar calendar, Instant now, DelayLimits limits) {
    return new Delays(tasks, calendar, now, limits).report(tasks);
  }

  private DelayReport report(List<Document> documents) {
    Schedule schedule = new Schedule(tasks, calendar, now);
    for (List<String> circle : schedule.circles()) {
      add(task(circle.getFirst()), new Cause.Circle(circle), Severity.CRITICAL);
    }
    for (Task task : tasks.values()) {
      switch (task.status()) {
        case NOT_BEGUN, BEGUN -> judge(task, schedule);
        case UNKNOWN -> unknown(task, TaskSchema.STATUS, "it may be closed, so nothing was judged");
        case CLOSED -> {}
      }
    }
    findings.sort(Comparator.comparing(Finding::severity).reversed());
    return new DelayReport(now, documents, findings, unknowns);
  }

  private void judge(Task task, Schedule schedule) {
    task.due()
        .ifPresentOrElse(
            due -> {
              if (due.isBefore(now)) {
                Duration late = calendar.between(due, now);
                add(task, new Cause.Overdue(due, late), severity(late));
              } else {
                foresee(task, due, schedule);
              }
            },
            () -> unknown(task, TaskSchema.DUE, "whether it is late can't be said"));
    task.updated()
        .ifPresentOrElse(
            updated -> listen(task, updated),
            () -> unknown(task, TaskSchema.UPDATED, "whether it is silent can't be said"));
  }

  private void foresee(Task task, Instant due, Schedule schedule) {
    Finish finish = schedule.finish(task.id());
    Duration available = calendar.between(now, due);
    boolean late = false;
    if (task.remaining().filter(left -> left.compareTo(available) > 0).isPresent()) {
      var cause = new Cause.ShortOfTime(due, task.remaining().get(), available);
      add(task, cause, severity(cause.late()));
      late = true;
    }
    if (finish.earliest().isAfter(due) && finish.path().size() > 1) {
      Duration by = calendar.between(due, finish.earliest());
      add(task, new Cause.LateThroughBlockers(due, by, finish), severity(by));
      late = true;
    }
    boolean own = task.remaining().isEmpty();
    // Of what waits in a circle more is known than that: it was found already.
    if (!late && !finish.exact() && (own || !schedule.inCircle(task.id()))) {
      unknown(
          task,
          own ? TaskSchema.REMAINING_HOURS : TaskSchema.BLOCKED_BY,
          (own ? "" : "not all is known of what it waits for, so ")
              + "whether it will be in time can't be said");
    }
  }

  private void listen(Task task, Instant updated) {
    int days = calendar.daysBetween(updated, now);
    if (days > limits.silentDays()) {
      add(
          task,
          new Cause.Silent(updated, days, limits.silentDays()),
          days > 2L * limits.silentDays() ? Severity.WARNING : Severity.NOTICE);
    }
  }

  private Severity severity(Duration late) {
    return late.compareTo(limits.criticalDelay()) >= 0 ? Severity.CRITICAL : Severity.WARNING;
  }

  private Task task(String id) {
    return Objects.requireNonNull(tasks.get(id), id);
  }

  private void add(Task task, Cause cause, Severity severity) {
    findings.add(new Finding(task.ref(), cause, severity, wording.sentence(task.ref(), cause)));
  }

  private void unknown(Task task, String field, String consequence) {
    String what = task.doubts().contains(field) ? "can't be read" : "is not known";
    String why =
        field.equals(TaskSchema.BLOCKED_BY)
            ? task.ref().inWords() + ": " + consequence + "."
            : "%s: %s %s, %s.".formatted(task.ref().inWords(), field, what, consequence);
    unknowns.add(new Unknown(task.ref(), field, why));
  }
}
