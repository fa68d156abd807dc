package dev.atom.knowledge;

/**
 * A knowledge base was asked on behalf of a tenant whose it is not; nothing was searched or
 * changed.
 */
public final class WrongTenant extends KnowledgeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the failure; an engine does.
   *
   * @param message for whom it was asked, and whose it is
   */
  public WrongTenant(String message) {
    super("knowledge_wrong_tenant", false, message);
  }
}
