package dev.atom.vault.seal;

import dev.atom.vault.UnsupportedFormat;
import dev.atom.vault.store.Bytes;
import java.security.SecureRandom;

/**
 * How the master key comes about, as the vault's header says.
 *
 * @param kind {@link #KEYSET} or {@link #PBKDF2_SHA256}
 * @param iterations for a passphrase, else 0
 * @param salt for a passphrase 32 bytes, else none
 */
public record KeyDerivation(int kind, int iterations, Bytes salt) {
  public static final int KEYSET = 0;
  public static final int PBKDF2_SHA256 = 1;
  public static final int SALT_LENGTH = 32;

  /** What a hostile header may cost: some seconds, no memory. */
  public static final int MAX_ITERATIONS = 10_000_000;

  public static KeyDerivation keyset() {
    return new KeyDerivation(KEYSET, 0, Bytes.EMPTY);
  }

  public static KeyDerivation passphrase(int iterations, SecureRandom random) {
    return new KeyDerivation(PBKDF2_SHA256, iterations, salt(random));
  }

  private static Bytes salt(SecureRandom random) {
    byte[] salt = new byte[SALT_LENGTH];
    random.nextBytes(salt);
    return Bytes.wrapping(salt);
  }

  public void write(FieldWriter to) {
    to.u8(kind).u32(iterations).sized(salt);
  }

  public static KeyDerivation read(FieldReader from) throws FieldReader.Malformed {
    KeyDerivation read = new KeyDerivation(from.u8(), from.u32(), from.sized());
    boolean valid =
        switch (read.kind) {
          case KEYSET -> read.iterations == 0 && read.salt.length() == 0;
          case PBKDF2_SHA256 ->
              read.iterations > 0
                  && read.iterations <= MAX_ITERATIONS
                  && read.salt.length() == SALT_LENGTH;
          default ->
              throw new UnsupportedFormat(
                  "the vault's key derivation is of kind "
                      + read.kind
                      + ", which this version doesn't know; use a newer atom-vault");
        };
    if (!valid) {
      throw new FieldReader.Malformed("the parameters of the key derivation are out of range");
    }
    return read;
  }
}
