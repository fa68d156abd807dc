package dev.atom.benchmarks.clients;

/** What the server speaks, and so what a peer is asked to speak. */
public enum Protocol {
  /** OpenAI's chat completions. */
  CHAT("/chat/completions"),
  /** OpenAI's Responses. */
  RESPONSES("/responses"),
  /** Anthropic's messages. */
  MESSAGES("/messages");

  private final String path;

  Protocol(String path) {
    this.path = path;
  }

  /**
   * Returns the path below {@code /v1}.
   *
   * @return the path, with its slash
   */
  public String path() {
    return path;
  }
}
