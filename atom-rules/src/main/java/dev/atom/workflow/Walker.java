package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.store.NewEvent;
import dev.atom.workflow.StepRecord.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Walks through the steps of a run: past those that have a result, on with the first that has none.
 * While settling it begins nothing, and only sees to what may have begun.
 */
final class Walker {
  private final Session session;
  private final Workflow workflow;
  private final Calls calls;
  private final Children children;
  private final Waits waits;
  private final Mode mode;

  /** What is done on the way. */
  enum Mode {
    RUN,
    /** Nothing is begun; of what may have begun it is found out whether it has happened. */
    SETTLE,
    /** The same, and what can be repeated is repeated, to learn what has to be undone. */
    SETTLE_TO_UNDO;

    boolean settling() {
      return this != RUN;
    }
  }

  Walker(Session session, Workflow workflow, Children children, Mode mode) {
    this.session = session;
    this.workflow = workflow;
    this.calls = new Calls(session);
    this.children = children;
    this.waits = new Waits(session, mode.settling());
    this.mode = mode;
  }

  Flow walk() {
    return block(workflow.steps(), Scope.top(session, workflow.definition()));
  }

  private Flow block(List<Step> steps, Scope scope) {
    Flow.Done last = Flow.NOTHING;
    for (Step step : steps) {
      Flow flow = step(step, scope);
      if (!(flow instanceof Flow.Done done)) {
        return flow;
      }
      last = done;
    }
    return last;
  }

  private Flow step(Step step, Scope scope) {
    session.check();
    String key = scope.key(step.id());
    Optional<StepRecord> record = session.fold().step(key);
    boolean fresh = record.filter(r -> !r.is(Status.AGAIN)).isEmpty();
    boolean container = step instanceof Step.ForEach || step instanceof Step.Parallel;
    if (fresh && !container && (mode.settling() || scope.halted() || session.interrupted())) {
      return new Flow.Stopped();
    }
    if (record.isEmpty() && session.fold().count() >= session.host().limits().steps()) {
      int most = session.host().limits().steps();
      return refuse(key, new StepRefused("too_many_steps", "a run has at most " + most + " steps"));
    }
    try {
      return switch (step) {
        case Step.Call call -> call(call, key, scope);
        case Step.Assign assign -> assign(assign, key, record, scope);
        case Step.Branch branch -> branch(branch, key, record, scope);
        case Step.ForEach each -> forEach(each, key, record, scope);
        case Step.Parallel parallel -> parallel(parallel, key, record, scope);
        case Step.Wait wait -> waits.wait(wait, key, record, scope);
        case Step.WaitFor wait -> waits.waitFor(wait, key, record, scope);
        case Step.Approve approve -> waits.approve(approve, key, record, scope);
        case Step.SubWorkflow sub -> subWorkflow(sub, key, record, scope);
        case Step.Return result -> new Flow.Returned(Values.resolve(result.value(), scope));
      };
    } catch (StepRefused e) {
      return mode.settling() ? new Flow.Stopped() : refuse(key, e);
    }
  }

  private Flow refuse(String key, StepRefused e) {
    StepError error = StepError.of(e);
    session.write(RunEvents.failed(key, 0, error));
    return new Flow.Failed(key, error, false);
  }

  private Flow call(Step.Call call, String key, Scope scope) {
    if (!mode.settling() && (scope.halted() || session.interrupted()) && !begun(key)) {
      return new Flow.Stopped();
    }
    CallOptions options = call.options();
    Worked worked = worked(session.fold().step(key), scope);
    WantedCall wanted =
        new WantedCall(
            key,
            call.operation(),
            () -> Values.resolve(call.arguments(), worked),
            options.key().map(own -> () -> Values.resolve(own, worked)),
            worked::toWrite,
            options.retry(),
            options.timeout(),
            options.compensation().isPresent(),
            result -> done(call, key, scope, result));
    return onError(calls.go(wanted, mode), options.onError());
  }

  /** Whether something is known of a step that has to be seen to even if nothing more begins. */
  private boolean begun(String key) {
    Optional<StepRecord> record = session.fold().step(key);
    return record.isPresent()
        && switch (record.get().status()) {
          case DONE, FAILED, STARTED, DECIDED, UNKNOWN, WAITING -> true;
          case RETRYING, AGAIN -> false;
        };
  }

  private Worked worked(Optional<StepRecord> record, Scope scope) {
    return new Worked(scope, record, session.host().limits());
  }

  private static Flow onError(Flow flow, OnError policy) {
    if (!(flow instanceof Flow.Failed failed)) {
      return flow;
    }
    return switch (policy) {
      case CONTINUE -> Flow.NOTHING;
      case STOP -> failed;
      case COMPENSATE -> new Flow.Failed(failed.step(), failed.error(), true);
    };
  }

  /** With what undoes the call, worked out now: later the data may be of another definition. */
  private static NewEvent done(Step.Call call, String key, Scope scope, Json result) {
    NewEvent plain = RunEvents.done(key, result);
    if (call.options().compensation().isEmpty()) {
      return plain;
    }
    Scope own = scope.having(key, result);
    var data = plain.data().toBuilder();
    data.put("undo", call.options().compensation().get().operation());
    try {
      data.put("with", Values.resolve(call.options().compensation().get().arguments(), own));
    } catch (StepRefused e) {
      data.put("undoError", StepError.of(e).toJson());
    }
    return RunEvents.event(plain.type(), data.build());
  }

