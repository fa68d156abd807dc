package dev.atom.knowledge.engine;

/**
 * The places of a text where it may be cut. A blank line is better than the end of a sentence, that
 * than the end of a line, that than a space; where there is none of them, never within a character.
 */
final class Borders {
  private enum Kind {
    PARAGRAPH,
    SENTENCE,
    LINE,
    SPACE
  }

  private static final String MARKS = ".!?\u2026";

  /** Ends of sentences in Chinese and Japanese, which no space follows. */
  private static final String WIDE_MARKS = "\u3002\uFF01\uFF1F";

  private static final String CLOSING = "\"')]\u201D\u2019\u00BB";

  private final String text;
  private final int start;
  private final int end;

  Borders(String text, int start, int end) {
    this.text = text;
    this.start = start;
    this.end = end;
  }

  /** The best cut in the range; of the same kind the one nearest to its middle. */
  int best(int from, int to) {
    for (Kind kind : Kind.values()) {
      int found = nearest(kind, from, to);
      if (found >= 0) {
        return found;
      }
    }
    return withinNoCharacter(to);
  }

  /** Where the next part may begin, so that it repeats the text from about here: before the cut. */
  int overlapStart(int from, int cut) {
    int wanted = withinNoCharacter(Math.max(from, start));
    for (Kind kind : new Kind[] {Kind.PARAGRAPH, Kind.SENTENCE, Kind.SPACE}) {
      int found = first(kind, wanted, cut);
      if (found >= 0) {
        return found;
      }
    }
    return wanted;
  }

  private int nearest(Kind kind, int from, int to) {
    int middle = (from + to) / 2;
    int found = -1;
    for (int at = first(kind, from, to + 1); at >= 0; at = first(kind, at + 1, to + 1)) {
      if (found < 0 || Math.abs(at - middle) < Math.abs(found - middle)) {
        found = at;
      }
    }
    return found;
  }

  /** The first border of a kind from one place on and before another; -1 if there is none. */
  private int first(Kind kind, int from, int before) {
    for (int at = Math.max(from, start + 1); at < before && at < end; at++) {
      if (isBorder(kind, at)) {
        return at;
      }
    }
    return -1;
  }

  private boolean isBorder(Kind kind, int at) {
    char last = text.charAt(at - 1);
    char next = text.charAt(at);
    return switch (kind) {
      case PARAGRAPH -> last == '\n' && isBlankLine(at);
      case LINE -> last == '\n' || (last == '\r' && next != '\n');
      case SPACE -> Character.isWhitespace(last) && !Character.isWhitespace(next);
      case SENTENCE -> !Character.isWhitespace(next) && isSentenceStart(at);
    };
  }

  private boolean isBlankLine(int from) {
    int at = from;
    while (at < end && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at < end && (text.charAt(at) == '\n' || text.charAt(at) == '\r');
  }

  /** After a mark that ends sentences, a closing quote or bracket and white space. */
  private boolean isSentenceStart(int from) {
    char last = text.charAt(from - 1);
    if (WIDE_MARKS.indexOf(last) >= 0) {
      return true;
    }
    if (!Character.isWhitespace(last) || Character.isLowerCase(text.charAt(from))) {
      return false;
    }
    int at = withoutBlankEnd(text, start, from);
    while (at > start && CLOSING.indexOf(text.charAt(at - 1)) >= 0) {
      at--;
    }
    return at > start && MARKS.indexOf(text.charAt(at - 1)) >= 0;
  }

  private int withinNoCharacter(int at) {
    boolean pair =
        Character.isLowSurrogate(text.charAt(at)) && Character.isHighSurrogate(text.charAt(at - 1));
    return pair ? at - 1 : at;
  }

  static int withoutBlankStart(String text, int start, int end) {
    int at = start;
    while (at < end && isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  static int withoutBlankEnd(String text, int start, int end) {
    int at = end;
    while (at > start && isBlank(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  /** White space, and the byte order mark that may stand at a text's start. */
  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || c == '\uFEFF';
  }
}
