package dev.atom.knowledge;

/** The disk failed or is full; what was being written is undone, what was written before stays. */
public final class IndexStorageFailed extends KnowledgeException {
  private static final long serialVersionUID = 1L;

  IndexStorageFailed(String message, Throwable cause) {
    super("knowledge_storage_failed", true, message, cause);
  }
}
