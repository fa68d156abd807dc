package dev.atom.vault;

import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.vault.seal.KeyDerivation;
import dev.atom.vault.seal.LibraryCheck;
import dev.atom.vault.seal.RecoverySeal;
import dev.atom.vault.store.Bytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A second way into a vault for the day the master key is lost: made once, printed or kept offline.
 * The vault knows only its {@link #recipient}, for which it seals its root key whenever that changes,
 * so the recovery key itself is never needed before that day.
 *
 * <p>HPKE (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM. {@link #toString()} shows nothing.
 * Thread-safe.
 */
public final class RecoveryKey implements AutoCloseable {
  private static final String PREFIX = "ATOM-RECOVERY-1:";

  private final Secret pair;
  private final Bytes publicKey;

  private RecoveryKey(byte[] pair) {
    this.pair = Secret.of(pair);
    this.publicKey = Bytes.of(pair, RecoverySeal.KEY_LENGTH, 2 * RecoverySeal.KEY_LENGTH);
  }

  /**
   * Makes a new key.
   *
   * @return the key, to be written down by {@link #encoded} and closed
   */
  public static RecoveryKey generate() {
    LibraryCheck.run();
    byte[] pair = RecoverySeal.generate();
    try {
      return new RecoveryKey(pair);
    } finally {
      Arrays.fill(pair, (byte) 0);
    }
  }

  /**
   * Reads a key that {@link #encoded} wrote.
   *
   * @param encoded the text; white space around it is dropped
   * @return the key
   * @throws MasterKeyUnusable if it is none
   */
  public static RecoveryKey parse(Secret encoded) {
    LibraryCheck.run();
    return encoded.use(
        PlaintextAccess.granted(),
        bytes -> {
          byte[] pair = decoded(bytes);
          try {
            return new RecoveryKey(pair);
          } finally {
            Arrays.fill(pair, (byte) 0);
          }
        });
  }

  /**
   * Returns the key as a text to print or to keep offline.
   *
   * @return the text, to be closed by the caller
   */
  public Secret encoded() {
    return pair.use(
        PlaintextAccess.granted(),
        bytes -> {
          byte[] text = Base64.getUrlEncoder().withoutPadding().encode(bytes);
          byte[] whole =
              Arrays.copyOf(
                  PREFIX.getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                  PREFIX.length() + text.length);
          System.arraycopy(text, 0, whole, PREFIX.length(), text.length);
          try {
            return Secret.of(whole);
          } finally {
            Arrays.fill(text, (byte) 0);
            Arrays.fill(whole, (byte) 0);
          }
        });
  }

  /**
   * Returns the public half, which a vault is given.
   *
   * @return 64 hexadecimal digits, no secret
   */
  public String recipient() {
    return publicKey.toHex();
  }

  /** Overwrites the key. Closing twice is fine. */
  @Override
  public void close() {
    pair.close();
  }

  /**
   * Returns the kind of key and nothing of it.
   *
   * @return always the same text
   */
  @Override
  public String toString() {
    return "RecoveryKey[hidden]";
  }

  /** Seals a root key for a recipient. */
  static Wrap wrapFor(Bytes recipient, byte[] root, Bytes vaultId, int generation) {
    LibraryCheck.run();
    KeyDerivation none = KeyDerivation.keyset();
    Bytes sealed =
        RecoverySeal.seal(recipient, root, Wrap.associatedData(vaultId, generation, none));
    return new Wrap(Wrap.RECOVERY, none, recipient.toHex(), Bytes.EMPTY, sealed);
  }

  /** This key at work: it only unwraps. */
  Kek kek() {
    return new Kek() {
      @Override
      public Wrap wrap(byte[] root, Bytes vaultId, int generation) {
        return wrapFor(publicKey, root, vaultId, generation);
      }

      @Override
      public boolean suits(Wrap wrap) {
        return wrap.kind() == Wrap.RECOVERY;
      }

      @Override
      public boolean made(Wrap wrap) {
        return wrap.keyId().equals(recipient());
      }

      @Override
      public byte[] unwrap(Wrap wrap, Bytes vaultId, int generation)
          throws GeneralSecurityException {
        byte[] copy = pair.use(PlaintextAccess.granted(), byte[]::clone);
        try {
          return RecoverySeal.open(
              copy, wrap.wrapped(), Wrap.associatedData(vaultId, generation, wrap.derivation()));
        } finally {
          Arrays.fill(copy, (byte) 0);
        }
      }

      @Override
      public String describe() {
        return "a recovery key";
      }
    };
  }

  private static byte[] decoded(byte[] text) {
    int from = 0;
    int to = text.length;
    while (from < to && text[from] <= ' ') {
      from++;
    }
    while (to > from && text[to - 1] <= ' ') {
      to--;
    }
    byte[] prefix = PREFIX.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    boolean prefixed =
        to - from > prefix.length
            && Arrays.equals(text, from, from + prefix.length, prefix, 0, prefix.length);
    byte[] encoded = prefixed ? Arrays.copyOfRange(text, from + prefix.length, to) : new byte[0];
    try {
      byte[] pair = Base64.getUrlDecoder().decode(encoded);
      if (pair.length != 2 * RecoverySeal.KEY_LENGTH) {
        throw new IllegalArgumentException("length");
      }
      return pair;
    } catch (IllegalArgumentException e) {
      // Without the cause: its message shows characters of the key.
      throw new MasterKeyUnusable(
          "this is no recovery key; it begins with " + PREFIX + " and 86 characters follow");
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }
}
