package dev.atom.operation;

import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;

/** What happens in a {@link ToolLoopStream}. */
public sealed interface ToolLoopEvent {
  /**
   * Something happened in a reply.
   *
   * @param round which reply, from 1
   * @param event as the model's stream gave it
   */
  record Reply(int round, ReplyEvent event) implements ToolLoopEvent {}

  /**
   * A call is about to run, or to be refused.
   *
   * @param round which reply wanted it, from 1
   * @param call what the model wants
   */
  record CallStarted(int round, Part.ToolCall call) implements ToolLoopEvent {}

  /**
   * A call has its outcome.
   *
   * @param report the call and what became of it
   */
  record CallEnded(ToolRun.CallReport report) implements ToolLoopEvent {}

  /**
   * The loop has ended. Always the last event.
   *
   * @param run how it ended
   */
  record Finished(ToolRun run) implements ToolLoopEvent {}
}
