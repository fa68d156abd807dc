package dev.atom.vault;

import dev.atom.secret.Masked;
import dev.atom.secret.SecretRef;
import java.util.Optional;

/** One line of a list of secrets: enough for a screen, nothing to use the secret with. */
public sealed interface VaultEntry {
  /**
   * A secret that opens.
   *
   * @param info all of it but itself
   * @param masked what a screen may show
   */
  record Usable(SecretInfo info, Masked masked) implements VaultEntry {}

  /**
   * A secret that doesn't open.
   *
   * @param ref which secret; empty if not even its name could be read
   * @param row the id of its row in hexadecimal
   * @param reason the code of the exception that {@code find} throws, such as {@code
   *     "tampered_record"}
   * @param message the same in a sentence
   */
  record Unusable(Optional<SecretRef> ref, String row, String reason, String message)
      implements VaultEntry {}
}
