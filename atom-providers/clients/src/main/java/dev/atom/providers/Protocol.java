package dev.atom.providers;

/** What a server speaks. */
public enum Protocol {
  /** OpenAI's {@code /responses}. */
  OPENAI_RESPONSES,
  /** OpenAI's {@code /chat/completions}, which most compatible servers speak. */
  OPENAI_CHAT_COMPLETIONS,
  /** Anthropic's {@code /messages}. */
  ANTHROPIC_MESSAGES,
  /** Google's {@code :generateContent}. */
  GEMINI,
  /** Ollama's {@code /api/chat}. */
  OLLAMA,
  /** Deepgram's speech in both directions; there is no chat. */
  DEEPGRAM
}
