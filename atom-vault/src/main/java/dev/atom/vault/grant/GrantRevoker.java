package dev.atom.vault.grant;

import dev.atom.secret.SecretRef;

/** Tells a provider that a grant is given up. Implementations are thread-safe. */
@FunctionalInterface
public interface GrantRevoker {
  /**
   * Revokes a grant at its provider. Called after the grant is destroyed in the vault; also for
   * tokens that a refresh brought meanwhile, which nobody will use.
   *
   * @param ref which grant
   * @param grant its last tokens; overwritten when this returns
   */
  void revoke(SecretRef ref, Grant grant);

  /**
   * Tells nobody.
   *
   * @return the revoker
   */
  static GrantRevoker none() {
    return (ref, grant) -> {};
  }
}
