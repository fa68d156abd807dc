package dev.atom.rules;

import dev.atom.json.Json;
import java.util.List;
import java.util.Locale;

/** Text as rules compare it. */
final class Texts {
  private static final int LONGEST = 80;
  private static final int LONGEST_LIST = 50;

  private Texts() {}

  /** Orders by code point, which differs from the order of chars beyond the basic plane. */
  static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        // A pair may have begun one char before; a surrogate may also stand alone, as what it is.
        int pair = i > 0 ? codePoints(a, b, i - 1) : 0;
        return pair != 0 ? pair : codePoints(a, b, i);
      }
    }
    return a.length() - b.length();
  }

  private static int codePoints(String a, String b, int at) {
    return Integer.compare(a.codePointAt(at), b.codePointAt(at));
  }

  /** The same for texts that differ in case only: lower, so that all sigmas meet, then upper. */
  static String fold(String text) {
    return text.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
  }

  /** A value for people, cut where it is long. */
  static String shown(Json value) {
    String text = value.toString();
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + "…";
  }

  /** Names for people, not all of them where there are many. */
  static String list(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(names.size(), LONGEST_LIST)));
    return names.size() > LONGEST_LIST ? shown + ", …" : shown;
  }
}
