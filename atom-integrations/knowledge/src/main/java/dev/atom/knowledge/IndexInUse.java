package dev.atom.knowledge;

/**
 * The folder is open already, in this process or another; one knowledge base at a time can have it.
 */
public final class IndexInUse extends KnowledgeException {
  private static final long serialVersionUID = 1L;

  IndexInUse(String message, Throwable cause) {
    super("knowledge_index_in_use", true, message, cause);
  }
}
