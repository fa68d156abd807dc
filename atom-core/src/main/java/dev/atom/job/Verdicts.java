package dev.atom.job;

import dev.atom.AtomException;
import dev.atom.RetryAfter;
import dev.atom.operation.Effect;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.time.InvalidSchedule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Decides what becomes of jobs: pure but for chance. Thread-safe. */
final class Verdicts {
  private static final int LONGEST_ERROR = 1000;

  private final RandomGenerator random;

  Verdicts(RandomGenerator random) {
    this.random = random;
  }

  /** What ends an attempt before its handler is asked. */
  Optional<Settlement> beforehand(Attempt attempt) {
    Job job = attempt.claimed();
    Optional<JobSchedule> schedule;
    try {
      schedule = schedule(job);
    } catch (InvalidSchedule e) {
      JobChange dead = JobChange.dead(job, describe(e));
      return Optional.of(
          new Settlement(attempt, dead, new JobEvent.Dead(job, describe(e), Optional.empty())));
    }
    if (job.lapses() > 0 && attempt.kind().effect() == Effect.BLIND) {
      return Optional.of(unknown(attempt, "its worker ended without a word while it ran"));
    }
    if (job.status().attempts() > attempt.kind().retries().attempts()) {
      return Optional.of(
          dead(attempt, "its workers ended without a word " + job.lapses() + " times"));
    }
    boolean first = job.status().attempts() == 1;
    return schedule
        .filter(s -> first && s.isMissed(job.at(), attempt.claimedAt()))
        .map(s -> skipped(attempt));
  }

  private Settlement skipped(Attempt attempt) {
    Job job = attempt.claimed();
    Optional<Instant> next = next(attempt);
    JobChange change = next.map(at -> JobChange.again(job, at)).orElse(JobChange.done(job));
    return new Settlement(attempt, change, new JobEvent.Skipped(job, next));
  }

  Settlement done(Attempt attempt) {
    Job job = attempt.job();
    Optional<Instant> next = next(attempt);
    JobChange change =
        next.map(at -> JobChange.again(job, at)).orElseGet(() -> JobChange.done(job));
    return new Settlement(
        attempt, change, new JobEvent.Succeeded(attempt.claimed(), attempt.took(), next));
  }

  Settlement unknown(Attempt attempt, String error) {
    Job job = attempt.job();
    Optional<Instant> next = next(attempt);
    JobChange change =
        next.map(at -> JobChange.again(job, at, error))
            .orElseGet(() -> JobChange.unknown(job, error));
    return new Settlement(attempt, change, new JobEvent.Unknown(attempt.claimed(), error, next));
  }

  private Settlement dead(Attempt attempt, String error) {
    Job job = attempt.job();
    Optional<Instant> next = next(attempt);
    JobChange change =
        next.map(at -> JobChange.again(job, at, error)).orElseGet(() -> JobChange.dead(job, error));
    return new Settlement(attempt, change, new JobEvent.Dead(attempt.claimed(), error, next));
  }

  /** What becomes of an attempt that has thrown. */
  Settlement failed(Attempt attempt, Throwable error) {
    boolean timedOut = attempt.cut() == Attempt.Cut.TIMEOUT;
    String text = timedOut ? "not done within " + attempt.kind().timeout() : describe(error);
    return switch (error) {
      case JobRejected rejected -> dead(attempt, text);
      case OutcomeUnknown unknown -> unknown(attempt, text);
      case JobPostponed postponed -> {
        Duration wait = bounded(postponed.retryAfter().orElseThrow());
        JobChange change = JobChange.release(attempt.job(), wait, text);
        yield new Settlement(attempt, change, new JobEvent.Failed(attempt.claimed(), error, wait));
      }
      default -> {
        if (attempt.cut() == Attempt.Cut.CLOSING) {
          yield givenBack(attempt);
        }
        if (attempt.kind().effect() == Effect.BLIND) {
          yield unknown(attempt, text);
        }
        yield again(attempt, error, text, timedOut || attempt.kind().retryable(error));
      }
    };
  }

  private Settlement again(Attempt attempt, Throwable error, String text, boolean retryable) {
    RetryPolicy policy = attempt.kind().retries();
    int attempts = attempt.claimed().status().attempts();
    if (!retryable || attempts >= policy.attempts()) {
      return dead(attempt, text);
    }
    Duration own = wait(policy, attempts);
    Duration asked =
        error instanceof RetryAfter hint ? hint.retryAfter().orElse(Duration.ZERO) : Duration.ZERO;
    Duration wait = bounded(asked.compareTo(own) > 0 ? asked : own);
    JobChange change = JobChange.retry(attempt.job(), wait, text);
    return new Settlement(attempt, change, new JobEvent.Failed(attempt.claimed(), error, wait));
  }

  /** Ended by the host: what may be repeated leaves no trace, the rest says that it had begun. */
  private Settlement givenBack(Attempt attempt) {
    Job job = attempt.job();
    JobEvent event = new JobEvent.GivenBack(attempt.claimed());
    return switch (attempt.kind().effect()) {
      case READ, KEYED -> new Settlement(attempt, JobChange.release(job), event);
      // A claim that ends now without a word: the next attempt asks before it repeats.
      case CHECKABLE -> new Settlement(attempt, JobChange.extend(job, Duration.ZERO), event);
      case BLIND -> unknown(attempt, "its host closed while it ran");
    };
  }

  /** When it is due again if it ends now. */
  Optional<Instant> next(Attempt attempt) {
    Job job = attempt.claimed();
    return schedule(job).flatMap(s -> s.next(job.at(), attempt.claimedAt(), attempt.storeTime()));
  }

  private static Optional<JobSchedule> schedule(Job job) {
    return job.plan().schedule().map(JobSchedule::parse);
  }

  private Duration wait(RetryPolicy policy, int attempts) {
    synchronized (random) {
      return policy.wait(attempts, random);
    }
  }

  private static Duration bounded(Duration wait) {
    Duration positive = wait.isNegative() ? Duration.ZERO : wait;
    return positive.compareTo(RetryPolicy.LIMIT) > 0 ? RetryPolicy.LIMIT : positive;
  }

  /** What is kept with a job: Atom's messages hold no secret, anybody else's may. */
  static String describe(Throwable error) {
    String text;
    if (error instanceof AtomException known) {
      text = known.code() + ": " + known.getMessage();
    } else {
      StackTraceElement[] trace = error.getStackTrace();
      text = error.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }
    String shortened = text.length() > LONGEST_ERROR ? text.substring(0, LONGEST_ERROR) : text;
    // Whatever was cut or came in halves is a question mark now.
    return new String(shortened.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
