package dev.atom.vault.refresh;

import dev.atom.Deadline;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.AuditAction;
import dev.atom.vault.grant.ConsentNeeded;
import dev.atom.vault.grant.Grant;
import dev.atom.vault.grant.GrantInfo;
import dev.atom.vault.grant.GrantOptions;
import dev.atom.vault.grant.GrantRefresher;
import dev.atom.vault.grant.Grants;
import dev.atom.vault.grant.RefreshDelayed;
import dev.atom.vault.refresh.GrantRows.Token;
import dev.atom.vault.store.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Gives access tokens of grants in a vault out. Thread-safe. */
public final class VaultGrants implements Grants {
  private final GrantRows rows;
  private final GrantOptions options;
  private final Waits waits;
  private final Flights flights;
  private final String actor;

  private VaultGrants(
      GrantRows rows, GrantOptions options, Waits waits, Flights flights, String actor) {
    this.rows = rows;
    this.options = options;
    this.waits = waits;
    this.flights = flights;
    this.actor = actor;
  }

  /**
   * Creates the grants of a vault.
   *
   * @param owner 16 bytes that no other object has
   */
  public static VaultGrants of(
      GrantRows rows, GrantRefresher refresher, GrantOptions options, Bytes owner, String actor) {
    Waits waits = new Waits(options);
    Flights flights =
        new Flights(new Refresh(rows, refresher, options, waits, owner), options.lease());
    rows.closeFirst(flights);
    return new VaultGrants(rows, options, waits, flights, actor);
  }

  @Override
  public Grants as(String name) {
    return new VaultGrants(rows, options, waits, flights, name);
  }

  @Override
  public long save(SecretRef ref, Grant grant) {
    rows.require(actor, AuditAction.PUT, ref);
    try (GrantRecord record = GrantRecord.of(grant)) {
      return rows.put(actor, ref, record);
    }
  }

  @Override
  public Secret accessToken(SecretRef ref, Deadline deadline) {
    return rows.used(actor, ref, () -> token(ref, ending(ref), false, deadline))
        .orElseThrow(() -> rows.none(ref));
  }

  @Override
  public Optional<Secret> find(SecretRef ref) {
    return rows.used(actor, ref, () -> token(ref, ending(ref), false, Deadline.never()));
  }

  @Override
  public Secret refresh(SecretRef ref) {
    return refresh(ref, grant -> true, Deadline.never());
  }

  @Override
  public Secret refresh(SecretRef ref, Secret refused, Deadline deadline) {
    return refresh(ref, grant -> grant.hasAccessToken(refused), deadline);
  }

  private Secret refresh(SecretRef ref, Predicate<GrantRecord> due, Deadline deadline) {
    rows.require(actor, AuditAction.REFRESH, ref);
    return rows.used(actor, ref, () -> token(ref, due, true, deadline))
        .orElseThrow(() -> rows.none(ref));
  }

  @Override
  public Optional<GrantInfo> info(SecretRef ref) {
    rows.require(actor, AuditAction.LIST, ref);
    return rows.find(ref)
        .map(
            found -> {
              try (found) {
                return found.info(ref);
              }
            });
  }

  @Override
  public List<GrantInfo> needsConsent(String tenant) {
    return rows.list(actor, tenant).stream().filter(info -> info.reason().isPresent()).toList();
  }

  @Override
  public boolean revoke(SecretRef ref) {
    rows.require(actor, AuditAction.DESTROY, ref);
    Optional<GrantRecord> found = rows.find(ref);
    if (found.isEmpty()) {
      return false;
    }
    try (GrantRecord record = found.get();
        Grant grant = record.grant()) {
      boolean destroyed = rows.destroy(actor, ref);
      if (destroyed) {
        options.revoker().revoke(ref, grant);
      }
      return destroyed;
    }
  }

  @Override
  public void close() {
    flights.close();
  }

  /**
   * Returns that it is grants, and nothing in them.
   *
   * @return always the same text
   */
  @Override
  public String toString() {
    return "Grants[hidden]";
  }

  /** Whether a token is about to end. */
  private Predicate<GrantRecord> ending(SecretRef ref) {
    return grant ->
        grant.ending(rows.now(), waits.leeway(), waits.jitter(ref.hashCode(), grant.version()));
  }

  /**
   * Gives a token out.
   *
   * @param due whether the token there is has to be replaced
   * @param forced whether it is no use though its time isn't over
   */
  private Optional<Token> token(
      SecretRef ref, Predicate<GrantRecord> due, boolean forced, Deadline deadline) {
    Optional<GrantRecord> found = rows.find(ref);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    long version;
    boolean patient;
    try (GrantRecord grant = found.get()) {
      requireConsent(ref, grant);
      if (!due.test(grant)) {
        return Optional.of(token(grant));
      }
      version = grant.version();
      patient = forced || !grant.lasts(rows.now());
    }
    while (true) {
      Flight flight = flights.join(actor, ref, version);
      Optional<End> end = await(ref, flight, deadline, patient);
      Optional<GrantRecord> after = rows.find(ref);
      if (after.isEmpty()) {
        return Optional.empty();
      }
      try (GrantRecord grant = after.get()) {
        requireConsent(ref, grant);
        boolean replaced = grant.version() != version;
        boolean ownEnd = end.isEmpty() || flight.version() == version;
        boolean settled = end.isPresent() && end.get() instanceof End.Settled;
        boolean stillGood = ownEnd && !settled && !forced && grant.lasts(rows.now());
        if (replaced || stillGood) {
          return Optional.of(token(grant));
        }
        if (ownEnd && !settled) {
          throw problem(ref, end);
        }
      }
    }
  }

  private Optional<End> await(SecretRef ref, Flight flight, Deadline deadline, boolean patient) {
    try {
      return flight.await(deadline, patient);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefreshDelayed(
          Optional.empty(),
          "the thread was interrupted while it waited for " + rows.words(ref) + " to be refreshed");
    }
  }

  private RuntimeException problem(SecretRef ref, Optional<End> end) {
    if (end.isEmpty()) {
      return new RefreshDelayed(
          Optional.empty(), rows.words(ref) + " wasn't refreshed in time; that goes on");
    }
    return switch (end.get()) {
      case End.Settled settled -> new IllegalStateException("it is settled");
      case End.Failed failed -> failed.problem();
      case End.Delayed delayed ->
          new RefreshDelayed(
              delayed.retryAt().map(at -> Duration.ofMillis(Math.max(0, at - rows.now()))),
              rows.words(ref)
                  + " can't be refreshed at the moment ("
                  + delayed.why()
                  + "); try again later, the grant is kept");
    };
  }

  private void requireConsent(SecretRef ref, GrantRecord grant) {
    grant
        .marks()
        .reason()
        .ifPresent(
            reason -> {
              String why =
                  switch (reason) {
                    case REFUSED -> "the provider refused its refresh token";
                    case ANSWER_LOST ->
                        "the provider took its refresh token and the answer was lost";
                    case NO_REFRESH_TOKEN -> "it has ended and has no refresh token";
                  };
              throw new ConsentNeeded(
                  reason, rows.words(ref) + " needs its owner's consent again: " + why);
            });
  }

  private static Token token(GrantRecord grant) {
    return new Token(grant.accessToken(), grant.version());
  }
}
