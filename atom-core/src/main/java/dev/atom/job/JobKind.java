package dev.atom.job;

import dev.atom.AtomException;
import dev.atom.operation.Effect;
import dev.atom.store.FenceLost;
import dev.atom.store.JobLimit;
import dev.atom.store.VersionConflict;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How jobs of a kind are done and what becomes of those that fail. Immutable; thread-safe if its
 * handler is.
 *
 * <p>Guarantees, by what repeating the job does to the world:
 *
 * <ul>
 *   <li>{@link Effect#READ} and {@link Effect#KEYED}: repeated after a failure, and after a claim that
 *       ended without a word.
 *   <li>{@link Effect#CHECKABLE}: the {@link JobCheck} is asked before it is repeated; of an effect
 *       also when somebody has it replayed.
 *   <li>{@link Effect#BLIND}: never repeated silently. It becomes {@link
 *       dev.atom.store.JobState#UNKNOWN} when a claim ends without a word, when it is resumed after it
 *       was paused while it ran, and when the handler throws anything but {@link JobRejected} and
 *       {@link JobPostponed}, which say that nothing happened.
 * </ul>
 *
 * <p>A job that recurs is never dead and never waits for a decision: it goes on at its next time,
 * with the error kept until then.
 */
public final class JobKind {
  private final String name;
  private final Effect effect;
  private final JobHandler handler;
  private final RetryPolicy retries;
  private final Predicate<Throwable> retryable;
  private final Duration timeout;
  private final Optional<JobLimit> limit;
  private final Optional<JobCheck> check;
  private final int history;

  private JobKind(Builder builder) {
    name = builder.name;
    effect = builder.effect;
    handler = builder.handler;
    retries = builder.retries;
    retryable = builder.retryable;
    timeout = builder.timeout;
    limit = builder.limit;
    check = builder.check;
    history = builder.history;
    if ((effect == Effect.CHECKABLE) != check.isPresent()) {
      throw new IllegalArgumentException(
          "kind \"" + name + "\" is " + effect + "; a check is for CHECKABLE and needed there");
    }
  }

  /**
   * Returns a builder of a kind.
   *
   * @param name the kind's name, as jobs carry it
   * @param effect what repeating it does to the world
   * @param handler does it
   * @return a new builder
   */
  public static Builder newBuilder(String name, Effect effect, JobHandler handler) {
    return new Builder(name, effect, handler);
  }

  String name() {
    return name;
  }

  Effect effect() {
    return effect;
  }

  JobHandler handler() {
    return handler;
  }

  RetryPolicy retries() {
    return retries;
  }

  boolean retryable(Throwable error) {
    return retryable.test(error);
  }

  Duration timeout() {
    return timeout;
  }

  Optional<JobLimit> limit() {
    return limit;
  }

  Optional<JobCheck> check() {
    return check;
  }

  int history() {
    return history;
  }

  @Override
  public String toString() {
    return "JobKind[" + name + ", " + effect + "]";
  }

  /**
   * Builds a {@link JobKind}. Defaults: {@link RetryPolicy#standard}; all errors are tried again but
   * an {@link AtomException} that says it can't help; a timeout of one hour; no limit; no history.
   */
  public static final class Builder {
    private static final Duration LONGEST = Duration.ofDays(365);

    private final String name;
    private final Effect effect;
    private final JobHandler handler;
    private RetryPolicy retries = RetryPolicy.standard();
    private Predicate<Throwable> retryable = Builder::mayHelp;
    private Duration timeout = Duration.ofHours(1);
    private Optional<JobLimit> limit = Optional.empty();
    private Optional<JobCheck> check = Optional.empty();
    private int history;

    private Builder(String name, Effect effect, JobHandler handler) {
      this.name = Objects.requireNonNull(name, "name");
      this.effect = Objects.requireNonNull(effect, "effect");
      this.handler = Objects.requireNonNull(handler, "handler");
    }

    /** To read again and decide anew, as these two ask, is what another attempt does. */
    private static boolean mayHelp(Throwable error) {
      return !(error instanceof AtomException known)
          || known.retryable()
          || known instanceof VersionConflict
          || known instanceof FenceLost;
    }

    /**
     * Sets how often it is tried and how long it waits in between.
     *
     * @param policy the policy
     * @return this builder
     */
    public Builder retries(RetryPolicy policy) {
      retries = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets after which errors it is tried again; after others it is dead at once.
     *
     * @param retryable true for an error that another attempt may not meet
     * @return this builder
     */
    public Builder retryIf(Predicate<Throwable> retryable) {
      this.retryable = Objects.requireNonNull(retryable, "retryable");
      return this;
    }

    /**
     * Sets how long a run may take. Then its context is cancelled and its thread interrupted; if it
     * does not end even so, its claim is let go and the job is tried again.
     *
     * @param time more than zero, at most 365 days
     * @return this builder
     */
    public Builder timeout(Duration time) {
      if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "a timeout is more than zero and at most 365 days, not " + time);
      }
      timeout = time;
      return this;
    }

    /**
     * Limits how many run at the same time, over all hosts that share the store.
     *
     * @param limit how many, of all tenants and of one
     * @return this builder
     */
    public Builder limit(JobLimit limit) {
      this.limit = Optional.of(limit);
      return this;
    }

    /**
     * Sets what is asked before it is repeated.
     *
     * @param check asks the receiver
     * @return this builder
     */
    public Builder check(JobCheck check) {
      this.check = Optional.of(check);
      return this;
    }

    /**
     * Keeps a history: how a run ended is an event, written in the same transaction as its outcome.
     * {@link JobAdmin#history} reads it.
     *
     * @param runs about how many of the last runs are kept for each tenant, 1 or more
     * @return this builder
     */
    public Builder history(int runs) {
      if (runs < 1) {
        throw new IllegalArgumentException("a history keeps 1 run or more, not " + runs);
      }
      history = runs;
      return this;
    }

    /**
     * Returns the kind.
     *
     * @return the value
     * @throws IllegalArgumentException if it is checkable without a check, or has a check and is not
     */
    public JobKind build() {
      return new JobKind(this);
    }
  }
}
