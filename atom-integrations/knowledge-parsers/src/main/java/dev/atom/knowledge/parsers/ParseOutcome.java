package dev.atom.knowledge.parsers;

import java.util.Objects;

/** What came of parsing a file. Immutable. */
public sealed interface ParseOutcome {
  /**
   * The file was read.
   *
   * @param document its text
   */
  record Parsed(ParsedDocument document) implements ParseOutcome {
    /** Refuses null. */
    public Parsed {
      Objects.requireNonNull(document, "document");
    }
  }

  /**
   * The file was not read, and nothing of it is kept.
   *
   * @param reason why, for programs
   * @param message why, for people
   */
  record Refused(Reason reason, String message) implements ParseOutcome {
    /** Refuses null. */
    public Refused {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(message, "message");
    }
  }

  /** Why a file was not read. */
  enum Reason {
    /** Neither its name nor its beginning is that of a type that is read. */
    UNKNOWN_TYPE,
    /** It is gone, no regular file or may not be read. */
    UNREADABLE,
    /** It has more bytes, pages or text, or unpacks to more, than the limits allow. */
    TOO_LARGE,
    /** It was not done in the time the limits allow. */
    TOO_SLOW,
    /** It is encrypted, be it only against copying. */
    ENCRYPTED,
    /** It is damaged, or not what it says it is. */
    BROKEN,
    /** There is no text in it, such as in scanned pages. */
    NO_TEXT,
    /** The thread was interrupted; its interrupt flag is set again. */
    INTERRUPTED
  }
}
