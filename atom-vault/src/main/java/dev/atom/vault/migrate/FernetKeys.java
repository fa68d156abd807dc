package dev.atom.vault.migrate;

import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.vault.ImportUnreadable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opens Fernet tokens, as pyca/cryptography's {@code Fernet} and {@code MultiFernet} make them: for
 * import only, so there is no way to make one.
 *
 * {@snippet file="dev/atom/vault/migrate/MigrationGuideTest.java" region="fernet"}
 *
 * <p>A token is Base64 in the alphabet for addresses, padded, of: the byte 0x80; eight bytes of time,
 * which say nothing about data at rest and are passed over; 16 bytes of initialisation vector;
 * AES-128-CBC with PKCS #7 padding; 32 bytes of HMAC-SHA256 over all before. A key is Base64 of 16
 * bytes for the HMAC and 16 for AES. White space anywhere, line ends included, and the alphabet with
 * {@code +} and {@code /} are accepted, as pyca does; everything else that is not to the letter is
 * refused.
 *
 * <p>Guarantees: nothing is decrypted before the HMAC was found right, compared in constant time; no
 * exception shows a token, a key or a text; every array that held plain text or a key is overwritten,
 * except for the copy of a key that Java's cipher keeps while one token is opened.
 *
 * <p>Thread-safe, except for {@link #close()}.
 */
public final class FernetKeys implements AutoCloseable {
  private static final byte VERSION = (byte) 0x80;
  private static final int HEAD = 1 + 8;
  private static final int BLOCK = 16;
  private static final int TEXT_AT = HEAD + BLOCK;
  private static final int TAG = 32;
  private static final int SHORTEST = TEXT_AT + BLOCK + TAG;
  private static final int HALF_KEY = 16;

  private final List<byte[]> keys;

  private FernetKeys(List<byte[]> keys) {
    this.keys = keys;
  }

  /**
   * Returns the keys that a text holds, as it stands in a host's settings: one, or several with
   * commas between them, which are tried in their order.
   *
   * @param text the keys, the newest first; stays the caller's to close
   * @return the keys, to be closed
   * @throws ImportUnreadable if one of them is no Fernet key
   */
  public static FernetKeys of(Secret text) {
    return of(List.of(text));
  }

  /**
   * Returns several keys, which are tried in this order.
   *
   * @param texts the keys, the newest first, each as {@link #of(Secret)} takes it; stay the caller's
   *     to close
   * @return the keys, to be closed
   * @throws ImportUnreadable if one of them is no Fernet key, or there is none
   */
  public static FernetKeys of(List<Secret> texts) {
    FernetKeys all = new FernetKeys(new ArrayList<>());
    boolean whole = false;
    try {
      for (Secret text : texts) {
        text.use(PlaintextAccess.granted(), all::add);
      }
      if (all.keys.isEmpty()) {
        throw new ImportUnreadable(
            "there is no Fernet key; give the one that tokens were made with");
      }
      whole = true;
      return all;
    } finally {
      if (!whole) {
        all.close();
      }
    }
  }

  private int add(byte[] text) {
    int from = 0;
    for (int i = 0; i <= text.length; i++) {
      if (i == text.length || text[i] == ',') {
        byte[] one = Arrays.copyOfRange(text, from, i);
        try {
          keys.add(key(one));
        } finally {
          Arrays.fill(one, (byte) 0);
        }
        from = i + 1;
      }
    }
    return keys.size();
  }

  private byte[] key(byte[] text) {
    byte[] key = decoded(text).orElseThrow(this::noKey);
    if (key.length != 2 * HALF_KEY) {
      Arrays.fill(key, (byte) 0);
      throw noKey();
    }
    return key;
  }

  private ImportUnreadable noKey() {
    return new ImportUnreadable(
        "number "
            + (keys.size() + 1)
            + " of the Fernet keys is none; a key is the Base64 of 32 bytes, 44 characters long");
  }

  /**
   * Returns how many keys are tried.
   *
   * @return 1 or more
   */
  public int size() {
    return keys.size();
  }

  /**
   * Opens a token.
   *
   * @param token the token
   * @return what is in it, to be closed by the caller
   * @throws ImportUnreadable if it is no token, none of the keys made it, or nothing is in it
   * @throws IllegalStateException if the keys are closed
   */
  public Secret decrypt(String token) {
    return decrypt(token.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Opens a token.
   *
   * @param token the token, its Base64 as bytes; only read
   * @return what is in it, to be closed by the caller
   * @throws ImportUnreadable if it is no token, none of the keys made it, or nothing is in it
   * @throws IllegalStateException if the keys are closed
   */
  public Secret decrypt(byte[] token) {
    return open(token)
        .orElseThrow(
            () ->
                new ImportUnreadable("the Fernet token holds nothing; there is nothing to import"));
  }

  /** Opens a token; empty if nothing is in it. */
  Optional<Secret> open(byte[] token) {
    if (keys.isEmpty()) {
      throw new IllegalStateException("the Fernet keys are closed");
    }
    byte[] whole = decoded(token).orElseThrow(FernetKeys::noToken);
    int cipherText = whole.length - TEXT_AT - TAG;
    if (whole.length < SHORTEST || whole[0] != VERSION || cipherText % BLOCK != 0) {
      throw noToken();
    }
    for (byte[] key : keys) {
      if (isMadeBy(key, whole)) {
        return opened(key, whole);
      }
    }
    throw noneOpens();
  }

  private static boolean isMadeBy(byte[] key, byte[] token) {
    int length = token.length - TAG;
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, 0, HALF_KEY, "HmacSHA256"));
      mac.update(token, 0, length);
      byte[] told = Arrays.copyOfRange(token, length, token.length);
      return MessageDigest.isEqual(mac.doFinal(), told);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }

  /** The padding is taken off here, so that the cipher writes into an array that is known. */
  private Optional<Secret> opened(byte[] key, byte[] token) {
    int length = token.length - TEXT_AT - TAG;
    byte[] padded = new byte[length];
    byte[] plain = new byte[0];
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(key, HALF_KEY, HALF_KEY, "AES"),
          new IvParameterSpec(token, HEAD, BLOCK));
      cipher.doFinal(token, TEXT_AT, length, padded, 0);
      plain = Arrays.copyOf(padded, lengthWithoutPadding(padded));
      return plain.length == 0 ? Optional.empty() : Optional.of(Secret.of(plain));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES in CBC mode", e);
    } finally {
      Arrays.fill(padded, (byte) 0);
      Arrays.fill(plain, (byte) 0);
    }
  }

  private int lengthWithoutPadding(byte[] padded) {
    int count = padded[padded.length - 1];
    if (count < 1 || count > BLOCK) {
      throw noneOpens();
    }
    for (int i = padded.length - count; i < padded.length; i++) {
      if (padded[i] != count) {
        throw noneOpens();
      }
    }
    return padded.length - count;
  }

  /** Java's decoder lets through what is not to the letter: then the text differs from what it should be. */
  private static Optional<byte[]> decoded(byte[] text) {
    byte[] clean = new byte[text.length];
    int length = 0;
    for (byte b : text) {
      if (b != ' ' && (b < '\t' || b > '\r')) {
        clean[length++] = b == '+' ? (byte) '-' : b == '/' ? (byte) '_' : b;
      }
    }
    byte[] encoded = Arrays.copyOf(clean, length);
    Arrays.fill(clean, (byte) 0);
    byte[] bytes = new byte[0];
    byte[] again = new byte[0];
    boolean exact = false;
    try {
      bytes = Base64.getUrlDecoder().decode(encoded);
      again = Base64.getUrlEncoder().encode(bytes);
      exact = MessageDigest.isEqual(encoded, again);
      return exact ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      // The cause stays behind: its message quotes a character.
      return Optional.empty();
    } finally {
      Arrays.fill(encoded, (byte) 0);
      Arrays.fill(again, (byte) 0);
      if (!exact) {
        Arrays.fill(bytes, (byte) 0);
      }
    }
  }

  private static ImportUnreadable noToken() {
    return new ImportUnreadable(
        "the text is no Fernet token; it is cut off, changed, or not encrypted at all");
  }

  private ImportUnreadable noneOpens() {
    return new ImportUnreadable(
        "the Fernet token was changed, or made with none of the "
            + keys.size()
            + " keys; add the key that made it");
  }

  /** Overwrites the keys; afterwards no token is opened. Closing twice is fine. */
  @Override
  public void close() {
    keys.forEach(key -> Arrays.fill(key, (byte) 0));
    keys.clear();
  }

  @Override
  public String toString() {
    return "FernetKeys[" + keys.size() + "]";
  }
}
