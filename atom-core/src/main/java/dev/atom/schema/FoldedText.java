package dev.atom.schema;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * A text in which quotes are found whatever their case, white space, typographic signs and the
 * grouping of their numbers. Remembers where each character came from, so that what is found can be
 * shown as it was written.
 */
final class FoldedText {
  private final String original;
  private final String folded;
  private final int[] origins;

  private FoldedText(String original, String folded, int[] origins) {
    this.original = original;
    this.folded = folded;
    this.origins = origins;
  }

  static FoldedText of(String text) {
    StringBuilder folded = new StringBuilder();
    int[] origins = new int[2 * text.length() + 16];
    for (int at = 0; at < text.length(); ) {
      int next = endOfCharacter(text, at);
      String piece = groups(text, at) ? "" : fold(text.substring(at, next));
      if (piece.equals(" ") && (folded.isEmpty() || folded.charAt(folded.length() - 1) == ' ')) {
        piece = "";
      }
      if (folded.length() + piece.length() > origins.length) {
        origins = java.util.Arrays.copyOf(origins, 2 * origins.length + piece.length());
      }
      for (int i = 0; i < piece.length(); i++) {
        origins[folded.length() + i] = at;
      }
      folded.append(piece);
      at = next;
    }
    if (!folded.isEmpty() && folded.charAt(folded.length() - 1) == ' ') {
      folded.setLength(folded.length() - 1);
    }
    return new FoldedText(text, folded.toString(), origins);
  }

  /** Tells whether nothing but white space is left. */
  boolean isEmpty() {
    return folded.isEmpty();
  }

  boolean sameAs(FoldedText other) {
    return folded.equals(other.folded);
  }

  /**
   * Finds a quote that begins and ends at the border of a word or number, so that "5" is not found
   * in "150" or "1.5".
   *
   * @return the words as they stand in this text
   */
  Optional<String> find(FoldedText quote) {
    String wanted = quote.folded;
    for (int at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) {
      int end = at + wanted.length();
      if (border(at) && border(end)) {
        int last = origins[end - 1];
        return Optional.of(original.substring(origins[at], endOfCharacter(original, last)));
      }
    }
    return Optional.empty();
  }

  private boolean border(int at) {
    if (at == 0 || at == folded.length()) {
      return true;
    }
    int left = folded.codePointBefore(at);
    int right = folded.codePointAt(at);
    boolean fractionBefore = left == '.' && at > 1 && digit(folded.charAt(at - 2)) && digit(right);
    boolean fractionBehind =
        right == '.' && digit(left) && at + 1 < folded.length() && digit(folded.charAt(at + 1));
    boolean fraction = fractionBefore || fractionBehind;
    return !fraction && !(inWord(left) && inWord(right));
  }

  private static boolean digit(int character) {
    return character >= '0' && character <= '9';
  }

  /** Scripts that are written without spaces have no borders to look at. */
  private static boolean inWord(int character) {
    return Character.isLetterOrDigit(character)
        && switch (UnicodeScript.of(character)) {
          case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> false;
          default -> true;
        };
  }

  /** The end of the character at an index, with the accents that stand behind it. */
  private static int endOfCharacter(String text, int at) {
    int end = at + Character.charCount(text.codePointAt(at));
    while (end < text.length()
        && Character.getType(text.codePointAt(end)) == Character.NON_SPACING_MARK) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  /** Tells whether a comma stands between groups of digits, as in 1,000. */
  private static boolean groups(String text, int at) {
    return text.charAt(at) == ','
        && at > 0
        && at + 3 < text.length()
        && digit(text.charAt(at - 1))
        && digit(text.charAt(at + 1))
        && digit(text.charAt(at + 2))
        && digit(text.charAt(at + 3))
        && (at + 4 == text.length() || !digit(text.charAt(at + 4)));
  }

  private static String fold(String character) {
    String plain = Normalizer.normalize(character, Normalizer.Form.NFKC);
    int first = plain.isEmpty() ? ' ' : plain.codePointAt(0);
    if (Character.isWhitespace(first) || Character.isSpaceChar(first)) {
      return " ";
    }
    return switch (first) {
      case '‘', '’', '‛', '`', '´' -> "'";
      case '“', '”', '„', '«', '»' -> "\"";
      case '‐', '‑', '‒', '–', '—', '−' -> "-";
      default -> plain.toLowerCase(Locale.ROOT);
    };
  }
}
