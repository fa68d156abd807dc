package dev.atom.knowledge.engine;

import dev.atom.knowledge.SearchRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/**
 * Reads what somebody typed. There is no syntax that could be wrong: whatever is no phrase in quotes
 * and no word after a minus is words.
 */
public final class QueryText {
  private static final int MOST_CHARACTERS = 4_096;
  private static final int MOST_TERMS = 64;
  private static final Analyzer ANALYZER = new EnglishAnalysis();
  private static final String OPENING_QUOTES = "\"\u201C\u201E\u201D";
  private static final String CLOSING_QUOTES = "\"\u201D\u201C";

  /**
   * Terms in their order.
   *
   * @param terms as the index has them
   * @param positions where each stands; counts the words left out too
   */
  public record Phrase(List<String> terms, List<Integer> positions) {}

  private final Map<String, Integer> words = new LinkedHashMap<>();
  private final List<Phrase> required = new ArrayList<>();
  private final List<Phrase> excluded = new ArrayList<>();
  private final Set<List<String>> pairs = new LinkedHashSet<>();
  private final Set<String> counted = new LinkedHashSet<>();
  private boolean shortened;

  private QueryText() {}

  /**
   * Reads a request.
   *
   * @param request what somebody typed, and how it is meant
   * @return what to look for
   */
  public static QueryText read(SearchRequest request) {
    QueryText read = new QueryText();
    String text = request.text();
    if (text.length() > MOST_CHARACTERS) {
      text = text.substring(0, cut(text));
      read.shortened = true;
    }
    switch (request.form()) {
      case QUESTION -> read.addWords(text);
      case QUERY -> read.readQuery(text);
    }
    return read;
  }

  private static int cut(String text) {
    boolean pair = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1));
    return pair ? MOST_CHARACTERS - 1 : MOST_CHARACTERS;
  }

  private void readQuery(String text) {
    StringBuilder plain = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      boolean fresh = at == 0 || Character.isWhitespace(text.charAt(at - 1));
      boolean minus = fresh && text.charAt(at) == '-';
      int start = minus ? at + 1 : at;
      int close = closingQuote(text, start);
      if (close > 0) {
        addPhrase(text.substring(start + 1, close), minus ? excluded : required);
        at = close + 1;
      } else if (minus && start < text.length() && isWord(text.codePointAt(start))) {
        int end = wordEnd(text, start);
        addPhrase(text.substring(start, end), excluded);
        at = end;
      } else {
        plain.append(text.charAt(at));
        at++;
      }
    }
    addWords(plain.toString());
  }

  /** Where the phrase that opens here ends; -1 if none opens or it is never closed. */
  private static int closingQuote(String text, int open) {
    if (open >= text.length() || OPENING_QUOTES.indexOf(text.charAt(open)) < 0) {
      return -1;
    }
    for (int at = open + 1; at < text.length(); at++) {
      if (CLOSING_QUOTES.indexOf(text.charAt(at)) >= 0) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isWord(int c) {
    return Character.isLetterOrDigit(c);
  }

  private static int wordEnd(String text, int from) {
    int at = from;
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private void addWords(String text) {
    String previous = "";
    for (String term : analyse(text).terms()) {
      if (!previous.isEmpty() && !previous.equals(term) && pairs.size() < MOST_TERMS) {
        pairs.add(List.of(previous, term));
      }
      words.merge(term, 1, Integer::sum);
      previous = term;
    }
  }

  private void addPhrase(String text, List<Phrase> to) {
    Phrase phrase = analyse(text);
    if (!phrase.terms().isEmpty()) {
      to.add(phrase);
    }
  }

  private Phrase analyse(String text) {
    List<String> terms = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    try (TokenStream stream = ANALYZER.tokenStream("", text)) {
      CharTermAttribute word = stream.addAttribute(CharTermAttribute.class);
      PositionIncrementAttribute step = stream.addAttribute(PositionIncrementAttribute.class);
      stream.reset();
      int position = -1;
      while (stream.incrementToken()) {
        position += step.getPositionIncrement();
        String term = word.toString();
        if (counted.contains(term) || counted.size() < MOST_TERMS) {
          counted.add(term);
          terms.add(term);
          positions.add(position);
        } else {
          shortened = true;
        }
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Phrase(terms, positions);
  }

  /**
   * Tells whether there is nothing to look for; what is only excluded finds nothing.
   *
   * @return true if so
   */
  public boolean isEmpty() {
    return words.isEmpty() && required.isEmpty();
  }

  /**
   * Returns the words.
   *
   * @return distinct terms and how often each was said
   */
  public Map<String, Integer> words() {
    return words;
  }

  /**
   * Returns what must occur.
   *
   * @return the phrases
   */
  public List<Phrase> required() {
    return required;
  }

  /**
   * Returns what must not occur.
   *
   * @return the phrases; of one term each where it was a word
   */
  public List<Phrase> excluded() {
    return excluded;
  }

  /**
   * Returns which words keep together.
   *
   * @return pairs of terms that were said next to each other, common words between them left out
   */
  public Set<List<String>> pairs() {
    return pairs;
  }

  /**
   * Tells whether something of the text was left out because it was too long.
   *
   * @return true if so
   */
  public boolean shortened() {
    return shortened;
  }
}
