package dev.atom.knowledge.parsers;

import dev.atom.operation.Passage;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where the pages of a document begin in its text. Immutable.
 *
 * @param starts the offset (UTF-16) of each page's first character, never descending; a page without
 *     text begins where the next one does; empty if the document has no pages
 */
public record Pages(List<Integer> starts) {
  private static final Pages NONE = new Pages(List.of());

  /** Copies the list; refuses one that doesn't begin with 0 or descends. */
  public Pages {
    starts = List.copyOf(starts);
    int previous = 0;
    for (int start : starts) {
      if (start < previous) {
        throw new IllegalArgumentException("a page cannot start at " + start + ": " + starts);
      }
      previous = start;
    }
    if (!starts.isEmpty() && starts.getFirst() != 0) {
      throw new IllegalArgumentException("the first page starts at 0, not " + starts.getFirst());
    }
  }

  /**
   * Returns the pages of a document that has none, such as an HTML file.
   *
   * @return no pages
   */
  public static Pages none() {
    return NONE;
  }

  /**
   * Returns how many pages there are.
   *
   * @return 0 if the document has none
   */
  public int count() {
    return starts.size();
  }

  /**
   * Returns the page a character stands on.
   *
   * @param offset the character's offset in the text, from 0
   * @return the page as a reader counts it, from 1 and regardless of printed numbers; empty if the
   *     document has no pages
   */
  public OptionalInt at(int offset) {
    if (offset < 0) {
      throw new IllegalArgumentException("an offset is at least 0, not " + offset);
    }
    if (starts.isEmpty()) {
      return OptionalInt.empty();
    }
    // Of pages that begin at the same offset only the last has text.
    int after = Collections.binarySearch(starts, offset);
    int page = after >= 0 ? after + 1 : -after - 1;
    while (page < starts.size() && starts.get(page) == offset) {
      page++;
    }
    return OptionalInt.of(page);
  }

  /**
   * Returns the pages a passage stands on; a short one can reach over several.
   *
   * @param range the passage's range in the text
   * @return first and last page; empty if the document has no pages
   */
  public Optional<Span> of(Passage.Range range) {
    OptionalInt first = at(range.start());
    if (first.isEmpty()) {
      return Optional.empty();
    }
    OptionalInt last = at(Math.max(range.start(), range.end() - 1));
    return Optional.of(new Span(first.getAsInt(), last.orElseThrow()));
  }

  /**
   * Pages that follow each other.
   *
   * @param first the first page, from 1
   * @param last the last page, at least the first
   */
  public record Span(int first, int last) {
    /** Refuses a last page before the first. */
    public Span {
      if (first < 1 || last < first) {
        throw new IllegalArgumentException("no pages: " + first + " to " + last);
      }
    }

    /**
     * Returns the pages as they are cited.
     *
     * @return such as {@code 7} or {@code 7-8}
     */
    @Override
    public String toString() {
      return first == last ? String.valueOf(first) : first + "-" + last;
    }
  }
}
