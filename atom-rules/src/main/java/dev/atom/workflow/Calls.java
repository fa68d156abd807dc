package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.store.NewEvent;
import dev.atom.workflow.StepRecord.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes calls: attempts, retries, and what is to be done when nobody knows how one ended. */
final class Calls {
  private final Session session;
  private final Outcomes outcomes;

  Calls(Session session) {
    this.session = session;
    this.outcomes = new Outcomes(session);
  }

  /**
   * Goes on with a call as far as it goes.
   *
   * @param wanted the call
   * @param mode whether only what may have begun is to be settled
   * @return done, failed without a word about compensation, blocked or stopped
   */
  Flow go(WantedCall wanted, Walker.Mode mode) {
    while (true) {
      session.check();
      Optional<StepRecord> record = session.fold().step(wanted.key());
      Flow known = known(record, mode.settling());
      if (known != null) {
        return known;
      }
      boolean begun = record.filter(r -> r.is(Status.STARTED)).isPresent();
      if (record.isEmpty()
          && !wanted.key().startsWith(RunFold.UNDO)
          && session.fold().count() >= session.host().limits().steps()) {
        int most = session.host().limits().steps();
        return outcomes.failed(
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

  private @Nullable Flow attempt(WantedCall wanted, int before, boolean begun, Walker.Mode mode) {
    Attempt attempt;
    try {
      attempt = Attempt.prepare(session, wanted, begun ? before : before + 1);
    } catch (StepRefused e) {
      return outcomes.failed(wanted, before, StepError.of(e));
    }
    Optional<StepRecord> decided =
        session.fold().step(wanted.key()).filter(r -> r.is(Status.DECIDED));
    if (decided.isPresent()) {
      return outcomes.done(attempt, session.result(decided.get()));
    }
    if (begun) {
      switch (attempt.effect()) {
        case BLIND -> {
          return outcomes.unknown(
              attempt, new StepError("outcome_unknown", "its host ended without a word"));
        }
        case CHECKABLE -> {
          Flow checked = outcomes.check(attempt);
          if (checked != null || mode.settling()) {
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

  private Flow nothingHappened(Attempt attempt) {
    StepError error = new StepError("not_happened", "it was cut short");
    return outcomes.failed(attempt.wanted(), attempt.number(), error);
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
      result = attempt.invoke(session);
      succeeded = true;
    } catch (VirtualMachineError e) {
      throw e;
    } catch (RuntimeException | Error e) { // a handler may throw anything
      if (session.cut()) {
        throw e; // what it threw tells of the cut, not of the call
      }
      session.check();
      return outcomes.thrown(attempt, e, mode);
    } finally {
      Duration took = Duration.between(begun, session.now());
      host.tell(
          new WorkflowEvent.CallEnded(
              session.run(), step, name, attempt.number(), succeeded, took));
    }
    return outcomes.done(attempt, result);
  }
}
