package dev.atom.providers.gemini;

import java.util.Optional;

/**
 * Ids of tool calls. Models before the third generation give none; those made up here, so that a
 * result finds its call, never leave the process.
 */
final class GeminiCallIds {
  private static final String MADE_UP = "no-id-";

  private GeminiCallIds() {}

  static String madeUp(String replyId, int candidate, int call) {
    String choice = candidate == 0 ? "" : "." + candidate;
    return MADE_UP + (replyId.isEmpty() ? "call" : replyId) + choice + "-" + call;
  }

  /** The id if it is the provider's, or another's. */
  static Optional<String> real(String id) {
    return Optional.of(id).filter(text -> !text.isEmpty() && !text.startsWith(MADE_UP));
  }
}
