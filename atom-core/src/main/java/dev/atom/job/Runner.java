package dev.atom.job;

import dev.atom.store.Claimed;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.JobLimit;
import dev.atom.store.JobType;
import dev.atom.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Claims jobs, has their handlers do them, and sees to it that how they end is written. */
final class Runner {
  private final Store store;
  private final Clock clock;
  private final Map<String, JobKind> kinds;
  private final Duration claimTime;
  private final Verdicts verdicts;
  private final JobListener listener;
  private final Settlements settlements;
  private final Heart heart;
  private final Map<String, JobLimit> limits = new HashMap<>();
  private final String worker;
  // Without those whose outcome is only to be written: what runs next is claimed meanwhile.
  private final AtomicInteger busy = new AtomicInteger();
  private volatile @Nullable Worker told;

  Runner(Jobs.Builder builder, Map<String, JobKind> kinds) {
    store = builder.store;
    clock = builder.clock;
    claimTime = builder.claimTime;
    this.kinds = Map.copyOf(kinds);
    worker = builder.worker();
    verdicts = new Verdicts(builder.random);
    listener = new Listeners(builder.listeners);
    settlements = new Settlements(store, clock, listener, this::written);
    heart = new Heart(store, clock, settlements, listener);
    kinds.values().forEach(kind -> kind.limit().ifPresent(l -> limits.put(kind.name(), l)));
  }

  Heart heart() {
    return heart;
  }

  Settlements settlements() {
    return settlements;
  }

  JobListener listener() {
    return listener;
  }

  String worker() {
    return worker;
  }

  /** How many attempts are at their handlers, or will be at once. */
  int busy() {
    return busy.get();
  }

  /**
   * Has a worker told whenever a handler has ended and again when its outcome is written, and when
   * its job is due again.
   */
  void tell(Worker worker) {
    told = worker;
  }

  boolean hasLimits() {
    return !limits.isEmpty();
  }

  Claimed claim(int limit) {
    return store.claim(new JobClaim(worker, kinds.keySet(), limit, claimTime, limits));
  }

  Attempt begin(Job job) {
    JobKind kind = Objects.requireNonNull(kinds.get(job.kind()), "claimed by kind");
    Attempt attempt = new Attempt(kind, job, clock, claimTime);
    heart.take(attempt);
    busy.incrementAndGet();
    return attempt;
  }

  void execute(Attempt attempt) {
    JobRun run = new JobRun(store, attempt, verdicts);
    attempt.enter();
    Settlement settlement;
    boolean interrupted = false;
    try {
      settlement = outcome(attempt, run);
    } catch (Throwable e) { // a handler may throw anything, and its job must not be forgotten
      settlement = afterFailure(attempt, e);
      interrupted = e instanceof InterruptedException && attempt.cut() == Attempt.Cut.NONE;
    } finally {
      attempt.leave();
      busy.decrementAndGet();
    }
    freed();
    finish(attempt, run.completed(), settlement);
    if (interrupted) {
      Thread.currentThread().interrupt(); // it was meant for whoever called, not for the run
    }
  }

  private Settlement outcome(Attempt attempt, JobRun run) throws Exception {
    if (attempt.cut() != Attempt.Cut.NONE) {
      return verdicts.notBegun(attempt);
    }
    if (attempt.claimed().lapses() > 0) {
      listener.on(new JobEvent.Lapsed(attempt.claimed()));
    }
    Optional<Settlement> early = verdicts.beforehand(attempt);
    if (early.isEmpty()) {
      early = check(attempt, run);
    }
    if (early.isPresent()) {
      return early.get();
    }
    listener.on(new JobEvent.Started(attempt.claimed()));
    attempt.kind().handler().run(run);
    return run.completed().orElseGet(() -> verdicts.done(attempt));
  }

  private Optional<Settlement> check(Attempt attempt, JobRun run) throws Exception {
    if (attempt.kind().check().isEmpty() || !mayHaveBegun(attempt.claimed())) {
      return Optional.empty();
    }
    return switch (attempt.kind().check().get().happened(run)) {
      case YES -> Optional.of(verdicts.done(attempt));
      case NO -> Optional.empty();
      case UNKNOWN ->
          Optional.of(verdicts.unknown(attempt, "the receiver can't tell whether it happened"));
    };
  }

  /** A replay counts attempts from the beginning, but an effect's fence tells of earlier ones. */
  private static boolean mayHaveBegun(Job job) {
    boolean changed = job.plan().type() == JobType.EFFECT && job.status().fence() > 1;
    return job.status().attempts() > 1 || changed;
  }

  private Settlement afterFailure(Attempt attempt, Throwable error) {
    try {
      return verdicts.failed(attempt, error);
    } catch (RuntimeException e) { // such as a predicate of the host's; what it says is not known
      String text = Verdicts.describe(e);
      JobEvent dead = new JobEvent.Dead(attempt.claimed(), text, Optional.empty());
      return new Settlement(attempt, JobChange.dead(attempt.job(), text), dead);
    }
  }

  private void finish(Attempt attempt, Optional<Settlement> completed, Settlement settlement) {
    if (completed.isPresent()) {
      if (completed.get().late()) {
        settlements.add(completed.get());
      } else {
        written(completed.get(), true);
      }
    } else if (attempt.cut() == Attempt.Cut.LOST) {
      written(settlement, false);
    } else {
      attempt.settle();
      settlements.add(settlement);
      settlements.retryIn().ifPresent(wait -> heart.attend(wait.toNanos()));
    }
  }

  private void written(Settlement settlement, boolean made) {
    Attempt attempt = settlement.attempt();
    heart.release(attempt);
    listener.on(made ? settlement.event() : new JobEvent.Lost(attempt.claimed()));
    Worker worker = told;
    if (worker != null && made) {
      settlement
          .change()
          .after(clock.instant())
          .flatMap(job -> job.status().dueAt())
          .ifPresent(worker::planned);
    }
    freed();
  }

  private void freed() {
    Worker worker = told;
    if (worker != null) {
      worker.freed();
    }
  }
}
