package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.operation.Effect;
import dev.atom.workflow.RunRefused.Reason;
import dev.atom.workflow.StepRecord.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Has runs that have ended go back to an earlier step. Thread-safe. */
record GoingBack(Host host, Catalogue catalogue, RunWriter runs, BiPredicate<RunId, String> may) {
  private static final int LONGEST_ACTOR = 200;
  private static final int LONGEST_REASON = 1_000;

  void retryFrom(RunId run, String step, Undoing undoing, String actor, String reason) {
    require("who wants it", actor, LONGEST_ACTOR);
    require("the reason", reason, LONGEST_REASON);
    if (!may.test(run, actor)) {
      throw new RunRefused(
          Reason.NOT_ALLOWED, actor + " may not have run " + run + " go back to an earlier step");
    }
    runs.write(
        run,
        fold -> {
          requireEnded(run, fold);
          Workflow workflow = catalogue.of(run, fold);
          Range range = range(run, fold, workflow, step);
          List<String> stays = stays(run, fold, workflow, range);
          if (undoing == Undoing.COMPLETE && !stays.isEmpty()) {
            throw new RunRefused(stays);
          }
          Json.Obj data =
              Json.object()
                  .put("from", step)
                  .put("reason", reason)
                  .put("stays", stays.stream().map(Json::of).toList())
                  .put("steps", anew(fold, workflow, range))
                  .build();
          return Optional.of(
              RunWriter.Change.of(RunEvents.event(RunEvents.RETRY_FROM, data, actor)));
        });
  }

  private static void require(String what, String text, int longest) {
    if (text.isBlank() || text.length() > longest) {
      throw new IllegalArgumentException(
          what + " has 1 to " + longest + " characters, not " + text.length());
    }
  }

  private static void requireEnded(RunId run, RunFold fold) {
    if (fold.parent().isPresent()) {
      throw new RunRefused(
          Reason.WRONG_STATE,
          "run "
              + run
              + " has told its end to run "
              + fold.parent().get().text("run").orElse("")
              + "; have that one go back");
    }
    boolean undone =
        fold.ended()
            .filter(e -> e.get("compensated").equals(Optional.of(Json.of(true))))
            .isPresent();
    if (fold.ended().isEmpty() || undone) {
      throw new RunRefused(
          Reason.WRONG_STATE,
          "run "
              + run
              + (undone ? " is undone; start another" : " has not ended; cancel it first"));
    }
  }

  private static Range range(RunId run, RunFold fold, Workflow workflow, String step) {
    return Range.from(workflow, step)
        .filter(range -> fold.steps().stream().anyMatch(s -> range.has(s.key())))
        .orElseThrow(
            () ->
                new RunRefused(
                    Reason.NO_SUCH_STEP,
                    "run " + run + " has not come to a step \"" + step + "\""));
  }

  /** What would keep it from going on, beside the steps that are done anew. */
  private static List<Json> anew(RunFold fold, Workflow workflow, Range range) {
    return fold.steps().stream()
        .filter(s -> !s.key().startsWith(RunFold.UNDO) && !range.has(s.key()))
        .filter(s -> s.is(Status.WAITING) || (s.is(Status.FAILED) && stops(workflow, s)))
        .map(s -> Json.of(s.key()))
        .toList();
  }

  private static boolean stops(Workflow workflow, StepRecord failed) {
    Definition.Place place = workflow.definition().places().get(Range.id(failed.key()));
    boolean passedOver =
        place != null
            && switch (place.step()) {
              case Step.Call call -> call.options().onError() == OnError.CONTINUE;
              case Step.SubWorkflow sub -> sub.onError() == OnError.CONTINUE;
              default -> false;
            };
    return !passedOver && failed.data().get("happened").isEmpty();
  }

  /** The steps that have happened, or may have, and that nothing undoes. */
  private List<String> stays(RunId run, RunFold fold, Workflow workflow, Range range) {
    List<String> stays = new ArrayList<>();
    for (RunFold.Done done : fold.done()) {
      if (range.has(done.key())) {
        stays(run, workflow, done, stays);
      }
    }
    fold.steps().stream()
        .filter(s -> range.has(s.key()) && !s.key().startsWith(RunFold.UNDO))
        .filter(s -> s.is(Status.STARTED) || s.is(Status.UNKNOWN) || s.is(Status.DECIDED))
        .filter(s -> changes(workflow, s.key()))
        .forEach(s -> stays.add(s.key()));
    return stays;
  }

  private void stays(RunId run, Workflow workflow, RunFold.Done done, List<String> stays) {
    if (done.data().text("undo").isPresent()) {
      if (done.data().get("undoError").isPresent()) {
        stays.add(done.key());
      }
      return;
    }
    Optional<String> child = done.data().text("run");
    if (child.isEmpty()) {
      if (changes(workflow, done.key())) {
        stays.add(done.key());
      }
      return;
    }
    RunId inner = new RunId(run.tenant(), child.get());
    RunFold fold = runs.read(inner.subject()).fold();
    Workflow definition = catalogue.of(inner, fold);
    List<String> within = new ArrayList<>();
    fold.done().forEach(d -> stays(inner, definition, d, within));
    fold.steps(Status.UNKNOWN).forEach(s -> within.add(s.key()));
    within.forEach(step -> stays.add(done.key() + "/" + step));
  }

  /** Whether a step calls what changes the world, as far as this host knows. */
  private boolean changes(Workflow workflow, String key) {
    Definition.Place place = workflow.definition().places().get(Range.id(key));
    if (place == null || !(place.step() instanceof Step.Call call)) {
      return place == null;
    }
    Host.Registered registered = host.operations().get(call.operation());
    return registered == null || registered.operation().effect() != Effect.READ;
  }
}