  private Flow assign(Step.Assign assign, String key, Optional<StepRecord> record, Scope scope) {
    if (record.filter(r -> r.is(Status.DONE)).isEmpty()) {
      Worked worked = worked(record, scope);
      Json.Obj values = Values.resolveObject(assign.variables(), worked);
      Values.bounded(values);
      if (worked.toWrite().isPresent()) {
        session.write(RunEvents.done(key, values));
      } else {
        session.note(RunEvents.done(key, values));
      }
    }
    Json.Obj values = (Json.Obj) session.result(session.fold().step(key).orElseThrow());
    scope.set(values);
    return new Flow.Done(values);
  }

  private Flow branch(Step.Branch branch, String key, Optional<StepRecord> record, Scope scope) {
    if (record.filter(r -> r.is(Status.DONE)).isEmpty()) {
      OptionalInt chosen = workflow.definition().choose(branch.id(), scope.facts(), session.now());
      Json number = chosen.isPresent() ? Json.of(chosen.getAsInt()) : Json.NULL;
      // Durable before anything it leads to: another look could choose otherwise.
      session.write(RunEvents.done(key, Json.object().put("case", number).build()));
    }
    Json.Obj choice = (Json.Obj) session.result(session.fold().step(key).orElseThrow());
    List<Step> steps =
        choice.get("case").orElse(Json.NULL) instanceof Json.Num n
            ? branch.cases().get(n.value().intValue()).steps()
            : branch.otherwise();
    return block(steps, scope);
  }

  private Flow parallel(
      Step.Parallel parallel, String key, Optional<StepRecord> record, Scope scope) {
    if (record.filter(r -> r.is(Status.DONE)).isPresent()) {
      return new Flow.Done(session.result(record.get()));
    }
    AtomicBoolean halt = parallel.failFast() ? new AtomicBoolean(scope.halted()) : scope.halt();
    List<Map.Entry<String, List<Step>>> branches = new ArrayList<>(parallel.branches().entrySet());
    List<Flow> flows =
        Gang.all(
            session,
            mode.settling(),
            branches.size(),
            i -> {
              Flow flow = block(branches.get(i).getValue(), scope.branch(halt));
              if (flow instanceof Flow.Failed && parallel.failFast()) {
                halt.set(true);
              }
              return flow;
            });
    Flow together = Gang.together(flows, parallel.failFast());
    if (!(together instanceof Flow.Done)) {
      return together;
    }
    var result = Json.object();
    for (int i = 0; i < flows.size(); i++) {
      result.put(branches.get(i).getKey(), ((Flow.Done) flows.get(i)).value());
    }
    return session.noteDone(key, result.build());
  }

  private Flow forEach(Step.ForEach each, String key, Optional<StepRecord> record, Scope scope) {
    if (record.filter(r -> r.is(Status.DONE)).isPresent()) {
      return new Flow.Done(session.result(record.get()));
    }
    if (record.filter(r -> r.is(Status.FAILED)).isPresent()) {
      return new Flow.Failed(key, record.get().error(), false);
    }
    Worked worked = worked(record, scope);
    if (!(Values.resolve(each.items(), worked) instanceof Json.Arr items)) {
      throw new StepRefused("wrong_type", "what a for-each goes through must be a list");
    }
    if (items.items().size() > each.max()) {
      throw new StepRefused(
          "too_many_iterations",
          "there are " + items.items().size() + " items, at most " + each.max());
    }
    if (worked.toWrite().isPresent()) {
      if (mode.settling()) {
        return new Flow.Stopped(); // none was begun
      }
      session.write(RunEvents.worked(key, worked.toWrite().get()));
    }
    AtomicBoolean halt = new AtomicBoolean(scope.halted());
    List<Flow> flows =
        Gang.some(
            session,
            mode.settling(),
            items.items().size(),
            each.concurrency(),
            i -> {
              Scope inner = scope.iteration(i, items.items().get(i), halt);
              Flow flow =
                  scope.halted() && !mode.settling()
                      ? new Flow.Stopped()
                      : block(each.steps(), inner);
              if (flow instanceof Flow.Failed) {
                halt.set(true);
              }
              return flow;
            });
    Flow together = Gang.together(flows, true);
    if (!(together instanceof Flow.Done)) {
      return together;
    }
    return session.noteDone(
        key, Json.array(flows.stream().map(f -> ((Flow.Done) f).value()).toList()));
  }

  private Flow subWorkflow(
      Step.SubWorkflow sub, String key, Optional<StepRecord> record, Scope scope) {
    if (record.isPresent() && record.get().is(Status.DONE)) {
      return new Flow.Done(session.result(record.get()));
    }
    if (record.isPresent() && record.get().is(Status.FAILED)) {
      return onError(new Flow.Failed(key, record.get().error(), false), sub.onError());
    }
    if (record.filter(r -> r.is(Status.WAITING)).isPresent()) {
      Json.Obj inputs = Values.resolveObject(sub.inputs(), worked(record, scope));
      children.ensure(session, sub, record.get(), inputs);
      return Flow.FOR_A_WORD;
    }
    if (mode.settling()) {
      return new Flow.Stopped();
    }
    if (session.fold().depth() + 1 > session.host().limits().depth()) {
      throw new StepRefused(
          "too_deep", "runs are at most " + session.host().limits().depth() + " deep");
    }
    Worked worked = worked(record, scope);
    Json.Obj inputs = Values.resolveObject(sub.inputs(), worked);
    return onError(children.begin(session, sub, key, inputs, worked), sub.onError());
  }
}
