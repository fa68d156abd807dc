package dev.atom.vault.refresh;

import dev.atom.Deadline;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.AuditRecord.Outcome;
import dev.atom.vault.VaultUnavailable;
import dev.atom.vault.grant.ConsentReason;
import dev.atom.vault.grant.GrantInfo;
import dev.atom.vault.grant.GrantOptions;
import dev.atom.vault.grant.GrantRefresher;
import dev.atom.vault.grant.GrantState;
import dev.atom.vault.grant.RefreshOutcome;
import dev.atom.vault.grant.RefreshOutcome.Lost;
import dev.atom.vault.grant.RefreshOutcome.Refreshed;
import dev.atom.vault.grant.RefreshOutcome.Refused;
import dev.atom.vault.grant.RefreshOutcome.Unavailable;
import dev.atom.vault.grant.RefreshRequest;
import dev.atom.vault.store.Bytes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One refresh of one grant, in three steps. In one commit it takes the lease, reads the grant again
 * and marks it as attempted; then it calls the provider with nothing held; then it stores what came
 * of it and gives the lease back, in one commit that is made only if the lease still has its fence
 * and the grant its mark. What dies between two steps leaves the mark, by which the next one knows
 * that the refresh token may be spent.
 */
final class Refresh {
  private static final int MOST_TRIES = 3;

  private final GrantRows rows;
  private final GrantRefresher refresher;
  private final GrantOptions options;
  private final Waits waits;
  private final Bytes owner;
  private final Settlement settlement;

  /** What all refreshes of a {@link VaultGrants} share. */
  Refresh(
      GrantRows rows, GrantRefresher refresher, GrantOptions options, Waits waits, Bytes owner) {
    this.rows = rows;
    this.refresher = refresher;
    this.options = options;
    this.waits = waits;
    this.owner = owner;
    this.settlement = new Settlement(rows, options, waits);
  }

  /**
   * What is to be done.
   *
   * @param actor who wants it first
   * @param ref which grant
   * @param flight who waits for it
   * @param stop whether the grants are being closed
   */
  record Order(String actor, SecretRef ref, Flight flight, BooleanSupplier stop) {}

  /**
   * What this process has begun.
   *
   * @param fence of its lease
   * @param version of the tokens that are to be replaced
   * @param until when the lease ends
   * @param token to be sent; closed after the call
   * @param scopes what was granted
   * @param repeated whether the token may be spent
   */
  record Attempt(
      long fence, long version, long until, Secret token, List<String> scopes, boolean repeated) {}

  /** How the first step went. */
  private sealed interface Begin {
    /** Nothing is left to do. */
    record Over(End end) implements Begin {}

    /** The grant needs consent since this commit. */
    record Consent(GrantInfo info) implements Begin {}

    /** Somebody else has the lease. */
    record Elsewhere(Lease lease) implements Begin {}

    /** The lease is ours. */
    record Ours(Attempt attempt) implements Begin {}
  }

  /** Does it all; new tokens are stored when this returns. */
  End run(Order order) {
    Sight sight = new Sight(rows.nanos());
    for (int tries = 0; ; tries++) {
      Begin begin = begun(order, sight);
      switch (begin) {
        case Begin.Over over -> {
          return over.end();
        }
        case Begin.Consent consent -> {
          settlement.tell(consent.info());
          return new End.Settled();
        }
        case Begin.Elsewhere elsewhere -> {
          order.flight().elsewhere();
          sight.saw(elsewhere.lease(), rows.nanos());
          if (order.stop().getAsBoolean() || sight.tooLong(rows.nanos(), options)) {
            return new End.Delayed(Optional.empty(), "another process is refreshing it");
          }
          rows.pause(waits.pollNanos(tries));
        }
        case Begin.Ours ours -> {
          Optional<End> end = called(order, ours.attempt());
          if (end.isPresent()) {
            return end.get();
          }
          sight = new Sight(rows.nanos());
        }
      }
    }
  }

  /**
   * What one refresh has seen: another process's lease, for clocks that can't be compared, and the
   * fence of the lease that it has tried to take.
   */
  private static final class Sight {
    private final long began;
    private long fence;
    private long since;
    private long time;
    private long tried;
    private Optional<Secret> token = Optional.empty();

    private Sight(long began) {
      this.began = began;
    }

    /** Keeps a copy of a token; the one of a commit that was not made is overwritten. */
    private Secret keep(Secret copy) {
      token.ifPresent(Secret::close);
      token = Optional.of(copy);
      return copy;
    }

    private void saw(Lease lease, long nanos) {
      if (lease.fence() != fence) {
        fence = lease.fence();
        since = nanos;
        time = lease.time();
      }
    }

    /** Whether a lease was seen unchanged for longer than it can last. */
    private boolean over(Lease lease, long nanos, GrantOptions options) {
      long most = Math.max(time, options.lease().toMillis());
      long wait = Duration.ofMillis(most).plus(options.clockDifference()).toNanos();
      return lease.fence() == fence && nanos - since > wait;
    }

