package dev.atom.workflow;

import java.util.List;
import java.util.Objects;

/** What was asked of a run or a definition can't be done; nothing was changed. */
public final class RunRefused extends WorkflowException {
  private static final long serialVersionUID = 1L;

  private static final int SHOWN = 20;

  private final Reason reason;
  private final transient List<String> steps;

  RunRefused(Reason reason, String message) {
    this(reason, message, List.of());
  }

  /** Because of steps that can't be taken back. */
  RunRefused(List<String> steps) {
    this(
        Reason.CANT_BE_UNDONE,
        "nothing undoes "
            + String.join(", ", steps.subList(0, Math.min(steps.size(), SHOWN)))
            + (steps.size() > SHOWN ? " and " + (steps.size() - SHOWN) + " more" : "")
            + "; accept that they happen once more, or leave the run as it is",
        steps);
  }

  private RunRefused(Reason reason, String message, List<String> steps) {
    super("run_refused", message);
    this.reason = Objects.requireNonNull(reason, "reason");
    this.steps = List.copyOf(steps);
  }

  /** Why. */
  public enum Reason {
    /** There is no such run. */
    NO_SUCH_RUN,
    /** No such workflow is published, or not in this version. */
    NO_SUCH_WORKFLOW,
    /** The version is published already, with other content. */
    VERSION_TAKEN,
    /** The inputs are not what the workflow asks for. */
    INVALID_INPUTS,
    /** The run has ended. */
    ENDED,
    /** The run is in no state in which this can be done. */
    WRONG_STATE,
    /** Nobody has to decide about the step. */
    NOTHING_TO_DECIDE,
    /** The other definition has no place for what the run has done. */
    DOES_NOT_FIT,
    /** The run has not come to such a step. */
    NO_SUCH_STEP,
    /** Steps have happened, or may have, that nothing undoes: {@link RunRefused#steps}. */
    CANT_BE_UNDONE,
    /** Who wants it may not. */
    NOT_ALLOWED
  }

  /**
   * Returns why.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }

  /**
   * Returns which steps stand against it.
   *
   * @return the ids and iterations of steps that can't be undone, those of a run within it behind the
   *     step and a slash; empty unless the reason is {@link Reason#CANT_BE_UNDONE}
   */
  public List<String> steps() {
    return steps;
  }
}
