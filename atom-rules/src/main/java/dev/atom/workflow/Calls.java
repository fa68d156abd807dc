package dev.atom.workflow;

import dev.atom.AtomException;
import dev.atom.CallContext;
import dev.atom.Deadline;
import dev.atom.job.JobPostponed;
import dev.atom.job.JobRejected;
import dev.atom.job.OutcomeUnknown;
import dev.atom.job.RetryPolicy;
import dev.atom.json.Json;
import dev.atom.operation.Effect;
import dev.atom.operation.InvalidArguments;
import dev.atom.operation.Operation;
import dev.atom.store.NewEvent;
import dev.atom.workflow.StepRecord.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes calls: attempts, retries, and what is to be done when nobody knows how one ended. */
final class Calls {
  /** How long a run waits for a host that has what this one lacks. */
  static final Duration NOT_HERE = Duration.ofSeconds(10);

  /** How long a call waits at least that says that it can't be made yet. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final Session session;

  Calls(Session session) {
    this.session = session;
  }

  /**
   * A call that a step or a compensation makes.
   *
   * @param key the step and iteration
   * @param operation the operation's name
   * @param arguments works out the arguments
   * @param idempotencyKey works out the key; empty for the default
   * @param worked what its expressions gave, if that is not written down yet
   * @param retry how often
   * @param timeout how long an attempt may take
   * @param undoable whether it may have to be undone, so that its beginning is written down
   * @param done what is written when it is done
   */
  record Wanted(
      String key,
      String operation,
      Arguments arguments,
      Optional<Arguments> idempotencyKey,
      Supplier<Optional<Json.Obj>> worked,
      RetryPolicy retry,
      Optional<Duration> timeout,
      boolean undoable,
      Function<Json, NewEvent> done) {}

  /** Works out a value from the run's data. */
  @FunctionalInterface
  interface Arguments {
    Json resolve();
  }

  /** One attempt that is ready. */
  private record Attempt(
      Wanted wanted,
      Host.Registered registered,
      Json.Obj arguments,
      String key,
      Optional<Json.Obj> worked,
      int number) {
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
  }

  /**
   * Goes on with a call as far as it goes.
   *
   * @param wanted the call
   * @param mode whether only what may have begun is to be settled
   * @return done, failed without a word about compensation, blocked or stopped
   */
  Flow go(Wanted wanted, Walker.Mode mode) {
    while (true) {
      session.check();
      Optional<StepRecord> record = session.fold().step(wanted.key());
      Flow known = known(record, settling(mode));
      if (known != null) {
        return known;
      }
      boolean begun = record.filter(r -> r.is(Status.STARTED)).isPresent();
      if (record.isEmpty()
          && !wanted.key().startsWith(RunFold.UNDO)
          && session.fold().count() >= session.host().limits().steps()) {
        int most = session.host().limits().steps();
        return fail(
            wanted, 0, new StepError("too_many_steps", "a run has at most " + most + " steps"));
      }
      Flow outcome = attempt(wanted, record.map(StepRecord::attempts).orElse(0), begun, mode);
      if (outcome != null) {
        return outcome;
      }
    }
  }

  /** What is to be said of a call without another attempt; null if there is one to make. */
  private @Nullable Flow known(Optional<StepRecord> record, boolean settling) {
    if (record.isEmpty()) {
      return settling ? new Flow.Stopped() : null;
    }
    StepRecord step = record.get();
    return switch (step.status()) {
      case DONE -> new Flow.Done(session.result(step));
      case FAILED -> new Flow.Failed(step.key(), step.error(), false);
      case UNKNOWN, WAITING -> Flow.FOR_A_WORD;
      case RETRYING -> {
        Instant at = step.instant("retryAt").orElse(Instant.EPOCH);
        yield settling
            ? new Flow.Stopped()
            : at.isAfter(session.now()) ? Flow.Blocked.until(at) : null;
      }
      case AGAIN -> settling ? new Flow.Stopped() : null;
      case STARTED, DECIDED -> null;
    };
  }

