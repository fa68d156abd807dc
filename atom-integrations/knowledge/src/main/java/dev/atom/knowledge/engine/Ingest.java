package dev.atom.knowledge.engine;

import dev.atom.knowledge.IngestReport;
import dev.atom.knowledge.SourceDocument;
import dev.atom.knowledge.SourceOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes documents into one batch, those alone that changed. Used by one thread. */
public final class Ingest {
  private final Holdings batch;
  private final Clock clock;
  private final List<SourceOutcome> outcomes = new ArrayList<>();

  /**
   * Begins a batch.
   *
   * @param batch what is held, and takes the changes
   * @param clock dates the documents
   */
  public Ingest(Holdings batch, Clock clock) {
    this.batch = batch;
    this.clock = clock;
  }

  /**
   * Takes documents in.
   *
   * @param documents the documents; of two with the same id the later one stays
   * @return what became of each
   * @throws IOException if the disk fails
   */
  public IngestReport documents(Collection<SourceDocument> documents) throws IOException {
    batch.expect(documents.stream().map(SourceDocument::id).toList());
    for (SourceDocument document : documents) {
      batch.stopIfAsked();
      outcomes.add(take(document, Optional.empty()));
    }
    return new IngestReport(outcomes);
  }

  /**
   * Makes what is held of a folder equal to it.
   *
   * @param folder the folder's texts
   * @param prefix what their ids begin with
   * @return what became of each
   * @throws IOException if the disk fails
   */
  public IngestReport folder(FolderReader folder, String prefix) throws IOException {
    batch.expect(folder.texts().keySet());
    for (Map.Entry<String, Path> text : folder.texts().entrySet()) {
      batch.stopIfAsked();
      outcomes.add(takeFile(folder, text.getKey(), text.getValue(), prefix));
    }
    folder
        .unreadableFolders()
        .forEach((id, reason) -> outcomes.add(new SourceOutcome.Refused(id, reason)));
    removeVanished(folder, prefix);
    return new IngestReport(outcomes);
  }

  private SourceOutcome takeFile(FolderReader folder, String id, Path file, String prefix)
      throws IOException {
    boolean others =
        batch.entry(id).map(known -> !known.folder().equals(Optional.of(prefix))).orElse(false);
    if (others) {
      return new SourceOutcome.Refused(
          id, "a document from elsewhere has this id; delete that or give the folder a prefix");
    }
    SourceDocument document;
    try {
      document = folder.read(id, file);
    } catch (FolderReader.Unreadable e) {
      return new SourceOutcome.Refused(id, e.reason());
    } catch (IllegalArgumentException e) {
      return new SourceOutcome.Refused(id, String.valueOf(e.getMessage()));
    }
    return take(document, Optional.of(prefix));
  }

  private SourceOutcome take(SourceDocument document, Optional<String> folder) throws IOException {
    String hash = hash(document);
    Optional<LedgerEntry> known = batch.entry(document.id());
    boolean unchanged =
        known.map(entry -> entry.isCurrent(hash) && entry.folder().equals(folder)).orElse(false);
    if (unchanged) {
      return new SourceOutcome.Unchanged(document.id());
    }
    List<Chunk> chunks = Chunker.cut(document);
    batch.put(
        document,
        chunks,
        LedgerEntry.of(document.id(), hash, chunks.size(), clock.instant(), folder));
    return known.isPresent()
        ? new SourceOutcome.Updated(document.id(), chunks.size())
        : new SourceOutcome.Added(document.id(), chunks.size());
  }

  private void removeVanished(FolderReader folder, String prefix) throws IOException {
    for (String source : batch.ofFolder(prefix)) {
      if (!folder.texts().containsKey(source) && !folder.mayHold(source)) {
        batch.remove(source);
        outcomes.add(new SourceOutcome.Removed(source));
      }
    }
  }

  /**
   * Returns what a document's versions are told apart by.
   *
   * @param document the document
   * @return the SHA-256 of its format, title and text, in hexadecimal
   */
  public static String hash(SourceDocument document) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String head = document.format() + "\0" + document.title() + "\0";
      digest.update(head.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of()
          .formatHex(digest.digest(document.text().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
