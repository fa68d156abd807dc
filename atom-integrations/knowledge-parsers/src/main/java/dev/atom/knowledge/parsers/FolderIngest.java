package dev.atom.knowledge.parsers;

import dev.atom.knowledge.IngestReport;
import dev.atom.operation.Passage;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a folder's documents, and where their pages begin. Immutable.
 *
 * @param report what became of each document
 * @param pages the pages of each document that was parsed and has some, unchanged ones included
 */
public record FolderIngest(IngestReport report, Map<String, Pages> pages) {
  /** Copies the map. */
  public FolderIngest {
    Objects.requireNonNull(report, "report");
    pages = Map.copyOf(pages);
  }

  /**
   * Returns the pages a passage stands on.
   *
   * @param passage a passage of one of the documents, as they were taken in
   * @return first and last page; empty if its document has no pages or was not parsed in this ingest
   */
  public Optional<Pages.Span> pagesOf(Passage passage) {
    return Optional.ofNullable(pages.get(passage.source()))
        .flatMap(known -> known.of(passage.range()));
  }
}
