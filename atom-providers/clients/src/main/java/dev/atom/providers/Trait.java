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
  /** Reasoning goes back in later requests, as {@code reasoning_content}. */
  ECHO_REASONING,
  /** Reasoning stands in the text, between {@code <think>} and {@code </think>}. */
  THINK_TAGS,
  /** Messages of user and assistant must take turns; those of one role in a row are joined. */
  ALTERNATING_ROLES,
  /** A schema for the reply is only followed if the messages have it too. */
  SCHEMA_IN_PROMPT
}
