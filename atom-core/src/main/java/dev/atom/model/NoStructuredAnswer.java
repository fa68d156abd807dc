package dev.atom.model;

import dev.atom.AtomException;
import dev.atom.json.JsonSchema;
import java.util.List;

/** A model answered, but not with the value that was asked for. */
public final class NoStructuredAnswer extends AtomException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final transient List<JsonSchema.Violation> violations;
  private final transient List<ChatReply> replies;

  NoStructuredAnswer(
      Reason reason,
      String message,
      List<JsonSchema.Violation> violations,
      List<ChatReply> replies) {
    super("no_structured_answer", false, message);
    this.reason = reason;
    this.violations = List.copyOf(violations);
    this.replies = List.copyOf(replies);
  }

  /** Why there is no value. */
  public enum Reason {
    /** The model declined. */
    REFUSED,
    /** The reply was cut at the limit of tokens. */
    CUT,
    /** The provider's filter held the reply back. */
    FILTERED,
    /** Neither the first reply nor the repaired one fits the schema. */
    MISFIT
  }

  /**
   * Returns why there is no value.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }

  /**
   * Returns what does not fit in the last reply.
   *
   * @return empty unless the reason is {@link Reason#MISFIT}
   */
  public List<JsonSchema.Violation> violations() {
    return violations;
  }

  /**
   * Returns what the model answered.
   *
   * @return one or two replies
   */
  public List<ChatReply> replies() {
    return replies;
  }

  /**
   * Returns the tokens that were spent for nothing.
   *
   * @return the usage of all replies
   */
  public Usage usage() {
    return replies.stream().map(ChatReply::usage).reduce(Usage.ZERO, Usage::plus);
  }
}
