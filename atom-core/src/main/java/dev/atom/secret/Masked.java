package dev.atom.secret;

import java.nio.charset.StandardCharsets;

/**
 * What a screen may show of a secret. No API of Atom accepts it as a secret, so a mask can't be
 * stored back. Immutable and thread-safe.
 */
public final class Masked {
  private static final String DOTS = "••••";
  private static final int LONG_ENOUGH = 16;
  private static final int SHOWN = 4;

  private final String text;

  private Masked(String text) {
    this.text = text;
  }

  /**
   * Returns a mask that shows nothing, for screens that should not even see the last characters.
   *
   * @return four dots
   */
  public static Masked hidden() {
    return new Masked(DOTS);
  }

  static Masked of(byte[] plain) {
    if (plain.length < LONG_ENOUGH) {
      return hidden();
    }
    for (int i = plain.length - SHOWN; i < plain.length; i++) {
      if (plain[i] <= ' ' || plain[i] > '~') {
        return hidden();
      }
    }
    String end = new String(plain, plain.length - SHOWN, SHOWN, StandardCharsets.US_ASCII);
    return new Masked(DOTS + end);
  }

  /**
   * Returns the text for the screen.
   *
   * @return four dots and at most four characters of the secret
   */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
