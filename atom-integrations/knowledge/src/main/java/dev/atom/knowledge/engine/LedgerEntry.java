package dev.atom.knowledge.engine;

import dev.atom.knowledge.IndexedSource;
import java.time.Instant;
import java.util.Optional;

/**
 * What an index remembers of a document beside its passages.
 *
 * @param source what a caller may know of it
 * @param chunkerVersion how it was cut
 * @param folder the prefix of the folder it was read from; empty if the host gave it
 */
public record LedgerEntry(IndexedSource source, int chunkerVersion, Optional<String> folder) {
  /** Whether the document, cut as this version cuts, would give what the index has. */
  boolean isCurrent(String hash) {
    return source.hash().equals(hash) && chunkerVersion == Chunker.VERSION;
  }

  static LedgerEntry of(
      String id, String hash, int passages, Instant indexedAt, Optional<String> folder) {
    return new LedgerEntry(
        new IndexedSource(id, hash, passages, indexedAt), Chunker.VERSION, folder);
  }
}
