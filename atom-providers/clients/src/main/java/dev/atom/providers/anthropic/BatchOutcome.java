package dev.atom.providers.anthropic;

import dev.atom.model.ChatReply;
import dev.atom.providers.wire.ProviderError;

/** What became of one request of a batch. */
sealed interface BatchOutcome {
  /** The id under which the request was handed over. */
  String id();

  /** The request was answered. */
  record Answered(String id, ChatReply reply) implements BatchOutcome {}

  /** The request failed or its reply makes no sense. */
  record Failed(String id, ProviderError error) implements BatchOutcome {}

  /** The batch was cancelled before the request was sent to the model. */
  record Cancelled(String id) implements BatchOutcome {}

  /** The batch's day was over before the request was sent to the model. */
  record Expired(String id) implements BatchOutcome {}
}
