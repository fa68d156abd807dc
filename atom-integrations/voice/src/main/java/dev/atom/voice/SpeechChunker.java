package dev.atom.voice;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into pieces that can be spoken, while it is still being written.
 *
 * <p>A piece ends with a sentence; the first one also with a clause (behind a comma, semicolon, colon
 * or dash) once it is long enough, so that speech begins early. A blank line and the start of a list
 * item end a piece too. No piece ends inside brackets, a tag, or an element such as {@code
 * <spell>1.05</spell>}, nor behind an abbreviation, an initial or the number of a list item; what has
 * no white space, as decimals and addresses, is never cut, and quotes and brackets that close behind
 * a sentence stay with it. A text without such an end is cut between two words before a piece gets
 * longer than the limit; only a single word above the limit is cut in itself.
 *
 * <p>The pieces joined are the text, character by character: white space between two pieces belongs
 * to the earlier one, white space before everything to the first. Where the cuts are does not depend
 * on how the text was divided among the calls. Abbreviations are English; the wide signs of Chinese
 * and Japanese end a sentence without white space.
 *
 * <p>Memory is bounded by the limit. Not thread-safe.
 */
public final class SpeechChunker {
  /** The length from which the first piece may be a clause, unless told otherwise: 20 characters. */
  public static final int FIRST_CLAUSE = 20;

  /** The length no piece exceeds, unless told otherwise: 240 characters. */
  public static final int LONGEST = 240;

  private static final int SMALLEST_LIMIT = 20;

  private final int firstClause;
  private final int longest;
  private final StringBuilder text = new StringBuilder();
  private final List<String> ready = new ArrayList<>();
  private Nesting nesting = new Nesting();
  private boolean first = true;
  private boolean fromLineStart = true;
  private int undecided;
  private int lastClause;
  private int lastWord;
  private int lastFreeWord;

  private SpeechChunker(int firstClause, int longest) {
    this.firstClause = firstClause;
    this.longest = longest;
  }

  /**
   * Returns a chunker with the usual lengths.
   *
   * @return a new chunker
   */
  public static SpeechChunker create() {
    return new SpeechChunker(FIRST_CLAUSE, LONGEST);
  }

  /**
   * Returns a chunker with other lengths.
   *
   * @param firstClause from how many characters on the first piece may be a clause, 1 or more
   * @param longest how many characters a piece has at most, 20 or more
   * @return a new chunker
   */
  public static SpeechChunker create(int firstClause, int longest) {
    if (firstClause < 1) {
      throw new IllegalArgumentException("firstClause is " + firstClause + "; give 1 or more");
    }
    if (longest < SMALLEST_LIMIT) {
      throw new IllegalArgumentException("longest is " + longest + "; give 20 or more");
    }
    return new SpeechChunker(firstClause, longest);
  }

  /**
   * Takes more of the text.
   *
   * @param more what comes next; may be empty
   * @return the pieces that are whole now, often none
   */
  public List<String> add(String more) {
    for (int i = 0; i < more.length(); i++) {
      accept(more.charAt(i));
    }
    return drain();
  }

  /**
   * Ends the text. After that a new text may begin.
   *
   * @return the remaining pieces; none if there is no text left
   */
  public List<String> finish() {
    while (undecided > 0 && decide(true)) {
      // The rest may have a border of its own that only the end of the text decides.
    }
    if (!text.isEmpty()) {
      ready.add(text.toString());
    }
    restart();
    first = true;
    fromLineStart = true;
    return drain();
  }

  private List<String> drain() {
    List<String> pieces = List.copyOf(ready);
    ready.clear();
    return pieces;
  }

  private void accept(char c) {
    int at = text.length();
    if (beginsWord(c)) {
      lastWord = at;
      if (nesting.clear()) {
        lastFreeWord = wordBeforeIsFree(at) ? at : lastFreeWord;
        undecided = at;
      }
    }
    nesting.accept(c);
    text.append(c);
    if (undecided > 0 && decide(false)) {
      return;
    }
    if (text.length() >= longest) {
      cut(limitCut());
    }
  }

  private boolean beginsWord(char c) {
    int length = text.length();
    return length > 0
        && !Character.isWhitespace(c)
        && (Character.isWhitespace(text.charAt(length - 1)) || Borders.wideEndBefore(text, length));
  }

  /** Whether the word before does not end in a period, which may belong to "Dr." and the like. */
  private boolean wordBeforeIsFree(int at) {
    int end = at;
    while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return end > 0 && text.charAt(end - 1) != '.';
  }

  /** Returns whether the text was cut. */
  private boolean decide(boolean whole) {
    int at = undecided;
    Borders.Border border = Borders.at(text, at, fromLineStart, whole);
    if (border == Borders.Border.OPEN) {
      return false;
    }
    undecided = 0;
    if (border == Borders.Border.CLAUSE) {
      lastClause = at;
    }
    boolean ends =
        border == Borders.Border.SENTENCE
            || (border == Borders.Border.CLAUSE && first && at >= firstClause);
    if (ends) {
      cut(at);
    }
    return ends;
  }

  private int limitCut() {
    if (lastClause > longest / 2) {
      return lastClause;
    }
    if (lastFreeWord > 0) {
      return lastFreeWord;
    }
    if (lastWord > 0) {
      return lastWord;
    }
    int end = text.length();
    return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }

  private void cut(int at) {
    ready.add(text.substring(0, at));
    String rest = text.substring(at);
    first = false;
    fromLineStart = text.substring(0, at).stripTrailing().length() < lastLineBreak(at);
    restart();
    for (int i = 0; i < rest.length(); i++) {
      accept(rest.charAt(i));
    }
  }

  /** The index behind the last line break before a place, 0 if there is none. */
  private int lastLineBreak(int at) {
    return text.lastIndexOf("\n", at - 1) + 1;
  }

  private void restart() {
    text.setLength(0);
    nesting = new Nesting();
    undecided = 0;
    lastClause = 0;
    lastWord = 0;
    lastFreeWord = 0;
  }
}
