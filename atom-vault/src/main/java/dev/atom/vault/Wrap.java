package dev.atom.vault;

import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.seal.KeyDerivation;
import dev.atom.vault.store.Bytes;

/**
 * A root key as one master key wraps it.
 *
 * @param kind which sort of master key
 * @param derivation how a passphrase becomes the key; the keyset's for all other kinds
 * @param keyId the provider's name of its key, or the recovery recipient in hexadecimal; else empty
 * @param check a known text sealed by the same key, which tells a wrong key from a changed wrap
 * @param wrapped the root key, wrapped
 */
record Wrap(int kind, KeyDerivation derivation, String keyId, Bytes check, Bytes wrapped) {
  static final int LOCAL = 0;
  static final int PROVIDER = 1;
  static final int RECOVERY = 2;

  void write(FieldWriter to) {
    to.u8(kind);
    derivation.write(to);
    to.text(keyId).sized(check).sized(wrapped);
  }

  static Wrap read(FieldReader from) throws FieldReader.Malformed {
    int kind = from.u8();
    if (kind > RECOVERY) {
      throw new UnsupportedFormat(
          "the vault has a master key of kind " + kind + "; use a newer atom-vault");
    }
    return new Wrap(kind, KeyDerivation.read(from), from.text(), from.sized(), from.sized());
  }

  /** What a wrap is bound to. */
  static byte[] associatedData(Bytes vaultId, int generation, KeyDerivation derivation) {
    FieldWriter data = new FieldWriter().text("atom-vault/root/2").fixed(vaultId).u32(generation);
    derivation.write(data);
    return data.toByteArray();
  }
}
