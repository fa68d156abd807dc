package dev.atom.model;

import java.util.List;

/**
 * A model's answer as a value.
 *
 * @param value what was answered
 * @param replies one, or two if the first did not fit and was repaired
 * @param usage of all replies together
 * @param <T> the value's type
 */
public record StructuredAnswer<T>(T value, List<ChatReply> replies, Usage usage) {
  /** Copies the replies. */
  public StructuredAnswer {
    replies = List.copyOf(replies);
  }

  /**
   * Tells whether the first reply did not fit.
   *
   * @return true if there were two rounds
   */
  public boolean repaired() {
    return replies.size() > 1;
  }

  /**
   * Returns the numbers only: the content may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "StructuredAnswer[" + replies.size() + " replies, " + usage + "]";
  }
}
