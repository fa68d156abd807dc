package dev.atom.model;

/** What happens in a {@link ReplyStream}. {@code choice} is 0 unless several answers were asked. */
public sealed interface ReplyEvent {
  /**
   * The provider has begun to answer.
   *
   * @param model the model that answers
   */
  record Started(ModelRef model) implements ReplyEvent {}

  /**
   * The model broke off, and another one takes over. Comes only from a router that was told to do so.
   *
   * @param model the model that answers from here on
   * @param fromStart true if it begins again, so that all pieces before this are void; false if it
   *     goes on where the other broke off
   */
  record TakenOver(ModelRef model, boolean fromStart) implements ReplyEvent {}

  /**
   * More of the text.
   *
   * @param choice which answer, from 0
   * @param text what is new
   */
  record TextDelta(int choice, String text) implements ReplyEvent {
    /**
     * Returns the length only: the text may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "TextDelta[" + choice + ", " + text.length() + " characters]";
    }
  }

  /**
   * More of the reasoning or its summary.
   *
   * @param choice which answer, from 0
   * @param text what is new
   */
  record ReasoningDelta(int choice, String text) implements ReplyEvent {
    /**
     * Returns the length only: the text may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "ReasoningDelta[" + choice + ", " + text.length() + " characters]";
    }
  }

  /**
   * More of the words with which the model declines.
   *
   * @param choice which answer, from 0
   * @param text what is new
   */
  record RefusalDelta(int choice, String text) implements ReplyEvent {
    /**
     * Returns the length only: the text may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "RefusalDelta[" + choice + ", " + text.length() + " characters]";
    }
  }

  /**
   * A tool call begins.
   *
   * @param choice which answer, from 0
   * @param index which of its calls, from 0
   * @param id the call's id
   * @param name the tool's name
   */
  record ToolCallStarted(int choice, int index, String id, String name) implements ReplyEvent {}

  /**
   * More of a tool call's arguments; together they are the JSON text.
   *
   * @param choice which answer, from 0
   * @param index which of its calls, from 0
   * @param text what is new
   */
  record ToolArgumentsDelta(int choice, int index, String text) implements ReplyEvent {
    /**
     * Returns the length only: the text may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "ToolArgumentsDelta[" + choice + ", " + index + ", " + text.length() + " characters]";
    }
  }

  /**
   * The reply is whole. Always the last event.
   *
   * @param reply everything the deltas amount to, with usage
   */
  record Finished(ChatReply reply) implements ReplyEvent {}
}
