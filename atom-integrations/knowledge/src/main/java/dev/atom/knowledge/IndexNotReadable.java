package dev.atom.knowledge;

/**
 * The folder holds an index that this version does not read: newer, too old, damaged or not a
 * knowledge base. It was not changed.
 */
public final class IndexNotReadable extends KnowledgeException {
  private static final long serialVersionUID = 1L;

  IndexNotReadable(String message) {
    super("knowledge_index_not_readable", false, message);
  }

  IndexNotReadable(String message, Throwable cause) {
    super("knowledge_index_not_readable", false, message, cause);
  }
}
