package dev.atom.vault;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a vault's keys are changed and destroyed while it is in use. The {@link AccessPolicy} is asked
 * for {@link AuditAction#ROTATE_MASTER_KEY} and {@link AuditAction#SHRED}, and for {@link
 * AuditAction#ROTATE_DATA_KEY} of a tenant, or of the vault for all tenants.
 *
 * <p>Which one: a master key that is old or may have leaked, {@link #masterKey(MasterKey)}; a master
 * key that is lost, the same on a vault that was opened with the recovery key; a master key and a copy
 * of the store that leaked, {@link #masterKey(MasterKey)} with {@link MasterKeyRotation#oldKeyLeaked},
 * then {@link #dataKeys}, then new secrets from the providers; a tenant that leaves, {@link #shred}.
 *
 * <p>Thread-safe; what it returns is used by one thread.
 */
public final class Rotation {
  private static final long LAST_EPOCH = 1L << 62;

  private final VaultCore core;
  private final String actor;

  Rotation(VaultCore core, String actor) {
    this.core = core;
    this.actor = actor;
  }

  /**
   * Prepares a change to another master key, or to a new root key under the same one.
   *
   * @param newKey the key; stays open until the change was begun
   * @return the change, of which nothing is done yet
   * @throws AccessRefused if the policy says no
   */
  public MasterKeyRotation masterKey(MasterKey newKey) {
    return masterKey(Optional.of(new LocalKek(newKey, core.roots().random())));
  }

  /**
   * Prepares a change to a master key in a host's key service.
   *
   * @param newKey the key service; used as long as the vault is open
   * @return the change, of which nothing is done yet
   * @throws AccessRefused if the policy says no
   */
  public MasterKeyRotation masterKey(KekProvider newKey) {
    return masterKey(Optional.of(new ProvidedKek(newKey)));
  }

  /**
   * Returns a change of the master key that was begun and not finished, to be brought to its end: the
   * new key is not needed for that.
   *
   * @return the change; empty if none is under way
   * @throws AccessRefused if the policy says no
   */
  public Optional<MasterKeyRotation> unfinished() {
    MasterKeyRotation rotation = masterKey(Optional.empty());
    return RootChange.underWay(core.roots().opened().header())
        ? Optional.of(rotation)
        : Optional.empty();
  }

  /**
   * Prepares a change of one tenant's data key.
   *
   * @param tenant whose; empty for the vault's own
   * @return the change, of which nothing is done yet
   * @throws AccessRefused if the policy says no
   */
  public DataKeyRotation dataKey(String tenant) {
    core.require(actor, AuditAction.ROTATE_DATA_KEY, tenant, Optional.empty());
    return new DataKeyRotation(core, actor, tenant, OptionalLong.empty());
  }

  /**
   * Prepares a change of all data keys that were made before some time.
   *
   * @param madeBefore the time; give the same again to go on after a crash
   * @return the change, of which nothing is done yet
   * @throws AccessRefused if the policy says no
   */
  public DataKeysRotation dataKeys(Instant madeBefore) {
    core.require(actor, AuditAction.ROTATE_DATA_KEY, "", Optional.empty());
    return new DataKeysRotation(core, actor, madeBefore);
  }

  /**
   * Destroys a tenant's data keys, and with them all it has, its audit included. From the first commit
   * on nothing of it opens any more: in this process at once, in another when it looks at the store
   * again, see {@link VaultBuilder#freshness}. Then its rows are deleted in small commits; after a
   * crash call this again, or {@link #finishShredding}, or just put something: a new tenant of that
   * name begins with nothing of the old one. Written into the vault's own audit. A tenant whose record
   * can't be trusted is shredded too.
   *
   * @param tenant whose
   * @return what was done
   * @throws IllegalArgumentException if it is empty: the vault's own record can't be shredded
   * @throws AccessRefused if the policy says no
   * @throws VaultException if something can't be written; shred again
   */
  public ShredReport shred(String tenant) {
    if (tenant.isEmpty()) {
      throw new IllegalArgumentException("the vault's own record can't be shredded");
    }
    core.require(actor, AuditAction.SHRED, tenant, Optional.empty());
    Bytes id = core.tenants.id(tenant);
    Destroyed destroyed;
    try {
      destroyed = core.changeVault(vault -> destroy(vault, tenant, id));
    } finally {
      core.tenants.forget(tenant);
    }
    core.tenants.forget(tenant, id, destroyed.epoch());
    return new ShredReport(tenant, destroyed.keys(), purge(id));
  }

  /**
   * Deletes what interrupted shreddings have left. None of it opens.
   *
   * @return how many rows were deleted
   * @throws AccessRefused if the policy says no
   */
  public long finishShredding() {
    core.require(actor, AuditAction.SHRED, "", Optional.empty());
    return core.tenants.shredded().left().stream().mapToLong(this::purge).sum();
  }

  private MasterKeyRotation masterKey(Optional<Kek> newKey) {
    core.require(actor, AuditAction.ROTATE_MASTER_KEY, "", Optional.empty());
    return new MasterKeyRotation(core, actor, newKey);
  }

  /**
   * What was destroyed.
   *
   * @param keys how many data keys
   * @param epoch the tenant's last
   */
  private record Destroyed(int keys, long epoch) {}

  private Destroyed destroy(TenantChange vault, String tenant, Bytes id) {
    Optional<Row> record = core.store().get(Ids.tenantRow(id));
    List<Row> all = core.tenants.shredded().keys(id);
    List<Row> alive = all.stream().filter(row -> epoch(row) < 0).toList();
    long epoch = all.stream().mapToLong(this::epoch).max().orElse(0);
    if (alive.isEmpty() && record.isEmpty()) {
      return new Destroyed(0, Math.max(0, epoch));
    }
    // What the row says of itself is enough: the next tenant of that name goes on from there.
    long last =
        Math.max(Math.max(0, epoch), Math.min(LAST_EPOCH, record.map(Row::revision).orElse(0L)));
    Roots.Opened now = core.roots().opened();
    vault.add(now.require());
    for (Row row : alive) {
      vault.add(
          new Change.Put(
              core.tenants.dataKeys().tombstone(now, row.key(), row.revision() + 1, last),
              row.revision()));
    }
    if (all.isEmpty()) {
      RowKey first = Ids.dataKey(id, 1);
      vault.add(new Change.Put(core.tenants.dataKeys().tombstone(now, first, 1, last), 0));
    }
    vault.add(
        record.isPresent()
            ? new Change.Delete(Ids.tenantRow(id), record.get().revision())
            : new Change.Require(Ids.tenantRow(id), 0));
    vault.audit(
        AuditEvent.ofTenant(
            core.now(),
            actor,
            AuditAction.SHRED,
            "tenant '" + Words.safe(tenant) + "': " + alive.size() + " data keys destroyed"));
    return new Destroyed(alive.size(), last);
  }

  /** The epoch in a tombstone; -1 if the key was not destroyed. */
  private long epoch(Row dataKey) {
    try {
      return core.tenants.dataKeys().epoch(dataKey);
    } catch (GeneralSecurityException | UnsupportedFormat e) {
      return -1;
    }
  }

  private long purge(Bytes id) {
    try {
      return core.tenants.shredded().purge(id);
    } catch (VaultConflict e) {
      if (core.store().get(Ids.tenantRow(id)).isEmpty()) {
        throw e;
      }
      // Somebody has put something for a new tenant of that name, and purged first.
      return 0;
    }
  }
}
