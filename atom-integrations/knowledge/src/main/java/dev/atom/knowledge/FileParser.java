package dev.atom.knowledge;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Reads files in formats that a knowledge base does not know itself, for {@link
 * KnowledgeBase#ingest(Path, String, FileParser)}. One ingest calls it from one thread; an exception
 * it throws ends the ingest and nothing of the batch is kept.
 */
public interface FileParser {
  /**
   * Tells whether a file is one for this parser; the others are passed over.
   *
   * @param file a file of the folder, neither hidden nor a symbolic link
   * @return true if {@link #parse} is to be called with it
   */
  boolean accepts(Path file);

  /**
   * Reads a file that was accepted.
   *
   * @param id what the document is called
   * @param file the file
   * @return the document under that id, or why there is none
   */
  Outcome parse(String id, Path file);

  /**
   * Returns a parser that accepts nothing.
   *
   * @return the parser
   */
  static FileParser none() {
    return NoFiles.PARSER;
  }

  /** What came of reading a file. */
  sealed interface Outcome {
    /**
     * It was read.
     *
     * @param document the document, with the id that was asked for
     */
    record Read(SourceDocument document) implements Outcome {
      /** Refuses null. */
      public Read {
        Objects.requireNonNull(document, "document");
      }
    }

    /**
     * It was not read.
     *
     * @param reason why, for people
     */
    record Refused(String reason) implements Outcome {
      /** Refuses null. */
      public Refused {
        Objects.requireNonNull(reason, "reason");
      }
    }
  }
}
