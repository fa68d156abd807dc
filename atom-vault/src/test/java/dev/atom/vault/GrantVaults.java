package dev.atom.vault;

import dev.atom.vault.store.VaultStore;
import java.time.Clock;
import java.util.function.LongSupplier;

/** Opens vaults for the tests of grants, which are in a package of their own. */
public final class GrantVaults {
  private GrantVaults() {}

  public static Vault open(VaultStore store, Clock clock, LongSupplier nanos, AccessPolicy policy) {
    return Vault.newBuilder(store, Fixture.KEY).clock(clock).nanos(nanos).policy(policy).open();
  }
}
