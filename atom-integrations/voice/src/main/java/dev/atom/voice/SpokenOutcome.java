package dev.atom.voice;

import dev.atom.model.ChatReply;
import java.util.Objects;

/** How a {@link SpokenReply} ended. */
public sealed interface SpokenOutcome {
  /**
   * Returns what the model wrote until then and how much of it was heard.
   *
   * @return the text in two parts
   */
  HeardText text();

  /**
   * The reply was whole and all of it was played.
   *
   * @param text all of it heard
   * @param reply the model's reply, which may call tools
   */
  record Finished(HeardText text, ChatReply reply) implements SpokenOutcome {
    /** Checks that both are there. */
    public Finished {
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(reply, "reply");
    }
  }

  /**
   * It was stopped before: the listener spoke, the call was cancelled, or the reply was closed.
   *
   * @param text what was heard and, of what the model had written, what was not
   */
  record Interrupted(HeardText text) implements SpokenOutcome {
    /** Checks that it is there. */
    public Interrupted {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * The model, the voice or the speaker failed. What was ready to be played was played first.
   *
   * @param text what was heard and, of what the model had written, what was not
   * @param cause the first failure
   */
  record Failed(HeardText text, Throwable cause) implements SpokenOutcome {
    /** Checks that both are there. */
    public Failed {
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(cause, "cause");
    }
  }
}
