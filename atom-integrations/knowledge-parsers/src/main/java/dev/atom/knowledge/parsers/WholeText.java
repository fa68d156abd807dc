package dev.atom.knowledge.parsers;

/** Makes a text one that an index gives back as it is, without moving a character. */
final class WholeText {
  private static final int LONGEST_LINE = 300;
  private static final char REPLACEMENT = '\uFFFD';

  private WholeText() {}

  /** Puts spaces for control characters and the replacement character for half a surrogate pair. */
  static String of(StringBuilder text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        text.setCharAt(i, REPLACEMENT);
      } else if (Character.isISOControl(c) && c != '\n' && c != '\t') {
        text.setCharAt(i, ' ');
      }
    }
    return text.toString();
  }

  /** A title: one line of at most {@value #LONGEST_LINE} characters. */
  static String line(String words) {
    String line = of(new StringBuilder(words)).replaceAll("[\\s\\u00A0]+", " ").strip();
    if (line.length() <= LONGEST_LINE) {
      return line;
    }
    boolean pairCut = Character.isHighSurrogate(line.charAt(LONGEST_LINE - 1));
    return line.substring(0, pairCut ? LONGEST_LINE - 1 : LONGEST_LINE);
  }
}
