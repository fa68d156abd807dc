package dev.atom.vault.refresh;

import dev.atom.secret.SecretRef;
import dev.atom.vault.AuditRecord.Outcome;
import dev.atom.vault.NoSuchSecret;
import dev.atom.vault.TenantShredded;
import dev.atom.vault.VaultUnavailable;
import dev.atom.vault.grant.ConsentReason;
import dev.atom.vault.grant.GrantInfo;
import dev.atom.vault.grant.GrantOptions;
import dev.atom.vault.grant.RefreshOutcome;
import dev.atom.vault.grant.RefreshOutcome.Lost;
import dev.atom.vault.grant.RefreshOutcome.Refreshed;
import dev.atom.vault.grant.RefreshOutcome.Refused;
import dev.atom.vault.grant.RefreshOutcome.Unavailable;
import dev.atom.vault.refresh.Refresh.Attempt;
import dev.atom.vault.refresh.Refresh.Order;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The third step of a refresh: stores what came of it, if it is still ours to store. Thread-safe. */
final class Settlement {
  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);
  private static final int MOST_TRIES = 12;

  private final GrantRows rows;
  private final GrantOptions options;
  private final Waits waits;

  Settlement(GrantRows rows, GrantOptions options, Waits waits) {
    this.rows = rows;
    this.options = options;
    this.waits = waits;
  }

  /** What one commit has made of it. */
  private sealed interface Stored {
    /** It is stored. */
    record Done(End end) implements Stored {}

    /** It is stored, and it is that consent is needed. */
    record Consent(GrantInfo info) implements Stored {}

    /** Somebody else has taken over, and nothing is stored. */
    record Fenced() implements Stored {}

    /** There is no such grant any more, and nothing is stored. */
    record Gone() implements Stored {}
  }

  /**
   * Stores an outcome.
   *
   * @param outcome empty if the provider wasn't called
   * @return how it ended; empty if somebody else has taken over
   */
  Optional<End> settle(Order order, Attempt attempt, Optional<RefreshOutcome> outcome) {
    return switch (stored(order, attempt, outcome)) {
      case Stored.Done done -> Optional.of(done.end());
      case Stored.Consent consent -> {
        tell(consent.info());
        yield Optional.of(new End.Settled());
      }
      case Stored.Fenced fenced -> {
        LOG.warn(
            "a refresh of {} ended after another one took over; nothing of it is stored",
            rows.words(order.ref()));
        yield Optional.empty();
      }
      case Stored.Gone gone -> {
        if (outcome.isPresent() && outcome.get() instanceof Refreshed refreshed) {
          revoke(order.ref(), refreshed);
        }
        yield Optional.of(new End.Failed(rows.none(order.ref())));
      }
    };
  }

  /** Tells the host; what its listener throws changes nothing. */
  void tell(GrantInfo info) {
    try {
      options.listener().needsConsent(info);
    } catch (RuntimeException e) {
      LOG.warn("a listener for grants threw {}", e.getClass().getName());
    }
  }

  private void revoke(SecretRef ref, Refreshed refreshed) {
    try {
      options.revoker().revoke(ref, refreshed.grant());
    } catch (RuntimeException e) {
      LOG.warn("a revoker of grants threw {}", e.getClass().getName());
    }
  }

  private Stored stored(Order order, Attempt attempt, Optional<RefreshOutcome> outcome) {
    for (int tries = 1; ; tries++) {
      try {
        return rows.change(order.ref(), change -> store(change, order, attempt, outcome));
      } catch (NoSuchSecret | TenantShredded e) {
        return new Stored.Gone();
      } catch (VaultUnavailable e) {
        // If it was written after all, the next try sees that.
        if (tries == MOST_TRIES) {
          throw e;
        }
        rows.pause(waits.pollNanos(tries));
      }
    }
  }

  private Stored store(
      GrantChange change, Order order, Attempt attempt, Optional<RefreshOutcome> outcome) {
    Optional<GrantRecord> found = change.current(true);
    if (found.isPresent() && found.get().marks().ended() == attempt.fence()) {
      return before(order, found.get(), outcome);
    }
    Lease lease = change.lease();
    boolean holding = lease.fence() == attempt.fence();
    boolean same =
        found.isPresent()
            && found.get().version() == attempt.version()
            && found.get().marks().begun() == attempt.fence();
    if (holding) {
      change.write(lease.free());
    }
    if (found.isEmpty()) {
      return new Stored.Gone();
    }
    if (!holding || !same) {
      change.audit(order.actor(), Outcome.FAILED, attempt.version(), "too late, not stored");
      return new Stored.Fenced();
    }
    return outcome.isEmpty()
        ? notMade(change, found.get())
        : ours(change, order, attempt, found.get(), outcome.get());
  }

  private Stored ours(
      GrantChange change, Order order, Attempt attempt, GrantRecord grant, RefreshOutcome outcome) {
    return switch (outcome) {
      case Refreshed refreshed -> {
        try (GrantRecord next = grant.refreshed(refreshed.grant())) {
          long version = change.replace(next);
          change.audit(order.actor(), Outcome.DONE, version, "");
          yield new Stored.Done(new End.Settled());
        }
      }
      case Refused refused -> {
        ConsentReason reason =
            attempt.repeated() ? ConsentReason.ANSWER_LOST : ConsentReason.REFUSED;
        Marks marks = grant.marks().needsConsent(reason, refused.code());
        change.mark(marks);
        String detail = attempt.repeated() ? "answer lost before" : "refused";
        change.audit(
            order.actor(),
            Outcome.FAILED,
            attempt.version(),
            "needs consent: " + refused.code() + ", " + detail);
        yield new Stored.Consent(grant.info(order.ref(), marks));
      }
      case Unavailable unavailable ->
          failed(change, order, grant, false, unavailable.code(), unavailable.retryAfter());
      case Lost lost -> failed(change, order, grant, true, lost.code(), Optional.empty());
    };
  }

  private Stored failed(
      GrantChange change,
      Order order,
      GrantRecord grant,
      boolean lost,
      String code,
      Optional<Duration> retryAfter) {
    long retryAt = rows.now() + waits.backOffMillis(grant.marks().failures(), retryAfter);
    change.mark(grant.marks().failed(lost, retryAt, code));
    change.audit(
        order.actor(), Outcome.FAILED, grant.version(), lost ? "answer lost: " + code : code);
    return new Stored.Done(new End.Delayed(Optional.of(retryAt), code));
  }

  private static Stored notMade(GrantChange change, GrantRecord grant) {
    change.mark(grant.marks().notMade());
    return new Stored.Done(
        new End.Delayed(Optional.empty(), "storing took longer than a refresh may"));
  }

  /** What an earlier try has stored, whose success nobody reported. */
  private static Stored before(Order order, GrantRecord grant, Optional<RefreshOutcome> outcome) {
    Marks marks = grant.marks();
    if (marks.reason().isPresent()) {
      return new Stored.Consent(grant.info(order.ref()));
    }
    boolean settled = outcome.isPresent() && outcome.get() instanceof Refreshed;
    return new Stored.Done(
        settled
            ? new End.Settled()
            : new End.Delayed(Optional.of(marks.retryAt()).filter(at -> at > 0), marks.error()));
  }
}
