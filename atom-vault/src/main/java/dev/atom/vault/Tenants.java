package dev.atom.vault;

import dev.atom.secret.SecretRef;
import dev.atom.vault.Part.Entry;
import dev.atom.vault.TamperedRecord.How;
import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The tenants that this process knows, and how rows are believed: a secret's row is taken only if it
 * is the one that the tenant's manifest names. Thread-safe.
 */
final class Tenants {
  private static final int MOST_TRIES = 500;
  private static final int MOST_STUCK = 10;

  private final VaultStore store;
  private final Roots roots;
  private final Ids ids;
  private final RowSeal seal;
  private final DataKeys dataKeys;
  private final Manifests manifests;
  private final Shredded shredded;
  private final Bounds bounds;
  private final ReentrantLock[] stripes = new ReentrantLock[64];
  private final KnownTenants known;

  /**
   * How much is remembered and for how long.
   *
   * @param tenants how many tenants' data keys stay open
   * @param lifeNanos how long they stay open
   * @param freshNanos how long a tenant's state is believed where others may write
   * @param nanos the clock of the process
   * @param clock the time of day
   */
  record Bounds(int tenants, long lifeNanos, long freshNanos, LongSupplier nanos, Clock clock) {}

  Tenants(VaultStore store, Roots roots, Bounds bounds) {
    this.store = store;
    this.roots = roots;
    this.ids = new Ids(roots);
    this.seal = new RowSeal(roots.vaultId());
    this.dataKeys = new DataKeys(store, roots);
    this.manifests = new Manifests(this);
    this.shredded = new Shredded(store, dataKeys);
    this.bounds = bounds;
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = new ReentrantLock();
    }
    this.known = new KnownTenants(bounds.tenants(), bounds.lifeNanos());
  }

  VaultStore store() {
    return store;
  }

  Roots roots() {
    return roots;
  }

  Ids ids() {
    return ids;
  }

  RowSeal seal() {
    return seal;
  }

  DataKeys dataKeys() {
    return dataKeys;
  }

  Shredded shredded() {
    return shredded;
  }

  Manifests manifests() {
    return manifests;
  }

  /** The id of a tenant's rows; the vault's own if there is no name. */
  Bytes id(String name) {
    return name.isEmpty() ? ids.vault() : ids.tenant(name);
  }

  /** The key of a secret's row. */
  RowKey key(Tenant tenant, SecretRef ref) {
    return tenant.key(ref, any -> ids.secret(tenant.id, any));
  }

  /** A tenant, as fresh as {@link Bounds} asks; empty if there is none. */
  Optional<Tenant> find(String name) {
    long now = bounds.nanos().getAsLong();
    Tenant tenant = known.find(name, now);
    if (tenant == null) {
      return load(name);
    }
    if (store.shared() && now - tenant.checked() >= bounds.freshNanos() && !refreshed(tenant)) {
      return Optional.empty();
    }
    return Optional.of(tenant);
  }

  /**
   * Reads a tenant's row again.
   *
   * @throws TenantShredded if the tenant was shredded since
   */
  void refresh(Tenant tenant) {
    TenantState before = tenant.state();
    RowKey key = Ids.tenantRow(tenant.id);
    Row row =
        store
            .get(key)
            .orElseThrow(
                () -> {
                  forget(before.name());
                  return wasShredded(tenant.id)
                      ? new TenantShredded("the tenant was shredded while it was in use")
                      : gone(before.name());
                });
    if (row.revision() < before.epoch()) {
      throw new RolledBack(
          "the tenant '%s' is at epoch %d and was at %d; somebody put an older state back"
              .formatted(before.name(), row.revision(), before.epoch()));
    }
    TenantState now =
        row.revision() == before.epoch() ? before : newest(tenant.id, row, tenant.keys);
    tenant.seen(now, bounds.nanos().getAsLong());
  }

  /**
   * Whether a tenant whose row was not there was shredded. What looks as if its row was taken away may
   * be a new tenant that is made, or made and shredded, between two looks: so it looks twice more.
   */
  private boolean wasShredded(Bytes id) {
    for (int i = 0; i < 2; i++) {
      if (shredded.is(id) || store.get(Ids.tenantRow(id)).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Reads a tenant's row again; false if the tenant was shredded since. */
  private boolean refreshed(Tenant tenant) {
    try {
      refresh(tenant);
      return true;
    } catch (TenantShredded e) {
      return false;
    }
  }

  /**
   * Reads a secret's row and believes it only if the manifest names it.
   *
   * @return empty if there is none and the manifest names none
   * @throws TamperedRecord if row and manifest differ and no commit explains it
   */
  Optional<Row> secret(Tenant tenant, RowKey key) {
    for (int i = 0; i < MOST_TRIES; i++) {
      TenantState state = tenant.state();
      Optional<Row> row = store.get(key);
      Optional<Entry> named = named(tenant, state, key);
      if (named.equals(row.map(Entry::of).or(() -> Optional.of(Entry.NONE)))
          && row.map(found -> opens(tenant, found)).orElse(true)) {
        return row;
      }
      refresh(tenant);
      if (tenant.state().epoch() == state.epoch()) {
        Optional<Row> again = store.get(key);
        refresh(tenant);
        if (tenant.state().epoch() == state.epoch()) {
          Entry found = again.map(Entry::of).orElse(Entry.NONE);
          Entry entry = manifests.find(tenant, state, key);
          if (!found.equals(entry)) {
            throw differs(tenant, key, found, entry);
          }
          return again;
        }
      }
    }
    throw new VaultConflict("the tenant changes too fast to be read; try again");
  }

  /** What the manifest says of a row; empty if that can't be read, perhaps not any more. */
  private Optional<Entry> named(Tenant tenant, TenantState state, RowKey key) {
    try {
      return Optional.of(manifests.find(tenant, state, key));
    } catch (TamperedRecord e) {
      return Optional.empty();
    }
  }

  /**
   * Whether the data key of a row is at hand. It is not if the row was sealed anew since it was read,
   * and the old key dropped.
   */
  boolean opens(Tenant tenant, Row row) {
    try {
      key(tenant, RowSeal.generation(row));
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The data key of a generation. */
  TinkKeyset key(Tenant tenant, int generation) throws GeneralSecurityException {
    TinkKeyset key = tenant.keys.get(generation);
    if (key == null) {
      key = opened(tenant, generation);
      tenant.keys.put(generation, key);
    }
    return key;
  }

  private TinkKeyset opened(Tenant tenant, int generation) throws GeneralSecurityException {
    try {
      return dataKeys.open(tenant.id, generation);
    } catch (TenantShredded e) {
      if (shredded.is(tenant.id)) {
        throw e;
      }
      throw new GeneralSecurityException("its data key was destroyed with an earlier tenant", e);
    }
  }

  /**
   * Changes something of a tenant in one commit, again and again until nobody else was faster.
   *
   * @param name the tenant
   * @param create whether a tenant that isn't there is made
   * @param work says what to change; may be called more than once
   * @throws NoSuchSecret if there is no such tenant and none is made
   */
  <T> T change(String name, boolean create, Function<TenantChange, T> work) {
    ReentrantLock stripe = stripes[Math.floorMod(name.hashCode(), stripes.length)];
    stripe.lock();
    try {
      long epoch = -1;
      int stuck = 0;
      for (int i = 0; ; i++) {
        try {
          TenantChange change = begin(name, create);
          stuck = change.tenant().state().epoch() == epoch ? stuck + 1 : 0;
          epoch = change.tenant().state().epoch();
          T result = work.apply(change);
          change.commit();
          return result;
        } catch (VaultConflict e) {
          // Where nobody else moves on, rows don't fit together: trying again doesn't help.
          if (i == MOST_TRIES || stuck == MOST_STUCK) {
            throw e;
          }
          roots.reload();
          forget(name);
          Waiting.briefly(i);
        } catch (TenantShredded e) {
          // While it was changed: there is none now, or a new one of that name.
          if (i == MOST_TRIES) {
            throw e;
          }
          forget(name);
        } catch (VaultUnavailable e) {
          // Whether it was written is unknown: what is remembered may be old.
          forget(name);
          throw e;
        }
      }
    } finally {
      stripe.unlock();
    }
  }

  /** Does something while no other thread of this process changes the tenant. */
  <T> T holding(String name, Supplier<T> work) {
    ReentrantLock stripe = stripes[Math.floorMod(name.hashCode(), stripes.length)];
    stripe.lock();
    try {
      return work.get();
    } finally {
      stripe.unlock();
    }
  }

  void remember(Tenant tenant) {
    known.remember(tenant, one -> !shredded.before(one));
  }

  void forget(String name) {
    known.forget(name);
  }

  /** Forgets a tenant that was shredded, and whatever slow readers still bring of it. */
  void forget(String name, Bytes id, long epoch) {
    shredded.remember(id, epoch);
    forget(name);
  }

  void forgetAll() {
    known.forgetAll();
  }

  int size() {
    return known.size();
  }

  /** The time of day, in milliseconds since 1970. */
  long now() {
    return bounds.clock().millis();
  }

  long nanos() {
    return bounds.nanos().getAsLong();
  }

  /** Opens a tenant's row with keys that are known or read for it. */
  private TenantState state(Bytes id, Row row, Map<Integer, TinkKeyset> keys) {
    try {
      int generation = RowSeal.generation(row);
      TinkKeyset key = keys.get(generation);
      if (key == null) {
        key = dataKeys.open(id, generation);
        keys.put(generation, key);
      }
      return TenantState.parse(seal.open(key, row), row.revision());
    } catch (GeneralSecurityException | FieldReader.Malformed e) {
      throw new TamperedRecord(
          How.CHANGED,
          "a tenant's record can't be trusted: "
              + e.getMessage()
              + "; restore the vault from a backup");
    }
  }

  /**
   * Opens a tenant by its row, or by a newer one if it changes meanwhile, without remembering it.
   *
   * @throws TenantShredded if it was shredded meanwhile
   */
  Tenant opened(Bytes id, Row row) {
    Map<Integer, TinkKeyset> keys = new java.util.HashMap<>();
    return tenant(id, newest(id, row, keys), keys);
  }

  private TenantChange begin(String name, boolean create) {
    Optional<Tenant> found = find(name);
    if (found.isPresent() && (!store.shared() || refreshed(found.get()))) {
      return TenantChange.of(this, found.get());
    }
    if (!create) {
      throw new NoSuchSecret("there is no tenant '" + Words.safe(name) + "' in the vault");
    }
    return TenantChange.ofNew(this, name, shredded.start(id(name)));
  }

  private Optional<Tenant> load(String name) {
    Bytes id = id(name);
    Optional<Row> row = store.get(Ids.tenantRow(id));
    if (row.isEmpty()) {
      requireNothing(id, name);
      return Optional.empty();
    }
    Map<Integer, TinkKeyset> keys = new java.util.HashMap<>();
    Tenant tenant;
    try {
      tenant = tenant(id, newest(id, row.get(), keys), keys);
    } catch (TenantShredded e) {
      return Optional.empty();
    }
    if (!tenant.state().name().equals(name)) {
      throw gone(name);
    }
    remember(tenant);
    return Optional.of(tenant);
  }

  private Tenant tenant(Bytes id, TenantState state, Map<Integer, TinkKeyset> keys) {
    Tenant tenant = new Tenant(id, state, nanos());
    tenant.keys.putAll(keys);
    return tenant;
  }

  /**
   * Opens a tenant's row, or a newer one if it changes so that this one doesn't open any more.
   *
   * @throws TenantShredded if the tenant was shredded meanwhile
   */
  private TenantState newest(Bytes id, Row read, Map<Integer, TinkKeyset> keys) {
    Row row = read;
    for (int i = 1; ; i++) {
      try {
        return state(id, row, keys);
      } catch (TamperedRecord | TenantShredded e) {
        Optional<Row> again = store.get(row.key());
        if (again.isEmpty()) {
          throw wasShredded(id) ? new TenantShredded("the tenant was shredded meanwhile") : e;
        }
        if (again.get().revision() == row.revision() || i == MOST_TRIES) {
          throw e instanceof TenantShredded ? putBack() : e;
        }
        row = again.get();
      }
    }
  }

  private void requireNothing(Bytes id, String name) {
    boolean nothing =
        store.scan(RowKind.DATA_KEY, id, Bytes.EMPTY, 1).isEmpty()
            ? store.scan(RowKind.SECRET, id, Bytes.EMPTY, 1).isEmpty()
            : shredded.is(id);
    if (!nothing && !wasShredded(id)) {
      throw gone(name);
    }
  }

  private static TamperedRecord putBack() {
    return new TamperedRecord(
        How.REPLAYED,
        "the record of a tenant that was shredded was put back behind the vault's back; it can't be"
            + " opened. Shred the tenant again to remove it");
  }

  private static TamperedRecord gone(String name) {
    return new TamperedRecord(
        How.REMOVED,
        "the record of the tenant '"
            + Words.safe(name)
            + "' is gone, but not what belongs to it; restore the vault from a backup");
  }

  private TamperedRecord differs(Tenant tenant, RowKey key, Entry found, Entry named) {
    How how;
    if (found.revision() == 0) {
      how = How.REMOVED;
    } else if (named.revision() == 0 || found.revision() > named.revision()) {
      how = How.PLANTED;
    } else {
      how = found.revision() < named.revision() ? How.REPLAYED : How.CHANGED;
    }
    return new TamperedRecord(
        how,
        "a secret of the tenant '%s' (row %s) can't be trusted: its record was %s behind the"
                .formatted(
                    Words.safe(tenant.state().name()),
                    key.id().toHex(),
                    how.name().toLowerCase(java.util.Locale.ROOT))
            + " vault's back; restore the vault from a backup");
  }
}
