package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.index.TextKeys;
import java.util.List;

/** Text as rules compare it. */
final class Texts {
  private static final int LONGEST = 80;
  private static final int LONGEST_LIST = 50;

  private Texts() {}

  /** Orders by code point, which differs from the order of chars beyond the basic plane. */
  static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean beyond = Character.isSurrogate(x);
        return beyond == Character.isSurrogate(y) ? x - y : beyond ? 1 : -1;
      }
    }
    return a.length() - b.length();
  }

  /** The same for texts that differ in case only: lower, so that all sigmas meet, then upper. */
  static String fold(String text) {
    return TextKeys.fold(text);
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
