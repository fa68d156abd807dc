package dev.atom.operation;

import java.util.Objects;

/**
 * A stretch of a document, exact enough to cite.
 *
 * @param source the document's id, such as its path in a folder
 * @param title the document's title or the heading above the passage; may be empty
 * @param text the passage as it stands in the document
 * @param range where in the document's text it stands
 * @param score how well it fits; comparable within one search only, higher is better
 */
public record Passage(String source, String title, String text, Range range, double score) {
  /** Refuses null. */
  public Passage {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(range, "range");
  }

  /**
   * A half-open range of characters (UTF-16).
   *
   * @param start the first character, from 0
   * @param end the character behind the last
   */
  public record Range(int start, int end) {
    /** Refuses a range that ends before it starts. */
    public Range {
      if (start < 0 || end < start) {
        throw new IllegalArgumentException("no range of characters: " + start + " to " + end);
      }
    }
  }

  /**
   * Returns where it stands: the text may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "Passage[" + source + ", " + range + "]";
  }
}
