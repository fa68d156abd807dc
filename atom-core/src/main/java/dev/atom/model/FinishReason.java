package dev.atom.model;

/** Why a model stopped. */
public enum FinishReason {
  /** It was done, or met a stop sequence. */
  STOP,
  /** The limit of output tokens or of the context was reached; the reply is cut. */
  LENGTH,
  /** It waits for results of tools. */
  TOOL_CALLS,
  /** The provider's filter held content back. */
  CONTENT_FILTER,
  /** The model declined. */
  REFUSAL,
  /** The provider interrupted a long turn: it goes on once the reply is sent back as it is. */
  PAUSED,
  /** The provider gave a reason that Atom does not know; see the raw reply. */
  OTHER
}
