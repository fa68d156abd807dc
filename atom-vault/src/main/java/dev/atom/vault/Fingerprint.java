package dev.atom.vault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keyed fingerprints: equal secrets of one tenant and provider are seen to be equal, no more. */
final class Fingerprint {
  private static final int LENGTH = 16;
  private static final byte[] LABEL =
      "atom-vault/fingerprint/1".getBytes(StandardCharsets.US_ASCII);

  private Fingerprint() {}

  /** Derives the fingerprint key from a data key, which itself is never used for it. */
  static byte[] keyFrom(byte[] dataKey) {
    return hmac(dataKey, LABEL);
  }

  static String of(byte[] key, String provider, byte[] plain) {
    byte[] prefix = new FieldWriter().text(provider).toByteArray();
    byte[] input = Arrays.copyOf(prefix, prefix.length + plain.length);
    System.arraycopy(plain, 0, input, prefix.length, plain.length);
    try {
      return HexFormat.of().formatHex(hmac(key, input), 0, LENGTH);
    } finally {
      Arrays.fill(input, (byte) 0);
    }
  }

  private static byte[] hmac(byte[] key, byte[] input) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IncompatibleLibrary("the Java runtime has no HmacSHA256", e);
    }
  }
}
