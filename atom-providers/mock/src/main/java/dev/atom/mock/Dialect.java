package dev.atom.mock;

/** Whose form an error has. */
public enum Dialect {
  /** OpenAI's chat completions, and the many servers that are compatible with them. */
  OPENAI,
  /** OpenAI's responses, whose streams tell errors by events of their own. */
  OPENAI_RESPONSES,
  /** Anthropic's messages. */
  ANTHROPIC,
  /** Gemini's {@code generateContent}. */
  GEMINI,
  /** Ollama's own protocol, which streams lines of JSON. */
  OLLAMA
}
