package dev.atom.vault;

import dev.atom.secret.Masked;
import dev.atom.secret.SecretRef;
import java.time.Instant;
import java.util.Optional;

/** One line of a list of secrets: enough for a screen, nothing to use the secret with. */
public sealed interface VaultEntry {
  /**
   * Returns which secret it is.
   *
   * @return the reference
   */
  SecretRef ref();

  /**
   * Returns how often the secret was put or deleted so far.
   *
   * @return counts from 1
   */
  long version();

  /**
   * A secret that opens.
   *
   * @param ref which secret
   * @param version how often it was put or deleted so far
   * @param stored when this version was put
   * @param expires when it ends, if it does; it may be over
   * @param masked what a screen may show
   */
  record Usable(
      SecretRef ref, long version, Instant stored, Optional<Instant> expires, Masked masked)
      implements VaultEntry {}

  /**
   * A secret that doesn't open.
   *
   * @param ref which secret
   * @param version the last version that could be read
   * @param reason the code of the exception that {@code find} throws, such as {@code
   *     "tampered_record"}
   * @param message the same in a sentence
   */
  record Unusable(SecretRef ref, long version, String reason, String message)
      implements VaultEntry {}
}
