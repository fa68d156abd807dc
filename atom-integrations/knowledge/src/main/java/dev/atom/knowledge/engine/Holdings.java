package dev.atom.knowledge.engine;

import dev.atom.knowledge.SourceDocument;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The documents that an index holds, and changes to them that are on their way into it. An engine
 * implements this; {@link Ingest} decides by it what has to change. Used by one thread.
 */
public interface Holdings {
  /**
   * Gives the batch up if whoever waits for it was interrupted.
   *
   * @throws dev.atom.knowledge.IngestStopped if so
   */
  void stopIfAsked();

  /**
   * Tells which documents are asked about next, so that they can be looked up together.
   *
   * @param sources their ids
   */
  void expect(Collection<String> sources);

  /**
   * Returns what is known of a document, the changes of this batch included.
   *
   * @param source the document's id
   * @return empty if it is not held
   */
  Optional<LedgerEntry> entry(String source);

  /**
   * Returns the documents that came from a folder, the changes of this batch included.
   *
   * @param prefix the folder's prefix
   * @return their ids, in order
   */
  Set<String> ofFolder(String prefix);

  /**
   * Puts a document in the place of what is held under its id.
   *
   * @param source the document
   * @param chunks its passages
   * @param entry what is to be known of it
   * @throws IOException if the disk fails
   */
  void put(SourceDocument source, List<Chunk> chunks, LedgerEntry entry) throws IOException;

  /**
   * Takes a document out.
   *
   * @param source its id
   * @throws IOException if the disk fails
   */
  void remove(String source) throws IOException;
}
