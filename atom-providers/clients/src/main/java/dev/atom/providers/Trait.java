package dev.atom.providers;

/** A habit in which servers of one {@link Protocol} differ. */
public enum Trait {
  /**
   * The models are OpenAI's own: those that reason take the developer's role and refuse sampling and
   * stop sequences, which are left out with a warning.
   */
  OPENAI_MODELS,
  /** The limit of output tokens is named {@code max_completion_tokens}. */
  COMPLETION_LIMIT,
  /** Padding of streamed events can be turned off, and is. */
  OBFUSCATION,
  /** Vectors are asked for as base64 of floats, a quarter of the size. */
  BASE64_EMBEDDINGS,
  /** Vectors come as base64 of signed bytes. */
  INT8_EMBEDDINGS,
  /** Embedding models of Cohere's are told what their vectors are for, as {@code input_type}. */
  COHERE_INPUT_TYPE,
  /** Transcripts with times and length are asked for wherever the model has them. */
  VERBOSE_TRANSCRIPTS,
  /** A recording may be fetched from an address. */
  AUDIO_URL,
  /** Speech has a sample rate and knows the mu-law of telephony, but takes no instructions. */
  TELEPHONE_SPEECH,
  /** Usage in a stream comes only if asked for. */
  STREAM_USAGE,
  /** A stream is whole only with its last marker, {@code [DONE]}. */
  END_MARKER,
  /**
   * Reasoning goes back in later requests, as {@code reasoning_content} in chat completions and as
   * the items it came in with Responses.
   */
  ECHO_REASONING,
  /** Reasoning stands in the text, between {@code <think>} and {@code </think>}. */
  THINK_TAGS,
  /** Messages of user and assistant must take turns; those of one role in a row are joined. */
  ALTERNATING_ROLES,
  /**
   * The server makes JSON but knows no schemas: a schema is put before the messages and the reply is
   * not held to it, which a warning says. A reply of nothing at all, which such servers give at
   * times, is a failure that can be tried again.
   */
  SCHEMA_IN_PROMPT,
  /**
   * Replies are kept at the server unless it is told not to, and it is told; its own items go back
   * to it, with the reasoning encrypted.
   */
  STORAGE,
  /** A name says which requests share a beginning: {@code prompt_cache_key}. */
  CACHE_KEY,
  /** A tool call is forced with {@code any} rather than {@code required}. */
  ANY_FORCES_TOOLS,
  /** Ids of tool calls are nine letters and digits; others are made to fit. */
  SHORT_CALL_IDS,
  /** Reasoning is turned on and off by {@code thinking}; the effort {@code none} turns it off. */
  THINKING_SWITCH,
  /**
   * Reasoning is asked for by an object {@code reasoning} with effort, limit of tokens and whether it
   * is shown.
   */
  REASONING_OBJECT,
  /** Responses take a schema as chat completions do, in {@code response_format}. */
  CHAT_FORMAT,
  /** JSON may come where the reasoning belongs, with an empty text beside it. */
  JSON_IN_REASONING
}
