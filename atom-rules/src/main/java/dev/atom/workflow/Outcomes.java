package dev.atom.workflow;

import dev.atom.AtomException;
import dev.atom.RetryAfter;
import dev.atom.job.JobPostponed;
import dev.atom.job.JobRejected;
import dev.atom.job.OutcomeUnknown;
import dev.atom.job.RetryPolicy;
import dev.atom.json.Json;
import dev.atom.operation.Effect;
import dev.atom.operation.InvalidArguments;
import dev.atom.operation.Operation;
import dev.atom.store.NewEvent;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes down how attempts at calls ended, and says how the run goes on from there. */
final class Outcomes {
  /** How long a call waits at least that says that it can't be made yet. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final Session session;

  Outcomes(Session session) {
    this.session = session;
  }

  Flow done(Attempt attempt, Json result) {
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
  @Nullable Flow thrown(Attempt attempt, Throwable error, Walker.Mode mode) {
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
    if (mode.settling() || !mayHelp || attempt.number() >= policy.attempts()) {
      return failed(attempt.wanted(), attempt.number(), StepError.of(error));
    }
    Duration wait = session.host().wait(policy, attempt.number());
    if (error instanceof RetryAfter hint) {
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
  @Nullable Flow check(Attempt attempt) {
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

  Flow unknown(Attempt attempt, StepError error) {
    session.write(RunEvents.unknown(attempt.wanted().key(), error));
    return Flow.FOR_A_WORD;
  }

  Flow failed(WantedCall wanted, int attempts, StepError error) {
    session.write(RunEvents.failed(wanted.key(), attempts, error));
    return new Flow.Failed(wanted.key(), error, false);
  }
}
