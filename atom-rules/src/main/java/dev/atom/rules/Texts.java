package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.index.TextKeys;
import java.util.List;

/** Text as rules compare it. */
final class Texts {
  private static final int LONGEST = 80;
  private static final int LONGEST_LIST = 50;
  private static final int SHORT = 32;

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
    return TextKeys.fold(text);
  }

  /** A value for people, cut where it is long. */
  static String shown(Json value) {
    return cut(value.toString(), LONGEST);
  }

  /** At most so many characters of a text. */
  static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end) + "…";
  }

  /**
   * Whether a part is in a text. Takes time linear in both for long parts too, where the JDK's search
   * takes their product: the search of Knuth, Morris and Pratt (1977).
   */
  static boolean contains(String text, String part) {
    if (part.length() <= SHORT || part.length() > text.length()) {
      return text.contains(part);
    }
    int[] borders = borders(part);
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      at = next(part, borders, at, text.charAt(i));
      if (at == part.length()) {
        return true;
      }
    }
    return false;
  }

  /** For each beginning of the part, the length of its longest end that is a beginning as well. */
  private static int[] borders(String part) {
    int[] borders = new int[part.length()];
    int at = 0;
    for (int i = 1; i < part.length(); i++) {
      at = next(part, borders, at, part.charAt(i));
      borders[i] = at;
    }
    return borders;
  }

  private static int next(String part, int[] borders, int matched, char c) {
    int at = matched;
    while (at > 0 && part.charAt(at) != c) {
      at = borders[at - 1];
    }
    return part.charAt(at) == c ? at + 1 : at;
  }

  /** Names for people, not all of them where there are many. */
  static String list(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(names.size(), LONGEST_LIST)));
    return names.size() > LONGEST_LIST ? shown + ", …" : shown;
  }
}
