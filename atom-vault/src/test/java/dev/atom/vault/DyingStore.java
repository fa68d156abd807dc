package dev.atom.vault;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.StoreHealth;
import dev.atom.vault.store.VaultStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A store that fails, or whose process is killed, at its n-th call, before or after the effect. */
class DyingStore implements VaultStore {
  /** What happens. */
  enum Fault {
    KILLED_BEFORE,
    KILLED_AFTER,
    FAILS_BEFORE,
    FAILS_AFTER,
    DELAYED;

    static final List<Fault> HARMFUL =
        List.of(KILLED_BEFORE, KILLED_AFTER, FAILS_BEFORE, FAILS_AFTER);
  }

  /** The process is gone; only what the store has is left. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final VaultStore store;
  private final Fault fault;
  private long left;
  private boolean dead;
  private Runnable beforeCommit = () -> {};
  private Runnable meanwhile = () -> {};

  DyingStore(VaultStore store, long at, Fault fault) {
    this.store = store;
    this.left = at;
    this.fault = fault;
  }

  /** A store that does no harm but runs something before its next commit. */
  static DyingStore beforeCommit(VaultStore store, Runnable action) {
    DyingStore hooked = new DyingStore(store, Long.MAX_VALUE, Fault.FAILS_BEFORE);
    hooked.beforeCommit = action;
    return hooked;
  }

  /** A store that does no harm but runs something before the call that {@link #in} names. */
  static DyingStore beforeCall(VaultStore store, Runnable action) {
    DyingStore hooked = new DyingStore(store, Long.MAX_VALUE, Fault.DELAYED);
    hooked.meanwhile = action;
    return hooked;
  }

  /** Sets at which call from now on it happens, 0 for the next. */
  void in(long calls) {
    left = calls;
  }

  /** Starts the process again. */
  void revive() {
    dead = false;
    left = Long.MAX_VALUE;
  }

  /** Whether it has happened. */
  boolean happened() {
    return left < 0;
  }

  @Override
  public Optional<Row> get(RowKey key) {
    return with(() -> store.get(key));
  }

  @Override
  public List<Row> scan(RowKind kind, Bytes prefix, Bytes after, int limit) {
    return with(() -> store.scan(kind, prefix, after, limit));
  }

  @Override
  public void commit(List<Change> changes) {
    Runnable action = beforeCommit;
    beforeCommit = () -> {};
    action.run();
    with(
        () -> {
          store.commit(changes);
          return true;
        });
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
    store.close();
  }

  private <T> T with(Supplier<T> call) {
    if (dead) {
      throw new Killed();
    }
    boolean now = left-- == 0;
    if (now && fault == Fault.KILLED_BEFORE) {
      dead = true;
      throw new Killed();
    }
    if (now && fault == Fault.FAILS_BEFORE) {
      throw new VaultUnavailable("the test's store fails");
    }
    if (now && fault == Fault.DELAYED) {
      meanwhile.run();
    }
    T result = call.get();
    if (now && fault == Fault.KILLED_AFTER) {
      dead = true;
      throw new Killed();
    }
    if (now && fault == Fault.FAILS_AFTER) {
      throw new VaultUnavailable("the test's store fails after it was written");
    }
    return result;
  }
}
