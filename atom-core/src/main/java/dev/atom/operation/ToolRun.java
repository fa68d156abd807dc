package dev.atom.operation;

import dev.atom.model.ChatMessage;
import dev.atom.model.ChatReply;
import dev.atom.model.Part;
import dev.atom.model.Usage;
import java.util.List;

/**
 * How a {@link ToolLoop} ended. Every call in the messages has its result, so that they can open the
 * next request.
 *
 * @param ending why it ended
 * @param reply the model's last reply; its calls, if any, were not run
 * @param messages the request's messages and all that came after, the last reply included
 * @param usage of all replies together
 * @param calls every call with its outcome, in the model's order
 */
public record ToolRun(
    Ending ending,
    ChatReply reply,
    List<ChatMessage> messages,
    Usage usage,
    List<CallReport> calls) {
  /** Copies the lists. */
  public ToolRun {
    messages = List.copyOf(messages);
    calls = List.copyOf(calls);
  }

  /** Why a loop ended. */
  public enum Ending {
    /** The model answered without calls. */
    ANSWERED,
    /** As many replies as allowed were asked for, and the last wants calls or paused. */
    ROUNDS,
    /** The model wants more calls than allowed. */
    CALLS,
    /** As many tokens as allowed were spent, and the model wants calls or paused. */
    TOKENS,
    /** The model makes the same calls over and over, also after it was told. */
    REPEATED,
    /** The deadline of the context passed. */
    DEADLINE
  }

  /**
   * One call and what became of it.
   *
   * @param round which reply wanted it, from 1
   * @param call what the model wanted
   * @param outcome what became of it
   */
  public record CallReport(int round, Part.ToolCall call, ToolOutcome outcome) {}

  /**
   * Tells whether the model came to an answer.
   *
   * @return false if a bound ended the loop
   */
  public boolean answered() {
    return ending == Ending.ANSWERED;
  }

  /**
   * Returns sizes only: the content may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "ToolRun[" + ending + ", " + calls.size() + " calls, " + usage + "]";
  }
}
