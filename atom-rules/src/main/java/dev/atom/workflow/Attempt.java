package dev.atom.workflow;

import dev.atom.CallContext;
import dev.atom.Deadline;
import dev.atom.job.JobPostponed;
import dev.atom.json.Json;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import dev.atom.store.NewEvent;
import java.time.Duration;
import java.util.Optional;

/**
 * One attempt at a call that is ready.
 *
 * @param key the idempotency key
 * @param worked what its expressions gave, if that is not written down yet
 * @param number counted from 1
 */
record Attempt(
    WantedCall wanted,
    Host.Registered registered,
    Json.Obj arguments,
    String key,
    Optional<Json.Obj> worked,
    int number) {

  /** Refused if the run's data don't give arguments and a key. */
  static Attempt prepare(Session session, WantedCall wanted, int number) {
    Host.Registered registered = session.host().operations().get(wanted.operation());
    if (registered == null) {
      throw new JobPostponed(
          Host.NOT_HERE, "this host has no operation \"" + wanted.operation() + "\"");
    }
    Json resolved = wanted.arguments().resolve();
    if (!(resolved instanceof Json.Obj arguments)) {
      throw new StepRefused("wrong_type", "the arguments must be an object");
    }
    String key = key(session, wanted);
    if (key.isBlank()) {
      throw new StepRefused("wrong_type", "the idempotency key is blank");
    }
    return new Attempt(wanted, registered, arguments, key, wanted.worked().get(), number);
  }

  /** What is done anew after it was undone is another effect, whatever the workflow calls it. */
  private static String key(Session session, WantedCall wanted) {
    String step = wanted.key();
    int generation = session.fold().step(step).map(StepRecord::generation).orElse(0);
    return wanted
        .idempotencyKey()
        .map(own -> Values.shown(own.resolve()))
        .map(own -> own.isBlank() || generation == 0 ? own : own + "#" + generation)
        .orElseGet(() -> Host.digest(session.run() + "/" + step + "#" + generation));
  }

  Effect effect() {
    return registered.operation().effect();
  }

  /** Whether it must be known that it has begun, or with what. */
  boolean announced() {
    return worked.isPresent()
        || switch (effect()) {
          case BLIND, CHECKABLE -> true;
          case KEYED -> wanted.undoable();
          case READ -> false;
        };
  }

  NewEvent started() {
    return worked
        .map(gave -> RunEvents.started(wanted.key(), number, gave))
        .orElseGet(() -> RunEvents.started(wanted.key(), number));
  }

  /** Makes the call, within its time; throws whatever the operation throws. */
  Json invoke(Session session) {
    CallContext context = session.context();
    if (wanted.timeout().isEmpty()) {
      return invoke(context);
    }
    Duration timeout = wanted.timeout().get();
    CallContext own = context.child().deadline(Deadline.after(timeout, session.host().clock()));
    return Timed.call(timeout, own, () -> invoke(own));
  }

  private Json invoke(CallContext context) {
    return registered.operation().invoke(arguments, new Operation.Call(context, key));
  }
}
