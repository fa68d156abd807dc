package dev.atom.vault.migrate;

import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.Vault;
import java.util.Optional;

/** Where imported keys go. */
public interface ImportTarget {
  /**
   * Finds what is there.
   *
   * @param ref which secret
   * @return a copy, which the caller closes; empty if there is none
   * @throws dev.atom.AtomException if there is one but it can't be opened
   */
  Optional<Secret> find(SecretRef ref);

  /**
   * Keeps a secret. Returns when it would survive a crash.
   *
   * @param ref where
   * @param secret stays the caller's to close
   * @throws dev.atom.AtomException if it can't be kept
   * @throws IllegalArgumentException if it is no secret that can be kept, such as one too long
   */
  void put(SecretRef ref, Secret secret);

  /**
   * Returns a vault as a target.
   *
   * @param vault stays the caller's to close
   * @return the target
   */
  static ImportTarget vault(Vault vault) {
    return new ImportTarget() {
      @Override
      public Optional<Secret> find(SecretRef ref) {
        return vault.find(ref);
      }

      @Override
      public void put(SecretRef ref, Secret secret) {
        vault.put(ref, secret);
      }
    };
  }
}
