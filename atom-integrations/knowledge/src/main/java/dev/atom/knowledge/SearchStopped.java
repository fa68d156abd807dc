package dev.atom.knowledge;

/** The deadline passed or the call was cancelled before anything was found. */
public final class SearchStopped extends KnowledgeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the failure; an engine does.
   *
   * @param message why, and what to do
   */
  public SearchStopped(String message) {
    super("knowledge_search_stopped", true, message);
  }
}
