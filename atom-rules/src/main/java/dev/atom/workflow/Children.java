package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.store.Append;
import dev.atom.store.Store;
import dev.atom.store.VersionConflict;
import java.util.List;

/** Runs that a run has started and waits for. Thread-safe. */
final class Children {
  private final Store store;
  private final Catalogue catalogue;
  private final RunWriter runs;

  Children(Store store, Catalogue catalogue, RunWriter runs) {
    this.store = store;
    this.catalogue = catalogue;
    this.runs = runs;
  }

  /** Says that the step waits, then starts the run: a crash in between is made good by {@link #ensure}. */
  Flow begin(Session session, Step.SubWorkflow sub, String key, Json.Obj inputs, Worked worked) {
    Workflow workflow =
        catalogue
            .find(session.run().tenant(), sub.workflow(), sub.version())
            .orElseThrow(
                () ->
                    new StepRefused(
                        "unknown_workflow",
                        "no workflow \""
                            + sub.workflow()
                            + "\" is published in version "
                            + sub.version()));
    List<JsonSchema.Violation> wrong = workflow.inputs().check(inputs);
    if (!wrong.isEmpty()) {
      JsonSchema.Violation first = wrong.getFirst();
      throw new StepRefused("invalid_inputs", first.path() + ": " + first.message());
    }
    int generation = session.fold().step(key).map(StepRecord::generation).orElse(0);
    String id = "sub-" + Host.digest(session.run() + "/" + key + "#" + generation);
    Json.Obj what = worked.addTo(Json.object().put("run", id).build());
    if (!session.writeUnlessInterrupted(RunEvents.waiting(key, what))) {
      return new Flow.Stopped();
    }
    create(session, sub, key, id, inputs);
    return Flow.FOR_A_WORD;
  }

  /** Starts the run if it was not. */
  void ensure(Session session, Step.SubWorkflow sub, StepRecord step, Json.Obj inputs) {
    String id = step.data().text("run").orElseThrow();
    if (store.version(new RunId(session.run().tenant(), id).subject()) == 0) {
      create(session, sub, step.key(), id, inputs);
    }
  }

  private void create(
      Session session, Step.SubWorkflow sub, String key, String id, Json.Obj inputs) {
    RunId run = new RunId(session.run().tenant(), id);
    Json.Obj data =
        Json.object()
            .put("workflow", sub.workflow())
            .put("version", sub.version())
            .put("inputs", inputs)
            .put("parent", Json.object().put("run", session.run().id()).put("step", key).build())
            .put("depth", session.fold().depth() + 1)
            .build();
    try {
      store.append(
          Append.to(run.subject())
              .expect(0)
              .event(RunEvents.event(RunEvents.STARTED, data))
              .plan(Session.timer(session.now()))
              .build());
    } catch (VersionConflict e) {
      // It was started before a crash.
    }
  }

  /** Has a run end that its parent waits for no longer; its end is told as any other. */
  void cancel(Session session, StepRecord step, boolean compensate) {
    RunId run = new RunId(session.run().tenant(), step.data().text("run").orElseThrow());
    if (store.version(run.subject()) == 0) { // never started
      session.write(
          RunEvents.event(
              RunEvents.CHILD_ENDED,
              Json.object()
                  .put("step", step.key())
                  .put("run", run.id())
                  .put("state", "cancelled")
                  .put("compensated", true)
                  .build()));
      return;
    }
    runs.cancelUnlessEnded(run, compensate, RunEvents.ACTOR);
  }

  /** Has a run that has ended undo what it did; that it has is told as its end was. */
  void compensate(RunId run) {
    runs.compensate(run);
  }
}
