package dev.atom.knowledge;

import java.util.Objects;

/**
 * What to look for.
 *
 * @param text what somebody typed or said; of a long text the first 4,096 characters and 64 distinct
 *     words count
 * @param form how the text is read
 * @param limit the most hits, 1 to 1,000
 * @param explained whether each hit tells what its score is made of, which costs time
 */
public record SearchRequest(String text, Form form, int limit, boolean explained) {
  static final int MOST = 1_000;
  private static final int USUAL_LIMIT = 10;

  /** Refuses a limit out of its range. */
  public SearchRequest {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(form, "form");
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("a limit is 1 to " + MOST + ", not " + limit);
    }
  }

  /** How a text is read. */
  public enum Form {
    /** As plain words, whatever characters are among them. */
    QUESTION,
    /** As words, {@code "phrases that must occur"} and {@code -words} that must not. */
    QUERY
  }

  /**
   * Returns a request for what bears on a question in plain words: ten hits, not explained.
   *
   * @param text the question
   * @return the request
   */
  public static SearchRequest question(String text) {
    return new SearchRequest(text, Form.QUESTION, USUAL_LIMIT, false);
  }

  /**
   * Returns a request as from a search box, where quotes and minus signs mean something: ten hits,
   * not explained.
   *
   * @param text the words, phrases and exclusions
   * @return the request
   */
  public static SearchRequest query(String text) {
    return new SearchRequest(text, Form.QUERY, USUAL_LIMIT, false);
  }

  /**
   * Returns this request with another limit.
   *
   * @param limit the most hits, 1 to 1,000
   * @return the changed copy
   */
  public SearchRequest limit(int limit) {
    return new SearchRequest(text, form, limit, explained);
  }

  /**
   * Returns this request with each hit explained.
   *
   * @return the changed copy
   */
  public SearchRequest explain() {
    return new SearchRequest(text, form, limit, true);
  }
}
