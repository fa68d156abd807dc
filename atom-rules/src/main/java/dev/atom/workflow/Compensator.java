package dev.atom.workflow;

import dev.atom.job.RetryPolicy;
import dev.atom.json.Json;
import dev.atom.workflow.StepRecord.Status;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Undoes what a run has done, the last first. */
final class Compensator {
  private final Session session;
  private final Workflow workflow;
  private final Children children;

  Compensator(Session session, Workflow workflow, Children children) {
    this.session = session;
    this.workflow = workflow;
    this.children = children;
  }

  /** Goes on as far as it goes with the steps it is to undo: done if nothing is left. */
  Flow undo(Predicate<String> wanted) {
    List<RunFold.Done> all =
        session.fold().done().stream().filter(done -> wanted.test(done.key())).toList();
    for (RunFold.Done done : all.reversed()) {
      if (session.fold().paused() || session.changed()) {
        return new Flow.Stopped();
      }
      Flow flow = undo(done);
      if (!(flow instanceof Flow.Done)) {
        return flow;
      }
    }
    return Flow.NOTHING;
  }

  private Flow undo(RunFold.Done done) {
    Optional<StepRecord> known = session.fold().step(done.undoKey());
    if (known.filter(s -> s.is(Status.DONE)).isPresent()) {
      return Flow.NOTHING;
    }
    Optional<String> operation = done.data().text("undo");
    if (operation.isPresent()) {
      return call(done, operation.get());
    }
    Optional<String> run = done.data().text("run");
    return run.isPresent() ? child(done, run.get(), known) : Flow.NOTHING;
  }

  private Flow call(RunFold.Done done, String operation) {
    Optional<Json> broken = done.data().get("undoError");
    if (broken.isPresent()) {
      if (session.fold().step(done.undoKey()).filter(s -> s.is(Status.FAILED)).isEmpty()) {
        session.write(RunEvents.failed(done.undoKey(), 0, StepError.of(broken.get())));
      }
      return new Flow.Failed(done.undoKey(), StepError.of(broken.get()), false);
    }
    Json with = done.data().get("with").orElse(Json.Obj.EMPTY);
    WantedCall wanted =
        new WantedCall(
            done.undoKey(),
            operation,
            () -> with,
            Optional.empty(),
            Optional::empty,
            retry(done.key()),
            Optional.empty(),
            false,
            result -> RunEvents.done(done.undoKey(), result));
    return new Calls(session).go(wanted, Walker.Mode.RUN);
  }

  private RetryPolicy retry(String key) {
    int end = key.indexOf('[');
    Definition.Place place =
        workflow.definition().places().get(end < 0 ? key : key.substring(0, end));
    return place != null && place.step() instanceof Step.Call call
        ? call.options().compensation().map(Compensation::retry).orElse(RetryPolicy.standard())
        : RetryPolicy.standard();
  }

  private Flow child(RunFold.Done done, String run, Optional<StepRecord> known) {
    if (known.isEmpty()) {
      session.write(RunEvents.waiting(done.undoKey(), Json.object().put("run", run).build()));
    }
    children.compensate(new RunId(session.run().tenant(), run)); // again after a crash: no harm
    return Flow.FOR_A_WORD;
  }
}
