package dev.atom.vault.grant;

import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.AccessPolicy;
import dev.atom.vault.GrantVaults;
import dev.atom.vault.Vault;
import dev.atom.vault.VaultUnavailable;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.StoreHealth;
import dev.atom.vault.store.VaultStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process as far as a store can tell: a vault and its grants on a store that others have too, and
 * that can fail or end the process at any of its calls.
 */
final class GrantProcess implements AutoCloseable {
  /** What happens at a call of the store. */
  enum Accident {
    NONE,
    /** The process dies before the call does anything. */
    DIES_BEFORE,
    /** The process dies after the call has done it. */
    DIES_AFTER,
    /** The commit fails and nothing is written. */
    FAILS_BEFORE,
    /** The commit fails and all is written. */
    FAILS_AFTER,
    /** This commit and all later ones fail. */
    DOWN
  }

  /** Thrown in a process that is dead. */
  static final class Dead extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Faulty store;
  final SetClock clock;
  final Vault vault;
  final Grants grants;

  private GrantProcess(Faulty store, SetClock clock, Vault vault, Grants grants) {
    this.store = store;
    this.clock = clock;
    this.vault = vault;
    this.grants = grants;
  }

  static GrantProcess start(
      VaultStore store,
      SetClock clock,
      AccessPolicy policy,
      GrantRefresher refresher,
      GrantOptions options) {
    Faulty faulty = new Faulty(store);
    Vault vault = GrantVaults.open(faulty, clock, clock::nanos, policy);
    return new GrantProcess(faulty, clock, vault, vault.grants(refresher, options));
  }

  /** Plans an accident at the n-th call from now, counted from 1; of commits only if it fails. */
  void plan(int n, Accident accident) {
    store.left.set(n);
    store.accident = accident;
  }

  /** Whether what was planned has happened. */
  boolean hadAccident() {
    return store.left.get() <= 0;
  }

  /** Lets the store work again. */
  void recover() {
    plan(Integer.MAX_VALUE, Accident.NONE);
  }

  /** How often it has looked who has the lease. */
  int leaseReads() {
    return store.leaseReads.get();
  }

  void die() {
    store.dead = true;
  }

  /** The token's text. */
  String token(SecretRef ref) {
    try (Secret token = grants.accessToken(ref)) {
      return RotatingProvider.text(token);
    }
  }

  @Override
  public void close() {
    store.left.set(Integer.MAX_VALUE);
    store.dead = false;
    vault.close();
  }

  private static final class Faulty implements VaultStore {
    private final VaultStore store;
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    private volatile Accident accident = Accident.NONE;
    private volatile boolean dead;
    private final AtomicInteger leaseReads = new AtomicInteger();

    private Faulty(VaultStore store) {
      this.store = store;
    }

    @Override
    public Optional<Row> get(RowKey key) {
      if (key.kind() == RowKind.LEASE) {
        leaseReads.incrementAndGet();
      }
      boolean after = before(false);
      Optional<Row> row = store.get(key);
      after(after);
      return row;
    }

    @Override
    public List<Row> scan(RowKind kind, Bytes prefix, Bytes after, int limit) {
      boolean dies = before(false);
      List<Row> rows = store.scan(kind, prefix, after, limit);
      after(dies);
      return rows;
    }

    @Override
    public void commit(List<Change> changes) {
      boolean accidentNow = before(true);
      store.commit(changes);
      after(accidentNow);
    }

    @Override
    public boolean shared() {
      return store.shared();
    }

    @Override
    public StoreHealth health() {
      return store.health();
    }

    @Override
    public void close() {
      // The test closes what all processes share.
    }

    /** Returns whether the accident comes after the call. */
    private boolean before(boolean commit) {
      if (dead) {
        throw new Dead();
      }
      boolean counts =
          accident == Accident.DIES_BEFORE || accident == Accident.DIES_AFTER || commit;
      int now = counts ? left.decrementAndGet() : 1;
      if (now > 0 || now < 0 && accident != Accident.DOWN) {
        return false;
      }
      switch (accident) {
        case DIES_BEFORE -> {
          dead = true;
          throw new Dead();
        }
        case FAILS_BEFORE, DOWN -> throw new VaultUnavailable("the store failed; try again");
        case NONE, DIES_AFTER, FAILS_AFTER -> {
          // Later, or never.
        }
      }
      return true;
    }

    private void after(boolean now) {
      if (now && accident == Accident.DIES_AFTER) {
        dead = true;
        throw new Dead();
      }
      if (now && accident == Accident.FAILS_AFTER) {
        throw new VaultUnavailable("the store failed; try again");
      }
    }
  }
}
