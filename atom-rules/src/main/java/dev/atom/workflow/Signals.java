package dev.atom.workflow;

import dev.atom.workflow.StepRecord.Status;
import java.util.Optional;

/** How runs that wait for a signal are found: each listens by a timer of a name that says for what. */
final class Signals {
  /** The kind of these timers, which nothing handles. */
  static final String KIND = "workflow_signal";

  private Signals() {}

  static String name(String event, String correlation) {
    return "signal-" + Host.digest(event.length() + "/" + event + correlation);
  }

  static Optional<String> name(StepRecord step) {
    return step.is(Status.WAITING)
        ? step.data().text("event").map(e -> name(e, step.data().text("correlation").orElse("")))
        : Optional.empty();
  }

  /** The timer that a step listens by, if no other does by the same. */
  static Optional<String> listensNoMore(RunFold fold, String key) {
    Optional<String> name = fold.step(key).flatMap(Signals::name);
    boolean others =
        fold.steps(Status.WAITING).stream()
            .anyMatch(step -> !step.key().equals(key) && name(step).equals(name));
    return others ? Optional.empty() : name;
  }
}
