package dev.atom.vault.seal;

import dev.atom.vault.IncompatibleLibrary;
import dev.atom.vault.store.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A pseudorandom function, HMAC-SHA256, under a key derived for one purpose: HMAC-SHA256(key, label).
 * Thread-safe.
 */
public final class Prf {
  /** How many bytes ids and fingerprints have. */
  public static final int SHORT = 16;

  private final Mac ready;

  private Prf(Mac ready) {
    this.ready = ready;
  }

  /** Derives the function of a purpose; the key itself is never used for it. */
  public static Prf of(byte[] key, String purpose) {
    byte[] derived = mac(key).doFinal(purpose.getBytes(StandardCharsets.US_ASCII));
    try {
      return new Prf(mac(derived));
    } finally {
      Arrays.fill(derived, (byte) 0);
    }
  }

  /** The first 16 bytes of the result. */
  public Bytes shorter(byte[] input) {
    return Bytes.of(all(input), 0, SHORT);
  }

  /** All 32 bytes of the result. */
  public byte[] all(byte[] input) {
    try {
      return ((Mac) ready.clone()).doFinal(input);
    } catch (CloneNotSupportedException e) {
      throw new IncompatibleLibrary("the Java runtime's HmacSHA256 can't be copied", e);
    }
  }

  @Override
  public String toString() {
    return "Prf[hidden]";
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IncompatibleLibrary("the Java runtime has no HmacSHA256", e);
    }
  }
}
