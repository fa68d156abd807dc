package dev.atom.ledger;

import java.nio.charset.StandardCharsets;

/** What every ledger can keep and give back unchanged, checked once where records are made. */
final class Text {
  static final int LONGEST = 200;

  private Text() {}

  /** Refuses what is blank or too long, half surrogate pairs and NUL; the value is not repeated. */
  static String checked(String what, String value) {
    if (value.isBlank() || value.length() > LONGEST) {
      throw new IllegalArgumentException(
          what
              + " has 1 to "
              + LONGEST
              + " characters and is not blank; this one has "
              + value.length());
    }
    if (value.indexOf(0) >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new IllegalArgumentException(
          what + " holds the character NUL or half a surrogate pair; it is no text");
    }
    return value;
  }

  /** Replaces what {@link #checked} refuses: no reason may keep a record from being booked. */
  static String readable(String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        .replace('\0', '\uFFFD');
  }
}
