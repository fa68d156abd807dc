package dev.atom.knowledge.opensearch;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.knowledge.IngestStopped;
import dev.atom.knowledge.SourceDocument;
import dev.atom.knowledge.engine.Chunk;
import dev.atom.knowledge.engine.Holdings;
import dev.atom.knowledge.engine.LedgerEntry;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Changes on their way to the cluster, sent in groups. Each group takes three steps: the entries of
 * its documents say that they are unfinished, the passages change, the entries say what is there
 * now. After a crash between them the next ingest sees an unfinished document and does it again.
 */
final class ClusterBatch implements Holdings {
  private static final int FULL_CHARACTERS = 4 * 1024 * 1024;
  private static final int FULL_DOCUMENTS = 500;

  private final Ledger ledger;
  private final Cluster cluster;
  private final String index;
  private final CallContext context;
  private final Map<String, HeldDocument> held = new HashMap<>();
  private final Map<String, Change> changes = new LinkedHashMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();
  private int characters;

  /** What a document becomes; no entry if it is taken out. */
  private record Change(String text, List<Chunk> chunks, Optional<LedgerEntry> entry) {}

  ClusterBatch(Cluster cluster, String index, CallContext context) {
    this.ledger = new Ledger(cluster, index, context);
    this.cluster = cluster;
    this.index = index;
    this.context = context;
  }

  @Override
  public void stopIfAsked() {
    if (Thread.currentThread().isInterrupted()) {
      throw new IngestStopped(
          "the ingest was interrupted; what was sent before is kept, run it again for the rest");
    }
  }

  @Override
  public void expect(Collection<String> sources) {
    held.putAll(ledger.read(sources));
  }

  @Override
  public Optional<LedgerEntry> entry(String source) {
    Change change = changes.get(source);
    return change != null ? change.entry() : known(source).entry();
  }

  private HeldDocument known(String source) {
    return held.getOrDefault(source, HeldDocument.NONE);
  }

  @Override
  public Set<String> ofFolder(String prefix) {
    send();
    Set<String> sources = new TreeSet<>();
    ledger.ofFolder(prefix).forEach(entry -> sources.add(entry.source().id()));
    sources.removeAll(failures.keySet());
    return sources;
  }

  @Override
  public void put(SourceDocument source, List<Chunk> chunks, LedgerEntry entry) {
    change(source.id(), new Change(source.text(), chunks, Optional.of(entry)));
  }

  @Override
  public void remove(String source) {
    if (!held.containsKey(source)) {
      expect(List.of(source));
    }
    change(source, new Change("", List.of(), Optional.empty()));
  }

  private void change(String source, Change change) {
    changes.put(source, change);
    characters += change.text().length();
    if (characters >= FULL_CHARACTERS || changes.size() >= FULL_DOCUMENTS) {
      send();
    }
  }

  /** Sends what waits; the documents that failed are in {@link #failures()} then. */
  void send() {
    Map<String, Change> open = new LinkedHashMap<>(changes);
    changes.clear();
    characters = 0;
    announce(open);
    open.keySet().removeAll(failures.keySet());
    Bulk passages = new Bulk(cluster, index, true, context);
    open.forEach((source, change) -> passages(passages, source, change));
    passages.send();
    open.keySet().removeAll(failures.keySet());
    finish(open);
  }

  Map<String, String> failures() {
    return failures;
  }

  private void announce(Map<String, Change> open) {
    Bulk bulk = new Bulk(cluster, index, false, context);
    open.forEach(
        (source, change) -> {
          failures.remove(source);
          HeldDocument before = known(source);
          int passages = Math.max(before.passages(), change.chunks().size());
          LedgerEntry entry =
              HeldDocument.unfinished(change.entry().or(before::entry).orElseThrow(), passages);
          long revision = before.revision() + 1;
          write(
              bulk,
              source,
              new HeldDocument(Optional.of(entry), passages, revision, before.place()),
              HeldDocument.stored(entry, revision));
        });
    bulk.send();
  }

  private void passages(Bulk bulk, String source, Change change) {
    HeldDocument open = known(source);
    for (int i = 0; i < open.passages(); i++) {
      String id = HeldDocument.passageId(source, i);
      if (i < change.chunks().size()) {
        Json.Obj passage = passage(source, change, change.chunks().get(i));
        bulk.write(id, open.revision(), passage, reason -> failures.put(source, reason));
      } else {
        bulk.delete(id, open.revision(), reason -> failures.put(source, reason));
      }
    }
  }

  private static Json.Obj passage(String source, Change change, Chunk chunk) {
    return Json.object()
        .put("source", source)
        .put(IndexSettings.TITLE, chunk.title())
        .put(IndexSettings.TEXT, change.text().substring(chunk.start(), chunk.end()))
        .put("start", chunk.start())
        .put("end", chunk.end())
        .build();
  }

  private void finish(Map<String, Change> open) {
    Bulk bulk = new Bulk(cluster, index, false, context);
    open.forEach(
        (source, change) -> {
          HeldDocument now = known(source);
          write(
              bulk,
              source,
              new HeldDocument(change.entry(), change.chunks().size(), now.revision(), now.place()),
              change
                  .entry()
                  .map(entry -> HeldDocument.stored(entry, now.revision()))
                  .orElseGet(() -> HeldDocument.gone(now.revision())));
        });
    bulk.send();
  }

  /** Where the cluster put the entry is where the next step expects it. */
  private void write(Bulk bulk, String source, HeldDocument next, Json.Obj entry) {
    bulk.writeIfSame(
        HeldDocument.id(source),
        next,
        entry,
        done ->
            held.put(
                source,
                new HeldDocument(
                    next.entry(),
                    next.passages(),
                    next.revision(),
                    Optional.of(HeldDocument.place(done)))),
        reason -> failures.put(source, reason));
  }
}