    private boolean tooLong(long nanos, GrantOptions options) {
      Duration most = options.lease().plus(options.clockDifference()).multipliedBy(2);
      return nanos - began > most.toNanos();
    }
  }

  private Begin begun(Order order, Sight sight) {
    long nanos = rows.nanos();
    for (int tries = 0; ; tries++) {
      try {
        return rows.change(order.ref(), change -> begin(change, order, sight, nanos));
      } catch (VaultUnavailable e) {
        // If it was written after all, the next try finds what it was about to write.
        if (tries + 1 == MOST_TRIES) {
          throw e;
        }
        rows.pause(waits.pollNanos(tries));
      }
    }
  }

  private Begin begin(GrantChange change, Order order, Sight sight, long nanos) {
    Optional<GrantRecord> found = change.current(false);
    if (found.isEmpty()) {
      return new Begin.Over(new End.Failed(rows.none(order.ref())));
    }
    GrantRecord grant = found.get();
    Marks marks = grant.marks();
    if (grant.version() != order.flight().version() || marks.state() != GrantState.ACTIVE) {
      return new Begin.Over(new End.Settled());
    }
    if (!grant.refreshable()) {
      return new Begin.Consent(unrefreshable(change, order, grant));
    }
    long now = rows.now();
    Lease lease = change.lease();
    boolean own = lease.owner().equals(owner);
    if (own && lease.until() > 0 && lease.fence() == sight.tried && marks.begun() == sight.tried) {
      return ours(grant, sight, lease.fence(), lease.until(), marks.uncertain());
    }
    boolean free =
        own
            || lease.over(now, options.clockDifference().toMillis())
            || sight.over(lease, nanos, options);
    if (!free) {
      return new Begin.Elsewhere(lease);
    }
    if (marks.retryAt() > now && marks.retryAt() - now <= Waits.longestBackOffMillis()) {
      return new Begin.Over(new End.Delayed(Optional.of(marks.retryAt()), marks.error()));
    }
    long time = options.lease().toMillis();
    long fence = change.write(Lease.of(owner, now + time, time));
    change.mark(marks.begin(fence));
    sight.tried = fence;
    return ours(grant, sight, fence, now + time, marks.maybeSpent());
  }

  private static Begin ours(
      GrantRecord grant, Sight sight, long fence, long until, boolean repeated) {
    Secret token = sight.keep(grant.refreshToken());
    return new Begin.Ours(
        new Attempt(fence, grant.version(), until, token, grant.scopes(), repeated));
  }

  private GrantInfo unrefreshable(GrantChange change, Order order, GrantRecord grant) {
    Marks marks = grant.marks().needsConsent(ConsentReason.NO_REFRESH_TOKEN, "no_refresh_token");
    change.mark(marks);
    change.audit(order.actor(), Outcome.FAILED, grant.version(), "needs consent: no_refresh_token");
    return grant.info(order.ref(), marks);
  }

  /** Calls the provider and stores what comes of it; empty if somebody else has taken over. */
  private Optional<End> called(Order order, Attempt attempt) {
    Optional<RefreshOutcome> outcome;
    try (Secret token = attempt.token()) {
      // A store that took too long has used the time up; then nothing may be sent any more.
      boolean inTime = rows.now() < attempt.until();
      outcome = inTime ? Optional.of(call(order, attempt, token)) : Optional.empty();
    }
    try {
      return settlement.settle(order, attempt, outcome);
    } finally {
      outcome.ifPresent(Refresh::close);
    }
  }

  private RefreshOutcome call(Order order, Attempt attempt, Secret token) {
    long now = rows.now();
    RefreshRequest request =
        new RefreshRequest(
            order.ref(),
            token,
            attempt.scopes(),
            attempt.repeated(),
            Instant.ofEpochMilli(now),
            Deadline.after(Duration.ofMillis(attempt.until() - now), new RowsClock(rows)));
    try {
      RefreshOutcome outcome = refresher.refresh(request);
      if (outcome instanceof Refreshed refreshed) {
        GrantRecord.requireStorable(refreshed.grant());
      }
      return Objects.requireNonNull(outcome, "outcome");
    } catch (Throwable e) {
      // Whatever it is, the token may be spent; the message could hold it.
      return new Lost(e.getClass().getSimpleName());
    }
  }

  private static void close(RefreshOutcome outcome) {
    switch (outcome) {
      case Refreshed refreshed -> refreshed.grant().close();
      case Refused refused -> {
        // Holds no token.
      }
      case Unavailable unavailable -> {
        // Holds no token.
      }
      case Lost lost -> {
        // Holds no token.
      }
    }
  }

  /** The vault's clock, for deadlines. */
  private static final class RowsClock extends Clock {
    private final GrantRows rows;

    private RowsClock(GrantRows rows) {
      this.rows = rows;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(rows.now());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
