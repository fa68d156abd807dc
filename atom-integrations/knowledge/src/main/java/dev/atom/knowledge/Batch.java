package dev.atom.knowledge;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.lucene.index.IndexWriter;

/** Changes that become visible and durable together. Used by the writing thread alone. */
final class Batch {
  private final IndexWriter writer;
  private final Map<String, LedgerEntry> committed;
  private final BooleanSupplier stop;
  private final Map<String, Optional<LedgerEntry>> changes = new HashMap<>();

  Batch(IndexWriter writer, Map<String, LedgerEntry> committed, BooleanSupplier stop) {
    this.stop = stop;
    this.writer = writer;
    this.committed = committed;
  }

  /** Gives the batch up if whoever waits for it was interrupted. */
  void stopIfAsked() {
    if (stop.getAsBoolean()) {
      throw new IngestStopped(
          "the ingest was interrupted and nothing of it kept; run it again, it is incremental");
    }
  }

  Optional<LedgerEntry> entry(String source) {
    Optional<LedgerEntry> changed = changes.get(source);
    return changed != null ? changed : Optional.ofNullable(committed.get(source));
  }

  /** Every document known, those of this batch included, in the order of their ids. */
  Set<String> sources() {
    Set<String> sources = new TreeSet<>(committed.keySet());
    changes.forEach(
        (source, entry) -> {
          if (entry.isPresent()) {
            sources.add(source);
          } else {
            sources.remove(source);
          }
        });
    return sources;
  }

  void put(SourceDocument source, List<Chunk> chunks, LedgerEntry entry) throws IOException {
    writer.updateDocuments(StoredForm.key(source.id()), StoredForm.block(source, chunks, entry));
    changes.put(source.id(), Optional.of(entry));
  }

  void remove(String source) throws IOException {
    writer.deleteDocuments(StoredForm.key(source));
    changes.put(source, Optional.empty());
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  void applyTo(Map<String, LedgerEntry> ledger) {
    changes.forEach(
        (source, entry) ->
            entry.ifPresentOrElse(known -> ledger.put(source, known), () -> ledger.remove(source)));
  }
}
