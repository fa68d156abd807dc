package dev.atom.knowledge;

import java.util.Objects;

/**
 * A document to be searched.
 *
 * @param id what the document is called from now on, such as its path; 1 to 1,000 characters
 * @param title the document's title; empty if it has none, or if a Markdown heading says it
 * @param text the whole text; ranges of passages count its characters (UTF-16)
 * @param format how the text is written
 */
public record SourceDocument(String id, String title, String text, Format format) {
  private static final int LONGEST_ID = 1_000;

  /** Refuses a blank or too long id, and text with half a surrogate pair. */
  public SourceDocument {
    Objects.requireNonNull(format, "format");
    if (id.isBlank() || id.length() > LONGEST_ID) {
      throw new IllegalArgumentException(
          "a document's id has 1 to " + LONGEST_ID + " characters, this one " + id.length());
    }
    requireWhole("id", id, id);
    requireWhole("title", title, id);
    requireWhole("text", text, id);
  }

  /** How a document's text is written. */
  public enum Format {
    /** Text without marks; paragraphs are separated by blank lines. */
    PLAIN,
    /** Markdown: headings become the titles of the passages below them. */
    MARKDOWN
  }

  /**
   * Returns a plain text without a title.
   *
   * @param id what it is called
   * @param text the whole text
   * @return the document
   */
  public static SourceDocument plain(String id, String text) {
    return new SourceDocument(id, "", text, Format.PLAIN);
  }

  /**
   * Returns a Markdown text, titled by its headings.
   *
   * @param id what it is called
   * @param text the whole text
   * @return the document
   */
  public static SourceDocument markdown(String id, String text) {
    return new SourceDocument(id, "", text, Format.MARKDOWN);
  }

  /**
   * Returns this document with another title.
   *
   * @param title the title; stands before the headings of a Markdown text
   * @return the changed copy
   */
  public SourceDocument title(String title) {
    return new SourceDocument(id, title, text, format);
  }

  /** An index stores UTF-8, in which half a pair has no form: it would come back changed. */
  private static void requireWhole(String what, String value, String id) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new IllegalArgumentException(
            "the " + what + " of document '" + id + "' has half a surrogate pair at " + i);
      }
    }
  }
}
