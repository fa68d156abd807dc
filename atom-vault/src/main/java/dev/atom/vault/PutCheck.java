package dev.atom.vault;

import dev.atom.secret.SecretRef;
import java.nio.charset.StandardCharsets;

/** What a vault refuses to keep. */
final class PutCheck {
  /** The longest name of an actor, or names of a secret together, in characters. */
  static final int LONGEST_NAME = 4_000;

  private static final byte[] DOTS = "••••".getBytes(StandardCharsets.UTF_8);

  private PutCheck() {}

  /** Refuses names that are too long. */
  static void requireNames(SecretRef ref) {
    int length =
        ref.tenant().length()
            + ref.user().map(String::length).orElse(0)
            + ref.provider().length()
            + ref.name().length();
    if (length > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "the names of a secret have together at most "
              + LONGEST_NAME
              + " characters, not "
              + length);
    }
  }

  /** Refuses what is too long, and a mask that came back from a screen. */
  static boolean requirePlain(byte[] plain) {
    if (plain.length > OpenedSecret.LONGEST) {
      throw new IllegalArgumentException(
          "a secret has at most " + OpenedSecret.LONGEST + " bytes, not " + plain.length);
    }
    boolean mask =
        plain.length >= DOTS.length
            && java.util.Arrays.equals(plain, 0, DOTS.length, DOTS, 0, DOTS.length);
    if (mask) {
      throw new IllegalArgumentException(
          "this is what a screen shows in place of a secret, not a secret; leave the stored one as"
              + " it is");
    }
    return true;
  }
}
