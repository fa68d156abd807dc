package dev.atom.knowledge;

import dev.atom.AtomException;

/** A knowledge base could not do what it was asked; the leaves tell the cases. */
public abstract sealed class KnowledgeException extends AtomException
    permits IndexInUse,
        IndexNotReadable,
        IndexStorageFailed,
        WrongTenant,
        SearchStopped,
        IngestStopped {
  private static final long serialVersionUID = 1L;

  KnowledgeException(String code, boolean retryable, String message) {
    super(code, retryable, message);
  }

  KnowledgeException(String code, boolean retryable, String message, Throwable cause) {
    super(code, retryable, message, cause);
  }
}