  private @Nullable Flow attempt(Wanted wanted, int before, boolean begun, Walker.Mode mode) {
    Attempt attempt;
    try {
      attempt = prepare(wanted, begun ? before : before + 1);
    } catch (StepRefused e) {
      return fail(wanted, before, StepError.of(e));
    }
    Optional<StepRecord> decided =
        session.fold().step(wanted.key()).filter(r -> r.is(Status.DECIDED));
    if (decided.isPresent()) {
      return done(attempt, session.result(decided.get()));
    }
    if (begun) {
      switch (attempt.effect()) {
        case BLIND -> {
          return unknown(
              attempt, new StepError("outcome_unknown", "its host ended without a word"));
        }
        case CHECKABLE -> {
          Flow checked = check(attempt);
          if (checked != null || settling(mode)) {
            return checked != null ? checked : nothingHappened(attempt);
          }
        }
        case READ, KEYED -> {
          if (mode == Walker.Mode.SETTLE) {
            return new Flow.Stopped();
          }
        }
      }
    } else if (attempt.announced()) {
      NewEvent started = attempt.started();
      boolean undo = wanted.key().startsWith(RunFold.UNDO);
      if (undo) {
        session.write(started);
      } else if (!session.writeUnlessInterrupted(started)) {
        return new Flow.Stopped();
      }
    }
    return invoke(attempt, mode);
  }

  private static boolean settling(Walker.Mode mode) {
    return mode != Walker.Mode.RUN;
  }

  private Flow nothingHappened(Attempt attempt) {
    return fail(
        attempt.wanted(), attempt.number(), new StepError("not_happened", "it was cut short"));
  }

  private Attempt prepare(Wanted wanted, int number) {
    Host.Registered registered = session.host().operations().get(wanted.operation());
    if (registered == null) {
      throw new JobPostponed(NOT_HERE, "this host has no operation \"" + wanted.operation() + "\"");
    }
    Json resolved = wanted.arguments().resolve();
    if (!(resolved instanceof Json.Obj arguments)) {
      throw new StepRefused("wrong_type", "the arguments must be an object");
    }
    String key =
        wanted
            .idempotencyKey()
            .map(own -> Values.shown(own.resolve()))
            .map(own -> own.isBlank() ? own : ownKey(wanted.key(), own))
            .orElseGet(() -> defaultKey(wanted.key()));
    if (key.isBlank()) {
      throw new StepRefused("wrong_type", "the idempotency key is blank");
    }
    return new Attempt(wanted, registered, arguments, key, wanted.worked().get(), number);
  }

  /** What is done anew after it was undone is another effect, whatever the workflow calls it. */
  private String ownKey(String step, String own) {
    int generation = session.fold().step(step).map(StepRecord::generation).orElse(0);
    return generation == 0 ? own : own + "#" + generation;
  }

  private String defaultKey(String step) {
    int generation = session.fold().step(step).map(StepRecord::generation).orElse(0);
    return Host.digest(session.run() + "/" + step + "#" + generation);
  }

  private @Nullable Flow invoke(Attempt attempt, Walker.Mode mode) {
    Host host = session.host();
    String step = attempt.wanted().key();
    String name = attempt.wanted().operation();
    host.tell(new WorkflowEvent.CallStarted(session.run(), step, name, attempt.number()));
    Instant begun = session.now();
    Json result;
    boolean succeeded = false;
    try {
      result = call(attempt);
      succeeded = true;
    } catch (VirtualMachineError e) {
      throw e;
    } catch (RuntimeException | Error e) { // a handler may throw anything
      if (session.cut()) {
        throw e; // what it threw tells of the cut, not of the call
      }
      session.check();
      return failed(attempt, e, mode);
    } finally {
      Duration took = Duration.between(begun, session.now());
      host.tell(
          new WorkflowEvent.CallEnded(
              session.run(), step, name, attempt.number(), succeeded, took));
    }
    return done(attempt, result);
  }

  private Json call(Attempt attempt) {
    Operation operation = attempt.registered().operation();
    CallContext context = session.context();
    Optional<Duration> timeout = attempt.wanted().timeout();
    if (timeout.isEmpty()) {
      return operation.invoke(attempt.arguments(), new Operation.Call(context, attempt.key()));
    }
    CallContext own =
        context.child().deadline(Deadline.after(timeout.get(), session.host().clock()));
    return Timed.call(
        timeout.get(),
        own,
        () -> operation.invoke(attempt.arguments(), new Operation.Call(own, attempt.key())));
  }

