package dev.atom.knowledge;

/** The thread that took documents in was interrupted; nothing of that batch was kept. */
public final class IngestStopped extends KnowledgeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the failure; an engine does.
   *
   * @param message why, and what to do
   */
  public IngestStopped(String message) {
    super("knowledge_ingest_stopped", true, message);
  }
}
