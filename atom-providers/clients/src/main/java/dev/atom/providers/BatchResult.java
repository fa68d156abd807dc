package dev.atom.providers;

import dev.atom.model.ChatReply;
import dev.atom.model.ModelException;
import java.util.Objects;

/** What became of one request of a batch. */
public sealed interface BatchResult {
  /**
   * Returns the id under which the request was handed over.
   *
   * @return the host's own id
   */
  String id();

  /**
   * The request was answered.
   *
   * @param id the id under which it was handed over
   * @param reply the reply
   */
  record Answered(String id, ChatReply reply) implements BatchResult {
    /** Refuses null. */
    public Answered {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(reply, "reply");
    }
  }

  /**
   * The request failed, expired or was cancelled.
   *
   * @param id the id under which it was handed over
   * @param failure why, as a chat would have thrown it
   */
  record Failed(String id, ModelException failure) implements BatchResult {
    /** Refuses null. */
    public Failed {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(failure, "failure");
    }
  }

  /**
   * Returns the reply, or throws the failure.
   *
   * @return the reply
   * @throws ModelException if the request was not answered
   */
  default ChatReply reply() {
    return switch (this) {
      case Answered answered -> answered.reply;
      case Failed failed -> throw failed.failure;
    };
  }
}
