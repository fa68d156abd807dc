package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.store.Job;
import dev.atom.store.JobQuery;
import dev.atom.workflow.RunRefused.Reason;
import dev.atom.workflow.StepRecord.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What people and other systems do to runs from outside. Thread-safe. */
record RunControl(Host host, Catalogue catalogue, RunWriter runs) {
  private static final int PAGE = 100;

  int signal(String tenant, String event, String correlation, Json payload) {
    String name = Signals.name(event, correlation);
    int heard = 0;
    long after = 0;
    List<Job> page;
    do {
      JobQuery query = JobQuery.of(tenant).name(name).kinds(Set.of(Signals.KIND)).after(after);
      page = host.store().jobs(query.limit(PAGE));
      for (Job job : page) {
        after = job.number();
        heard += signal(RunId.of(job.subject()), name, payload) ? 1 : 0;
      }
    } while (page.size() == PAGE);
    return heard;
  }

  /** One event for each step that waits, so that a step's outcome is an event of its own. */
  private boolean signal(RunId run, String name, Json payload) {
    boolean heard = false;
    boolean wrote;
    do {
      wrote =
          runs.write(
              run,
              fold -> {
                Optional<StepRecord> waiting =
                    fold.steps(Status.WAITING).stream()
                        .filter(s -> Signals.name(s).equals(Optional.of(name)))
                        .findFirst();
                if (waiting.isEmpty() || fold.ended().isPresent()) {
                  return Optional.empty();
                }
                Json result = Json.object().put("received", true).put("payload", payload).build();
                Json.Obj data =
                    host.kept(
                        run,
                        Json.object()
                            .put("step", waiting.get().key())
                            .put("result", result)
                            .build());
                return Optional.of(
                    new RunWriter.Change(
                        RunEvents.event(RunEvents.SIGNAL, data),
                        append ->
                            Signals.listensNoMore(fold, waiting.get().key())
                                .ifPresent(append::cancel),
                        true));
              });
      heard |= wrote;
    } while (wrote);
    return heard;
  }

  void decide(RunId run, String step, StepDecision decision, String actor) {
    runs.write(
        run,
        fold -> {
          if (fold.step(step).filter(s -> s.is(Status.UNKNOWN)).isEmpty()) {
            throw new RunRefused(
                Reason.NOTHING_TO_DECIDE,
                "step \"" + step + "\" of run " + run + " waits for no decision");
          }
          return Optional.of(
              RunWriter.Change.of(
                  RunEvents.event(
                      RunEvents.DECIDED, host.kept(run, decided(step, decision)), actor)));
        });
  }

  private static Json.Obj decided(String step, StepDecision decision) {
    JsonObjectBuilder data = Json.object().put("step", step);
    return switch (decision) {
      case StepDecision.Happened happened ->
          data.put("decision", "happened").put("result", happened.result()).build();
      case StepDecision.Repeat repeat -> data.put("decision", "repeat").build();
      case StepDecision.Fail fail ->
          data.put("decision", "fail")
              .put("error", new StepError("decided", fail.reason()).toJson())
              .build();
    };
  }

  void toggle(RunId run, boolean paused, String event, String actor) {
    runs.write(
        run,
        fold -> {
          requireNotEnded(run, fold);
          if (fold.paused() != paused) {
            throw new RunRefused(
                Reason.WRONG_STATE,
                "run " + run + " is " + (fold.paused() ? "paused" : "not paused"));
          }
          return Optional.of(RunWriter.Change.of(RunEvents.event(event, Json.Obj.EMPTY, actor)));
        });
  }

  private static void requireNotEnded(RunId run, RunFold fold) {
    if (fold.ended().isPresent()) {
      throw new RunRefused(Reason.ENDED, "run " + run + " has ended");
    }
  }

  void retry(RunId run, String actor) {
    runs.write(
        run,
        fold -> {
          List<Json> failed =
              fold.steps(Status.FAILED).stream()
                  .filter(s -> s.key().startsWith(RunFold.UNDO) == fold.undoing())
                  .filter(s -> s.data().get("happened").isEmpty())
                  .map(s -> Json.of(s.key()))
                  .toList();
          List<Json> again = new ArrayList<>(failed);
          if (!fold.undoing()) { // nobody listens for them since the run has ended
            fold.steps(Status.WAITING).forEach(s -> again.add(Json.of(s.key())));
          }
          boolean stuck = fold.ended().isEmpty() && fold.undoing() && fold.parked();
          boolean ended =
              fold.ended().flatMap(e -> e.text("state")).equals(Optional.of("failed"))
                  && !fold.compensating();
          if (failed.isEmpty() || !(stuck || ended)) {
            throw new RunRefused(
                Reason.WRONG_STATE, "run " + run + " has no failed step that could be retried");
          }
          Json.Obj data = Json.object().put("steps", again).build();
          return Optional.of(RunWriter.Change.of(RunEvents.event(RunEvents.RETRY, data, actor)));
        });
  }

  void migrate(RunId run, int version, String actor) {
    runs.write(
        run,
        fold -> {
          requireNotEnded(run, fold);
          if (fold.rewinding().isPresent()) {
            throw new RunRefused(
                Reason.WRONG_STATE,
                "run " + run + " is going back to an earlier step; wait for it");
          }
          Workflow old = catalogue.of(run, fold);
          Workflow next =
              catalogue
                  .find(run.tenant(), fold.workflow(), version)
                  .filter(w -> fold.definition().isEmpty())
                  .orElseThrow(
                      () ->
                          new RunRefused(
                              Reason.NO_SUCH_WORKFLOW,
                              "no workflow \""
                                  + fold.workflow()
                                  + "\" is published in version "
                                  + version
                                  + ", or the run carries its own"));
          Migration.check(fold, old, next);
          Json.Obj data = Json.object().put("version", version).build();
          return Optional.of(RunWriter.Change.of(RunEvents.event(RunEvents.MIGRATED, data, actor)));
        });
  }
}
