package dev.atom.workflow;

import java.util.Objects;

/** What was asked of a run or a definition can't be done; nothing was changed. */
public final class RunRefused extends WorkflowException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  RunRefused(Reason reason, String message) {
    super("run_refused", message);
    this.reason = Objects.requireNonNull(reason, "reason");
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
    DOES_NOT_FIT
  }

  /**
   * Returns why.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }
}
