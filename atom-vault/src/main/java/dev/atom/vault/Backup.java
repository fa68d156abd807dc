package dev.atom.vault;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.MemoryVaultStore;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.VaultStore;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@link VaultAdmin#backup} wrote, with the key that opens it: to be restored into another store of
 * any kind, or only checked.
 *
 * {@snippet file="dev/atom/vault/BackupGuideTest.java" region="backup"}
 *
 * <p>Guarantees: a part of a backup that was changed, moved, left out, repeated or taken from another
 * backup is refused with {@link BackupDamaged} before it is used, and so is one that was cut. A
 * restore writes the vault's header last: until then {@link Vault#open} refuses the store with
 * {@link VaultCorrupt}, so that an interrupted restore never passes for a vault. Not noticed: that a
 * backup is not the newest; compare {@link BackupReport#taken}.
 *
 * <p>Thread-safe.
 */
public final class Backup {
  private final Kek kek;

  private Backup(Kek kek) {
    this.kek = kek;
  }

  /**
   * Names the master key that the vault had when the backup was made.
   *
   * @param masterKey the key; stays the caller's to close
   * @return how to open a backup
   */
  public static Backup openedBy(MasterKey masterKey) {
    return new Backup(new LocalKek(masterKey, new SecureRandom()));
  }

  /**
   * Names the key service that the vault's master key was in when the backup was made.
   *
   * @param masterKey the service
   * @return how to open a backup
   */
  public static Backup openedBy(KekProvider masterKey) {
    return new Backup(new ProvidedKek(masterKey));
  }

  /**
   * Names the recovery key that the vault was made with, in place of the master key.
   *
   * @param recoveryKey the key; stays the caller's to close
   * @return how to open a backup
   */
  public static Backup openedBy(RecoveryKey recoveryKey) {
    return new Backup(recoveryKey.kek());
  }

  /**
   * Restores a backup. The vault is then to be opened with the same key. If this throws, the store
   * holds no vault; what was written is removed, unless the store failed or the process ended: empty
   * it then and start again. Reads the backup once and needs memory for some hundred rows; takes
   * about as long again to open every row that was written.
   *
   * @param from the backup; not closed
   * @param empty where to; must have no row at all; stays the caller's to close
   * @return what was restored. Problems that the vault had when the backup was made are restored too
   *     and listed: the vault refuses what they concern and gives out the rest
   * @throws IllegalArgumentException if the store isn't empty; nothing was written
   * @throws WrongMasterKey if the backup was made with another key; nothing was written
   * @throws BackupDamaged if it isn't whole and unchanged
   * @throws VaultUnavailable if the stream can't be read or the store failed
   */
  public BackupReport restore(InputStream from, VaultStore empty) {
    BackupRestore.requireEmpty(empty);
    BackupReader reader = new BackupReader(from, empty, kek, new SecureRandom());
    BackupRestore restore = new BackupRestore(empty);
    try {
      reader.read(restore);
      restore.write();
    } catch (BackupDamaged e) {
      BackupReader.clear(empty, Bytes.EMPTY, true);
      throw e;
    }
    TenantCheck check = new TenantCheck();
    Tenants tenants = tenants(empty, reader.roots());
    restore.tenants().forEach(tenant -> check.check(tenants, tenant));
    restore.finish(reader.header());
    return report(reader, check);
  }

  /**
   * Does all that {@link #restore} does except to keep anything: checks the whole backup, opens every
   * row, and compares each tenant's with what the tenant should have. Needs memory for the sealed
   * rows of the largest tenant.
   *
   * @param from the backup; not closed
   * @return what is in it
   * @throws WrongMasterKey if it was made with another key
   * @throws BackupDamaged if it isn't whole and unchanged
   * @throws VaultUnavailable if the stream can't be read
   */
  public BackupReport verify(InputStream from) {
    BackupReader reader = new BackupReader(from, new MemoryVaultStore(), kek, new SecureRandom());
    TenantCheck check = new TenantCheck();
    reader.read(new Verifying(reader.roots(), check));
    return report(reader, check);
  }

  /** Keeps one tenant at a time. */
  private static final class Verifying implements BackupReader.Parts {
    private final Roots roots;
    private final TenantCheck check;
    private final List<Bytes> tenant = new ArrayList<>();
    private BackupRestore rows = new BackupRestore(new MemoryVaultStore());
    private VaultStore store = new MemoryVaultStore();

    private Verifying(Roots roots, TenantCheck check) {
      this.roots = roots;
      this.check = check;
    }

    @Override
    public void begin(Bytes id) {
      tenant.clear();
      tenant.add(id);
      store = new MemoryVaultStore();
      rows = new BackupRestore(store);
      rows.begin(id);
    }

    @Override
    public void rows(List<Row> some) {
      rows.rows(some);
    }

    @Override
    public void again(boolean audit) {
      rows.again(audit);
    }

    @Override
    public void whole() {
      rows.write();
      check.check(tenants(store, roots), tenant.getFirst());
    }
  }

  private static Tenants tenants(VaultStore store, Roots roots) {
    long life = Long.MAX_VALUE;
    return new Tenants(
        store, roots, new Tenants.Bounds(100, life, life, System::nanoTime, Clock.systemUTC()));
  }

  private static BackupReport report(BackupReader reader, TenantCheck check) {
    return new BackupReport(
        reader.id(),
        reader.taken(),
        check.tenants,
        check.shredded,
        check.secrets,
        check.versions,
        check.audits,
        check.problems());
  }

  /**
   * Returns that it opens backups, and nothing of the key.
   *
   * @return always the same text
   */
  @Override
  public String toString() {
    return "Backup[hidden]";
  }
}
