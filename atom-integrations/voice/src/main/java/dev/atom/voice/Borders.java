package dev.atom.voice;

/**
 * What lies between two words of a text. A decision depends on the text alone; where the text is too
 * short to decide, the answer is {@link Border#OPEN} and more text is to be waited for.
 */
final class Borders {
  private static final String CLOSERS = "\"'”’»)]}）」』*_`";
  private static final String OPENERS = "\"'“‘«([{（「『*_`¿¡";
  private static final String WIDE_ENDS = "。！？";
  private static final int LONGEST_LIST_NUMBER = 3;

  private Borders() {}

  /** The kinds of border. */
  enum Border {
    /** A sentence ends here. */
    SENTENCE,
    /** A clause ends here. */
    CLAUSE,
    /** Neither ends here. */
    NONE,
    /** More text is needed. */
    OPEN
  }

  /** Tells whether a sentence may end in front of this place although no white space is there. */
  static boolean wideEndBefore(CharSequence text, int at) {
    int end = contentEnd(text, at);
    return end > 0 && WIDE_ENDS.indexOf(text.charAt(end - 1)) >= 0;
  }

  /**
   * Decides about a border.
   *
   * @param text the text so far
   * @param at where the later word begins, behind the white space
   * @param fromLineStart whether the text begins a line
   * @param whole whether no more text follows
   */
  static Border at(CharSequence text, int at, boolean fromLineStart, boolean whole) {
    int spaces = at;
    int lineBreaks = 0;
    while (spaces > 0 && Character.isWhitespace(text.charAt(spaces - 1))) {
      lineBreaks += text.charAt(--spaces) == '\n' ? 1 : 0;
    }
    if (spaces == 0) {
      return Border.NONE;
    }
    if (lineBreaks > 1 || (lineBreaks == 1 && beginsListItem(text.charAt(at)))) {
      return Border.SENTENCE;
    }
    int end = contentEnd(text, spaces);
    if (end == 0) {
      return Border.NONE;
    }
    char last = text.charAt(end - 1);
    if (WIDE_ENDS.indexOf(last) >= 0) {
      return CLOSERS.indexOf(text.charAt(at)) >= 0 || WIDE_ENDS.indexOf(text.charAt(at)) >= 0
          ? Border.NONE
          : Border.SENTENCE;
    }
    if (".!?…".indexOf(last) >= 0) {
      return sentence(text, end, new Following(text, at, whole), end < spaces, fromLineStart);
    }
    return clause(text, spaces, at);
  }

  private static Border sentence(
      CharSequence text, int end, Following next, boolean closed, boolean fromLineStart) {
    if (next.open()) {
      return Border.OPEN;
    }
    char last = text.charAt(end - 1);
    boolean trailing = last == '…' || (end > 1 && last == '.' && text.charAt(end - 2) == '.');
    if (next.lower() && (closed || trailing)) {
      return Border.NONE;
    }
    if (last != '.' || trailing) {
      return Border.SENTENCE;
    }
    String word = wordBefore(text, end - 1);
    if (listNumber(text, end - 1, word, fromLineStart)) {
      return Border.NONE;
    }
    return switch (EnglishWords.behind(word)) {
      case END -> Border.SENTENCE;
      case INSIDE -> Border.NONE;
      case INSIDE_BEFORE_NUMBER -> next.digit() ? Border.NONE : Border.SENTENCE;
      case END_BEFORE_STARTER -> next.beginsSentence();
    };
  }

  private static Border clause(CharSequence text, int spaces, int at) {
    char last = text.charAt(spaces - 1);
    if (",;:—–".indexOf(last) < 0 || spaces < 2) {
      return Border.NONE;
    }
    char before = text.charAt(spaces - 2);
    boolean date = Character.isDigit(before) && Character.isDigit(text.charAt(at));
    return date || before == '.' ? Border.NONE : Border.CLAUSE;
  }

  /** The end of the text without quotes, brackets, emphasis and tags that close behind it. */
  private static int contentEnd(CharSequence text, int from) {
    int end = from;
    while (end > 0) {
      char last = text.charAt(end - 1);
      if (last == '>') {
        int open = end - 1;
        while (open > 0 && text.charAt(open) != '<') {
          open--;
        }
        if (text.charAt(open) != '<') {
          return end;
        }
        end = open;
      } else if (CLOSERS.indexOf(last) >= 0) {
        end--;
      } else {
        return end;
      }
    }
    return 0;
  }

  private static String wordBefore(CharSequence text, int end) {
    int start = end;
    while (start > 0 && ofWord(text.charAt(start - 1))) {
      start--;
    }
    return text.subSequence(start, end).toString();
  }

  private static boolean ofWord(char c) {
    return Character.isLetterOrDigit(c) || c == '.';
  }

  private static boolean listNumber(
      CharSequence text, int end, String word, boolean fromLineStart) {
    if (word.isEmpty() || word.length() > LONGEST_LIST_NUMBER) {
      return false;
    }
    int before = end - word.length();
    while (before > 0 && (text.charAt(before - 1) == ' ' || text.charAt(before - 1) == '*')) {
      before--;
    }
    boolean lineStart = before == 0 ? fromLineStart : text.charAt(before - 1) == '\n';
    return lineStart && word.chars().allMatch(Character::isDigit);
  }

  private static boolean beginsListItem(char c) {
    return c == '-' || c == '*' || c == '•' || c == '#' || Character.isDigit(c);
  }

  /** The word behind a border, as far as it is there. */
  private static final class Following {
    private final String word;
    private final boolean unfinished;

    Following(CharSequence text, int at, boolean whole) {
      int start = at;
      while (start < text.length() && OPENERS.indexOf(text.charAt(start)) >= 0) {
        start++;
      }
      int end = start;
      while (end < text.length() && inWord(text.charAt(end))) {
        end++;
      }
      // A sign that is no letter is a word of its own.
      int shown = end == start && start < text.length() ? start + 1 : end;
      word = text.subSequence(start, shown).toString();
      unfinished = !whole && end == text.length();
    }

    private static boolean inWord(char c) {
      return Character.isLetter(c) || c == '\'' || c == '’';
    }

    /** Whether not even its first letter is there. */
    boolean open() {
      return word.isEmpty() && unfinished;
    }

    boolean lower() {
      return !word.isEmpty() && Character.isLowerCase(word.charAt(0));
    }

    boolean digit() {
      return !word.isEmpty() && Character.isDigit(word.charAt(0));
    }

    Border beginsSentence() {
      if (unfinished && Character.isUpperCase(word.charAt(0))) {
        return Border.OPEN;
      }
      return EnglishWords.begins(word) ? Border.SENTENCE : Border.NONE;
    }
  }
}
