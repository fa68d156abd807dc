package dev.atom.knowledge.opensearch;

import dev.atom.json.Json;
import dev.atom.knowledge.IndexedSource;
import dev.atom.knowledge.engine.LedgerEntry;
import java.time.Instant;
import java.util.Optional;

/**
 * What the index remembers of a document, in an entry of its own. A change writes it twice: before
 * the passages without a hash, so that whatever happens then is known to be unfinished, and after
 * them. What was taken out leaves its revision only, so that a late writer is told apart.
 *
 * @param entry empty if the document is not held
 * @param passages how many passages may be there, more than the entry says while it is unfinished
 * @param revision counts the changes; the version of every passage written by the last one
 * @param place where the cluster has this, to change it only if nobody else did; empty if it has not
 */
record HeldDocument(
    Optional<LedgerEntry> entry, int passages, long revision, Optional<Place> place) {
  static final String KEY = "key";
  static final String FOLDER = "folder";
  private static final String HASH = "hash";
  private static final String CHUNKER = "chunker";
  private static final String PASSAGES = "passages";
  private static final String INDEXED_AT = "indexedAt";
  private static final String REVISION = "revision";

  /** A version of an entry as the cluster counts it. */
  record Place(long sequence, long term) {}

  static final HeldDocument NONE = new HeldDocument(Optional.empty(), 0, 0, Optional.empty());

  static String id(String source) {
    return IndexName.hash(source);
  }

  static String passageId(String source, int number) {
    return id(source) + "-" + number;
  }

  static HeldDocument read(Json.Obj found) {
    if (!Fields.yes(found, "found") && found.get("_source").isEmpty()) {
      return NONE;
    }
    Json.Obj stored = Fields.object(found, "_source");
    return new HeldDocument(
        stored.text(KEY).map(source -> entry(source, stored)),
        (int) Fields.number(stored, PASSAGES),
        Fields.number(stored, REVISION),
        Optional.of(place(found)));
  }

  static Place place(Json.Obj found) {
    return new Place(Fields.number(found, "_seq_no"), Fields.number(found, "_primary_term"));
  }

  private static LedgerEntry entry(String source, Json.Obj stored) {
    IndexedSource known =
        new IndexedSource(
            source,
            Fields.text(stored, HASH),
            (int) Fields.number(stored, PASSAGES),
            Instant.parse(Fields.text(stored, INDEXED_AT)));
    return new LedgerEntry(known, (int) Fields.number(stored, CHUNKER), stored.text(FOLDER));
  }

  /** An entry while its passages change; equal to no finished one. */
  static LedgerEntry unfinished(LedgerEntry entry, int passages) {
    IndexedSource source = entry.source();
    IndexedSource open = new IndexedSource(source.id(), "", passages, source.indexedAt());
    return new LedgerEntry(open, entry.chunkerVersion(), entry.folder());
  }

  static Json.Obj stored(LedgerEntry entry, long revision) {
    IndexedSource source = entry.source();
    return Json.object()
        .put(KEY, source.id())
        .put(HASH, source.hash())
        .put(CHUNKER, entry.chunkerVersion())
        .put(PASSAGES, source.passages())
        .put(INDEXED_AT, source.indexedAt().toString())
        .put(FOLDER, entry.folder())
        .put(REVISION, revision)
        .build();
  }

  static Json.Obj gone(long revision) {
    return Json.object().put(REVISION, revision).build();
  }

  /** Whether the last change came to its end. */
  boolean finished() {
    return entry.map(known -> !known.source().hash().isEmpty()).orElse(false);
  }
}
