package dev.atom.vault;

import dev.atom.vault.store.StoreHealth;
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
   * Tells what opening the store found.
   *
   * @return the health
   */
  public StoreHealth health() {
    core.requireOpen();
    return core.store().health();
  }
}
