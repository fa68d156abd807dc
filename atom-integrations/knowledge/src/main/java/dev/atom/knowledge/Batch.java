package dev.atom.knowledge;

import dev.atom.knowledge.engine.Chunk;
import dev.atom.knowledge.engine.Holdings;
import dev.atom.knowledge.engine.LedgerEntry;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.lucene.index.IndexWriter;

/** Changes that become visible and durable together. Used by the writing thread alone. */
final class Batch implements Holdings {
  private final IndexWriter writer;
  private final Map<String, LedgerEntry> committed;
  private final BooleanSupplier stop;
  private final Map<String, Optional<LedgerEntry>> changes = new HashMap<>();

  Batch(IndexWriter writer, Map<String, LedgerEntry> committed, BooleanSupplier stop) {
    this.stop = stop;
    this.writer = writer;
    this.committed = committed;
  }

  @Override
  public void stopIfAsked() {
    if (stop.getAsBoolean()) {
      throw new IngestStopped(
          "the ingest was interrupted and nothing of it kept; run it again, it is incremental");
    }
  }

  /** Nothing to do: the ledger is in memory. */
  @Override
  public void expect(Collection<String> sources) {}

  @Override
  public Optional<LedgerEntry> entry(String source) {
    Optional<LedgerEntry> changed = changes.get(source);
    return changed != null ? changed : Optional.ofNullable(committed.get(source));
  }

  @Override
  public Set<String> ofFolder(String prefix) {
    Set<String> sources = new TreeSet<>(committed.keySet());
    sources.addAll(changes.keySet());
    sources.removeIf(
        source -> !entry(source).flatMap(LedgerEntry::folder).equals(Optional.of(prefix)));
    return sources;
  }

  @Override
  public void put(SourceDocument source, List<Chunk> chunks, LedgerEntry entry) throws IOException {
    writer.updateDocuments(StoredForm.key(source.id()), StoredForm.block(source, chunks, entry));
    changes.put(source.id(), Optional.of(entry));
  }

  @Override
  public void remove(String source) throws IOException {
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
