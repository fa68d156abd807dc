package dev.atom.vault;

import dev.atom.vault.Part.Entry;
import dev.atom.vault.TamperedRecord.How;
import dev.atom.vault.TenantState.Link;
import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
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
  private final Map<Integer, TinkKeyset> made = new HashMap<>();
  private TenantState state;
  private long seals;

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
  static TenantChange ofNew(Tenants tenants, String name, Shredded.Start start) {
    Bytes id = tenants.id(name);
    long now = tenants.now();
    TenantState state = TenantState.fresh(name, start.generation(), start.epoch(), now);
    Tenant tenant = new Tenant(id, state, tenants.nanos());
    TenantChange change = new TenantChange(tenants, tenant, true);
    change.newDataKey(start.generation(), List.of());
    return change;
  }

  Tenant tenant() {
    return tenant;
  }

  TenantState state() {
    return state;
  }

  /** Makes a data key, seals what follows with it, and retires those before. */
  void newDataKey(int generation, List<Row> before) {
    // One look at the root keys: the one that wraps must still be the newest when this is written.
    Roots.Opened roots = tenants.roots().opened();
    changes.add(roots.require());
    Row row = tenants.dataKeys().generate(roots, Ids.dataKey(tenant.id, generation));
    changes.add(new Change.Put(row, 0));
    try {
      made.put(generation, tenants.dataKeys().open(row));
      for (Row old : before) {
        Row retired = tenants.dataKeys().rewrapped(roots, old, DataKeys.RETIRED);
        changes.add(new Change.Put(retired, old.revision()));
      }
    } catch (GeneralSecurityException e) {
      if (tenants.roots().opened().revision() != roots.revision()) {
        throw new VaultConflict("the root keys changed meanwhile; try again");
      }
      throw new TamperedRecord(
          How.CHANGED,
          "the data key of the tenant '%s' can't be trusted: %s; restore the vault"
              .formatted(Words.safe(state.name()), e.getMessage()));
    }
    state = state.withKey(new TenantState.ActiveKey(generation, tenants.now(), 0));
    seals = 0;
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
    Row row =
        tenants.seal().seal(key(), state.generation(), key, after(key, expected), name, plain);
    changes.add(new Change.Put(row, expected));
    manifest.put(key, Entry.of(row));
    seals += 2;
    return row;
  }

  /** Seals and writes a row that the manifest doesn't name. */
  Row put(RowKey key, long expected, byte[] plain) {
    return put(key, expected, after(key, expected), plain);
  }

  private Row put(RowKey key, long expected, long revision, byte[] plain) {
    Row row = tenants.seal().seal(key(), state.generation(), key, revision, plain);
    changes.add(new Change.Put(row, expected));
    seals++;
    return row;
  }

  /** Adds a change as it is. */
  void add(Change change) {
    changes.add(change);
  }

  /** Adds an entry to the tenant's audit. */
  void audit(AuditEvent event) {
    long number = state.audit().number() + 1;
    RowKey key = Ids.audit(tenant.id, number);
    Row row = put(key, 0, event.toByteArray());
    state = state.withAudit(new Link(number, AuditEvent.chain(state.audit().chain(), row)));
  }

  /** Takes over what a change of the audit's begin or the like has made of the state. */
  void state(TenantState changed) {
    state = changed;
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /** Writes it all, or nothing. */
  void commit() {
    if (isEmpty()) {
      return;
    }
    long epoch = tenant.state().epoch();
    if (!manifest.isEmpty()) {
      state = tenants.manifests().with(this, state, manifest);
    }
    RowKey key = Ids.tenantRow(tenant.id);
    TenantState next = state.withSeals(seals + 1).withEpoch(after(key, epoch));
    put(key, fresh ? 0 : epoch, next.epoch(), next.toByteArray());
    tenants.store().commit(changes);
    tenant.keys.putAll(made);
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
    TinkKeyset own = made.get(state.generation());
    if (own != null) {
      return own;
    }
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
