package dev.atom.workflow;

import dev.atom.approval.ApprovalLedger;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.store.Append;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.workflow.StepRecord.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Advances a run as far as it goes, and says how it stands then. Of one thread. */
final class Advance {
  private final Session session;
  private final Workflow workflow;
  private final Children children;
  private String why = "";

  Advance(Session session, Workflow workflow, Children children) {
    this.session = session;
    this.workflow = workflow;
    this.children = children;
  }

  /** Returns how the run stands afterwards, in a word. */
  String run() {
    session.resume();
    boolean over = false;
    while (!over) {
      over = session.changed() ? again() : once();
    }
    return why;
  }

  private RunFold fold() {
    return session.fold();
  }

  /** With another definition it is another advance. */
  private boolean again() {
    why = "migrated";
    return session.complete(Optional.empty(), append -> append.plan(Session.timer(session.now())));
  }

  private boolean once() {
    if (fold().paused()) {
      return park(Optional.empty());
    }
    if (fold().rewinding().isPresent()) {
      return rewind(fold().rewinding().get().text("from").orElse(""));
    }
    if (fold().compensating()) {
      return compensate();
    }
    if (fold().cancel().isPresent()) {
      boolean undo = fold().cancel().get().get("compensate").equals(Optional.of(Json.of(true)));
      return wind("cancelled", Optional.empty(), undo);
    }
    Flow flow = walk(Walker.Mode.RUN);
    return switch (flow) {
      case Flow.Done done -> end(Json.object().put("state", "completed"));
      case Flow.Returned result ->
          end(Json.object().put("state", "completed").put("result", result.value()));
      case Flow.Failed failed -> wind("failed", Optional.of(failed), failed.compensate());
      case Flow.Blocked blocked -> !session.interrupted() && park(blocked.until());
      case Flow.Stopped stopped -> !session.interrupted() && park(Optional.empty());
    };
  }

  private Flow walk(Walker.Mode mode) {
    return new Walker(session, workflow, children, mode).walk();
  }

  /** Has what is under way come to an end, then undoes it or ends the run. */
  private boolean wind(String state, Optional<Flow.Failed> failed, boolean undo) {
    walk(undo ? Walker.Mode.SETTLE_TO_UNDO : Walker.Mode.SETTLE);
    if (undo && !fold().steps(Status.UNKNOWN).isEmpty()) {
      return park(Optional.empty()); // what may have happened can't be undone before it is known
    }
    List<StepRecord> running =
        fold().steps(Status.WAITING).stream()
            .filter(step -> step.data().get("run").isPresent())
            .toList();
    running.forEach(step -> children.cancel(session, step, undo));
    boolean awaited =
        fold().steps(Status.WAITING).stream().anyMatch(s -> s.data().get("run").isPresent());
    if (awaited) {
      return park(Optional.empty());
    }
    JsonObjectBuilder how = Json.object().put("state", state);
    failed.ifPresent(f -> how.put("step", f.step()).put("error", f.error().toJson()));
    if (!undo) {
      return end(how);
    }
    session.write(RunEvents.event(RunEvents.COMPENSATING, how.build()));
    return false;
  }

  /** Undoes what was done from a step on, then has it advanced from there with another look. */
  private boolean rewind(String from) {
    Range range = Range.from(workflow, from).orElse(new Range(Map.of()));
    Flow flow = new Compensator(session, workflow, children).undo(range::has);
    return switch (flow) {
      case Flow.Blocked blocked -> park(blocked.until());
      case Flow.Failed failed -> park(Optional.empty());
      case Flow.Stopped stopped -> false;
      case Flow.Done done -> rewound(range);
      case Flow.Returned returned -> rewound(range);
    };
  }

  private boolean rewound(Range range) {
    why = "rewound";
    Json.Obj again = Json.object().put("again", range.toJson()).build();
    return session.complete(
        Optional.of(RunEvents.event(RunEvents.REWOUND, again)),
        append -> append.plan(Session.timer(session.now())));
  }

  private boolean compensate() {
    Flow flow = new Compensator(session, workflow, children).undo(step -> true);
    return switch (flow) {
      case Flow.Blocked blocked -> park(blocked.until());
      case Flow.Failed failed -> park(Optional.empty());
      case Flow.Stopped stopped -> false;
      case Flow.Done done -> undone();
      case Flow.Returned returned -> undone();
    };
  }

  private boolean undone() {
    JsonObjectBuilder how = Json.object();
    fold()
        .cause()
        .members()
        .forEach(
            (name, value) -> {
              if (!name.equals("result") && !name.equals("blob")) {
                how.put(name, value);
              }
            });
    boolean completed = fold().cause().text("state").equals(Optional.of("completed"));
    boolean asked = fold().cause().text("state").isEmpty();
    if (completed || asked) {
      how.put("state", "compensated");
    }
    return end(how.put("compensated", true));
  }

  private boolean park(Optional<Instant> until) {
    why = "waiting";
    JsonObjectBuilder data = Json.object();
    until.ifPresent(at -> data.put("until", at.toString()));
    return session.complete(
        Optional.of(RunEvents.event(RunEvents.WAITING, data.build())),
        append -> until.ifPresent(at -> append.plan(Session.timer(at))));
  }

  private boolean end(JsonObjectBuilder how) {
    Json.Obj data = how.build();
    try {
      data = session.host().kept(session.run(), data);
    } catch (StepRefused e) {
      data = Json.object().put("state", "failed").put("error", StepError.of(e).toJson()).build();
    }
    why = data.text("state").orElse("ended");
    NewEvent event = RunEvents.event(RunEvents.ENDED, data);
    return session.complete(Optional.of(event), this::afterEnd);
  }

  private void afterEnd(Append.Builder append) {
    fold().steps(Status.WAITING).stream()
        .flatMap(step -> Signals.name(step).stream())
        .distinct()
        .forEach(append::cancel);
    if (fold().steps(Status.WAITING).stream().anyMatch(s -> s.data().get("approval").isPresent())) {
      ApprovalLedger.read(session.host().store(), session.run().subject()).pending().stream()
          .filter(approval -> approval.request().handler().equals(ApprovalSteps.NAME))
          .forEach(approval -> approval.withdraw(append, "the run has ended", RunEvents.ACTOR));
    }
    if (fold().parent().isPresent()) {
      append.plan(NewJob.timer(Workflows.NOTIFY, Workflows.KIND, session.now()));
    }
  }
}
