package dev.atom.model;

/** What a model or a provider's client can do; known before a call. */
public enum Capability {
  /** Whole replies to messages. */
  CHAT,
  /** Replies piece by piece. */
  STREAMING,
  /** Calls of tools. */
  TOOLS,
  /** A named or any tool can be demanded. */
  FORCED_TOOLS,
  /** Replies that follow a JSON schema. */
  STRUCTURED_OUTPUT,
  /** Replies that are some JSON object. */
  JSON_OUTPUT,
  /** Reasoning before the reply, counted apart. */
  REASONING,
  /** Images in messages. */
  IMAGE_INPUT,
  /** Audio in messages. */
  AUDIO_INPUT,
  /** Documents such as PDF in messages. */
  FILE_INPUT
}
