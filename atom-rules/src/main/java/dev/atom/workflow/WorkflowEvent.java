package dev.atom.workflow;

import java.time.Duration;

/** What a {@link WorkflowListener} is told. Every started is followed by an ended on the same host. */
public sealed interface WorkflowEvent {
  /**
   * Returns the run.
   *
   * @return which run it is
   */
  RunId run();

  /**
   * A host has begun to advance a run.
   *
   * @param run the run
   */
  record AdvanceStarted(RunId run) implements WorkflowEvent {}

  /**
   * A host advances a run no further for now.
   *
   * @param run the run
   * @param why such as {@code waiting}, {@code completed}, {@code failed}, {@code lost}
   */
  record AdvanceEnded(RunId run, String why) implements WorkflowEvent {}

  /**
   * An attempt at a call has begun.
   *
   * @param run the run
   * @param step the step's id and iteration; a compensation's begins with {@code undo:}
   * @param operation the operation
   * @param attempt which attempt, from 1
   */
  record CallStarted(RunId run, String step, String operation, int attempt)
      implements WorkflowEvent {}

  /**
   * An attempt at a call has ended.
   *
   * @param run the run
   * @param step the step's id and iteration
   * @param operation the operation
   * @param attempt which attempt, from 1
   * @param succeeded whether the handler returned
   * @param took how long it took
   */
  record CallEnded(
      RunId run, String step, String operation, int attempt, boolean succeeded, Duration took)
      implements WorkflowEvent {}
}
