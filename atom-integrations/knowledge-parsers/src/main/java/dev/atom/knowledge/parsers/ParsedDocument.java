package dev.atom.knowledge.parsers;

import dev.atom.knowledge.SourceDocument;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The text of a file, whose ranges can be cited. Immutable. The same file gives the same text.
 *
 * @param title the title the file gives itself, or its name without the extension
 * @param text the whole text; lines end with a line feed
 * @param format Markdown with heading lines for HTML, plain for PDF
 * @param pages where the pages begin in the text; none for HTML
 */
public record ParsedDocument(String title, String text, SourceDocument.Format format, Pages pages) {
  /** Refuses null and pages beyond the text. */
  public ParsedDocument {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(format, "format");
    if (pages.count() > 0 && pages.starts().getLast() > text.length()) {
      throw new IllegalArgumentException(
          "a page starts at " + pages.starts().getLast() + ", the text ends at " + text.length());
    }
  }

  /**
   * Returns the page a character stands on.
   *
   * @param offset the character's offset in the text, such as the start of a passage's range
   * @return the page, from 1; empty if the document has no pages
   */
  public OptionalInt pageAt(int offset) {
    Objects.checkIndex(offset, text.length() + 1);
    return pages.at(offset);
  }

  /**
   * Returns the document to be searched.
   *
   * @param id what it is called, 1 to 1,000 characters
   * @return the document, with the same text
   */
  public SourceDocument source(String id) {
    return new SourceDocument(id, title, text, format);
  }

  /**
   * Returns format and size: title and text may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "ParsedDocument["
        + format
        + ", "
        + text.length()
        + " characters, "
        + pages.count()
        + " pages]";
  }
}
