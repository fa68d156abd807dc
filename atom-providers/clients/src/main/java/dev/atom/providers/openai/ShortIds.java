package dev.atom.providers.openai;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes ids of tool calls fit for Mistral: nine letters and digits, the same for the same id. */
final class ShortIds {
  private static final int LENGTH = 9;
  private static final int LETTERS_AND_DIGITS = 36;

  private ShortIds() {}

  static String of(String id) {
    return id.matches("[a-zA-Z0-9]{9}") ? id : digest(id);
  }

  private static String digest(String id) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      // 256 bits have 49 digits or, with leading zeros, far more than nine in all practice.
      String digits = new BigInteger(1, hash).toString(LETTERS_AND_DIGITS);
      return ("0".repeat(LENGTH) + digits).substring(digits.length());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
