package dev.atom.vault;

import dev.atom.vault.Part.Entry;
import dev.atom.vault.TamperedRecord.How;
import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One commit of a tenant in the making: rows, what the manifest says of them, entries of the audit,
 * and the tenant's row with the next epoch, which makes all commits of a tenant follow one another.
 * Used by one thread.
 */
final class TenantChange {
  private final Tenants tenants;
  private final Tenant tenant;
  private final boolean fresh;
  private final List<Change> changes = new ArrayList<>();
  private final Map<RowKey, Entry> manifest = new LinkedHashMap<>();
  private TenantState state;
  private boolean removed;

  private TenantChange(Tenants tenants, Tenant tenant, boolean fresh) {
    this.tenants = tenants;
    this.tenant = tenant;
    this.fresh = fresh;
    this.state = tenant.state();
  }

  static TenantChange of(Tenants tenants, Tenant tenant) {
    return new TenantChange(tenants, tenant, false);
  }

  /** A change that makes the tenant, with its first data key. */
  static TenantChange ofNew(Tenants tenants, String name, int generation) {
    Bytes id = tenants.id(name);
    long now = tenants.now();
    Tenant tenant = new Tenant(id, TenantState.fresh(name, generation, now), tenants.nanos());
    TenantChange change = new TenantChange(tenants, tenant, true);
    change.newDataKey(generation);
    return change;
  }

  Tenant tenant() {
    return tenant;
  }

  TenantState state() {
    return state;
  }

  /** Makes a data key of a generation; it is used from the next change on that says so. */
  void newDataKey(int generation) {
    Row row = tenants.dataKeys().generate(Ids.dataKey(tenant.id, generation));
    try {
      tenant.keys.put(generation, tenants.dataKeys().open(row));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a fresh data key doesn't open", e);
    }
    changes.add(new Change.Put(row, 0));
    // The root key that wraps it must still be the newest when this is written.
    changes.add(new Change.Require(Header.KEY, tenants.roots().revision()));
  }

  /** Seals what follows with another data key. */
  void useDataKey(int generation) {
    state = state.withGeneration(generation);
  }

  /** A secret's row, believed; all that one change reads is of one epoch. */
  Optional<Row> secret(RowKey key) {
    if (fresh) {
      return Optional.empty();
    }
    Optional<Row> row = tenants.secret(tenant, key);
    if (tenant.state().epoch() != state.epoch()) {
      throw new VaultConflict("the tenant changed meanwhile; try again");
    }
    return row;
  }

  /** Seals and writes a secret's row, name apart, and names it in the manifest. */
  Row putSecret(RowKey key, long expected, byte[] name, byte[] plain) {
    Row row = tenants.seal().seal(key(), state.generation(), key, after(key, expected), name, plain);
    changes.add(new Change.Put(row, expected));
    manifest.put(key, Entry.of(row));
    return row;
  }

  /** Seals and writes a row that the manifest doesn't name. */
  Row put(RowKey key, long expected, byte[] plain) {
    Row row = tenants.seal().seal(key(), state.generation(), key, after(key, expected), plain);
    changes.add(new Change.Put(row, expected));
    return row;
  }

  /** Adds a change as it is. */
  void add(Change change) {
    changes.add(change);
  }

  /** Removes a secret's row and its name from the manifest. */
  void removeSecret(RowKey key, long expected) {
    changes.add(new Change.Delete(key, expected));
    manifest.put(key, Entry.NONE);
  }

  /** Adds an entry to the tenant's audit. */
  void audit(AuditEvent event) {
    long number = state.audits() + 1;
    RowKey key = Ids.audit(tenant.id, number);
    Row row = put(key, 0, event.toByteArray());
    state = state.withAudit(number, AuditEvent.chain(state.chain(), row));
  }

  /** Takes over what a change of the audit's begin or the like has made of the state. */
  void state(TenantState changed) {
    state = changed;
  }

  /** Removes the tenant's own row, as the last step of shredding. */
  void removeTenant() {
    removed = true;
  }

  boolean isEmpty() {
    return changes.isEmpty() && !removed;
  }

  /** Writes it all, or nothing. */
  void commit() {
    if (isEmpty()) {
      return;
    }
    long epoch = tenant.state().epoch();
    RowKey key = Ids.tenantRow(tenant.id);
    if (removed) {
      changes.add(new Change.Delete(key, epoch));
      tenants.store().commit(changes);
      tenants.forget(state.name());
      return;
    }
    if (!manifest.isEmpty()) {
      state = tenants.manifests().with(this, state, manifest);
    }
    TenantState next = state.withEpoch(after(key, epoch));
    put(key, epoch, next.toByteArray());
    tenants.store().commit(changes);
    tenant.seen(next, tenants.nanos());
    if (fresh) {
      tenants.remember(tenant);
    }
  }

  private static long after(RowKey key, long revision) {
    if (revision == Long.MAX_VALUE) {
      throw new TamperedRecord(
          How.PLANTED, "the row " + key + " has the last revision there is; restore the vault");
    }
    return revision + 1;
  }

  private TinkKeyset key() {
    try {
      return tenants.key(tenant, state.generation());
    } catch (GeneralSecurityException e) {
      throw new TamperedRecord(
          How.CHANGED,
          "the data key of the tenant '%s' can't be trusted: %s; restore the vault"
              .formatted(Words.safe(state.name()), e.getMessage()));
    }
  }
}
