package dev.atom.knowledge;

/** The thread that took documents in was interrupted; nothing of that batch was kept. */
public final class IngestStopped extends KnowledgeException {
  private static final long serialVersionUID = 1L;

  IngestStopped(String message) {
    super("knowledge_ingest_stopped", true, message);
  }
}
