package dev.atom.vault;

import dev.atom.vault.store.StoreHealth;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * What an operator does with a vault as a whole, while it is in use. The vault's {@link AccessPolicy}
 * is not asked: give this only to code that may do everything. Thread-safe.
 */
public final class VaultAdmin {
  private final VaultCore core;
  private final String actor;

  VaultAdmin(VaultCore core, String actor) {
    this.core = core;
    this.actor = actor;
  }

  /**
   * Names every tenant, in no particular order. Those that come or go meanwhile are named or not.
   *
   * @param consumer is given each name
   * @throws TamperedRecord if a tenant's record can't be trusted
   */
  public void tenants(Consumer<String> consumer) {
    core.requireOpen();
    core.eachTenant(consumer);
  }

  /**
   * Looks at every row, while the vault is in use: whether each opens, is the one its tenant names,
   * and whether the audit is whole.
   *
   * @return what is wrong
   */
  public VaultReport verify() {
    core.requireOpen();
    core.accesses.flush();
    return new Verifier(core).all();
  }

  /**
   * Looks at every row of one tenant.
   *
   * @param tenant whose
   * @return what is wrong
   * @throws TamperedRecord if the tenant's record is gone
   */
  public VaultReport verify(String tenant) {
    core.requireOpen();
    core.accesses.flush();
    return new Verifier(core).of(tenant);
  }

  /**
   * Destroys what was deleted long enough ago and drops old entries of the audit, tenant by tenant in
   * small commits. May be stopped and begun again.
   *
   * @param retention how long what is kept
   * @return what was done
   */
  public Retention.Swept sweep(Retention retention) {
    core.requireOpen();
    Sweep sweep = new Sweep(core, actor, retention);
    core.eachTenant(sweep::tenant);
    return sweep.swept();
  }

  /**
   * Writes all rows as they are, sealed, while the vault is in use. Whoever has the backup alone has
   * no secret; who has the master key too has all. Each tenant is as it was at one moment, tenants
   * one after the other: its rows are copied, and copied again if a commit came between. After three
   * tries changes of the tenant by this process wait for the copy, which lasts as long as the stream
   * takes it. {@link Backup} restores and checks. Noted in the audit before anything is written.
   *
   * @param to where to; flushed, not closed
   * @return what was written
   * @throws VaultConflict if other processes change a tenant all the time, so that it can't be copied
   *     in 50 tries more; what was written is of no use then
   * @throws VaultUnavailable if the stream or the store failed; what was written is of no use then
   */
  public BackupReport backup(OutputStream to) {
    core.requireOpen();
    core.accesses.flush();
    BackupWriter writer = new BackupWriter(core.tenants, to);
    core.auditVault(
        AuditEvent.ofTenant(core.now(), actor, AuditAction.EXPORT, "backup " + writer.id()));
    return writer.write();
  }

  /**
   * Tells what opening the store found.
   *
   * @return the health
   */
  public StoreHealth health() {
    core.requireOpen();
    return core.store().health();
  }
}
