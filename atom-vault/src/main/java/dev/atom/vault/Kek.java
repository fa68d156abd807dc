package dev.atom.vault;

import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import java.security.GeneralSecurityException;

/** A master key at work: wraps root keys and unwraps them. Thread-safe. */
interface Kek {
  /** Wraps a root key, given as a serialized keyset. */
  Wrap wrap(byte[] root, Bytes vaultId, int generation);

  /** Whether a wrap is of this key's kind, so that it is worth a try. */
  boolean suits(Wrap wrap);

  /** Whether this key made the wrap: opens its check value, or knows its own name. */
  boolean made(Wrap wrap);

  /**
   * Unwraps a root key of a wrap that {@link #made} says yes to, serialized; the caller wipes it.
   *
   * @throws GeneralSecurityException if the wrap was changed
   * @throws WrongMasterKey if it was made by another key after all
   */
  byte[] unwrap(Wrap wrap, Bytes vaultId, int generation) throws GeneralSecurityException;

  /** In words, for messages: "a master key", "the key ... of a key service". */
  String describe();

  /** Reads a serialized root key. */
  static TinkKeyset keyset(byte[] root) throws GeneralSecurityException {
    return TinkKeyset.of(root);
  }
}