  private Flow done(Attempt attempt, Json result) {
    NewEvent event = attempt.wanted().done().apply(result);
    try {
      event = RunEvents.event(event.type(), session.host().kept(session.run(), event.data()));
    } catch (StepRefused e) { // it has happened nevertheless
      Json.Obj failure =
          event.data().toBuilder()
              .put("result", Json.NULL)
              .put("attempt", attempt.number())
              .put("error", StepError.of(e).toJson())
              .put("happened", true)
              .build();
      session.write(RunEvents.event(RunEvents.STEP_FAILED, failure));
      return new Flow.Failed(attempt.wanted().key(), StepError.of(e), false);
    }
    session.write(event);
    return new Flow.Done(result);
  }

  /** What becomes of an attempt that has thrown; null to try again at once. */
  private @Nullable Flow failed(Attempt attempt, Throwable error, Walker.Mode mode) {
    if (error instanceof JobPostponed postponed) {
      Duration asked = postponed.retryAfter().orElse(Duration.ZERO);
      Duration wait = asked.compareTo(SHORTEST) < 0 ? SHORTEST : asked;
      return again(attempt, attempt.number() - 1, StepError.of(error), wait);
    }
    boolean nothing = error instanceof JobRejected || error instanceof InvalidArguments;
    if (!nothing && attempt.effect() == Effect.BLIND) {
      return unknown(attempt, StepError.of(error));
    }
    if (!nothing && attempt.effect() == Effect.CHECKABLE) {
      Flow checked =
          error instanceof OutcomeUnknown ? unknown(attempt, StepError.of(error)) : check(attempt);
      if (checked != null) {
        return checked;
      }
    }
    RetryPolicy policy = attempt.wanted().retry();
    boolean mayHelp = !nothing && !(error instanceof AtomException known && !known.retryable());
    if (settling(mode) || !mayHelp || attempt.number() >= policy.attempts()) {
      return fail(attempt.wanted(), attempt.number(), StepError.of(error));
    }
    Duration wait = session.host().wait(policy, attempt.number());
    if (error instanceof dev.atom.RetryAfter hint) {
      Duration asked = hint.retryAfter().orElse(Duration.ZERO);
      wait = asked.compareTo(wait) > 0 ? asked : wait;
    }
    return again(attempt, attempt.number(), StepError.of(error), wait);
  }

  private @Nullable Flow again(Attempt attempt, int made, StepError error, Duration wait) {
    Instant at = session.now().plus(wait.compareTo(Form.LONGEST) > 0 ? Form.LONGEST : wait);
    session.write(RunEvents.retry(attempt.wanted().key(), made, error, at));
    return wait.isZero() || wait.isNegative() ? null : Flow.Blocked.until(at);
  }

  /** Asks whether it has happened: null if it has not. */
  private @Nullable Flow check(Attempt attempt) {
    StepCheck check = attempt.registered().check().orElseThrow();
    StepCheck.Answer answer;
    try {
      answer =
          check.happened(attempt.arguments(), new Operation.Call(session.context(), attempt.key()));
    } catch (RuntimeException e) {
      if (session.cut()) {
        throw e;
      }
      session.check();
      return unknown(attempt, StepError.of(e));
    }
    return switch (answer) {
      case StepCheck.Happened happened -> done(attempt, happened.result());
      case StepCheck.NotHappened no -> null;
      case StepCheck.CantTell cant ->
          unknown(attempt, new StepError("outcome_unknown", "the receiver can't tell"));
    };
  }

  private Flow unknown(Attempt attempt, StepError error) {
    session.write(RunEvents.unknown(attempt.wanted().key(), error));
    return Flow.FOR_A_WORD;
  }

  private Flow fail(Wanted wanted, int attempts, StepError error) {
    session.write(RunEvents.failed(wanted.key(), attempts, error));
    return new Flow.Failed(wanted.key(), error, false);
  }
}
