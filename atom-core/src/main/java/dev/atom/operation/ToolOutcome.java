package dev.atom.operation;

import dev.atom.json.Json;

/** What became of a call that a model wanted. */
public sealed interface ToolOutcome {
  /**
   * The operation was done, or the policy answered for it.
   *
   * @param result what the model was given
   */
  record Done(Json result) implements ToolOutcome {
    /**
     * Returns the kind only: the result may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Done";
    }
  }

  /**
   * The operation failed; it may have had an effect.
   *
   * @param cause for the host; the model is told the message of an {@link dev.atom.AtomException},
   *     and of others that there was a failure
   * @param message what the model was told
   */
  record Failed(Throwable cause, String message) implements ToolOutcome {
    /**
     * Returns the cause's type only.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Failed[" + cause.getClass().getSimpleName() + "]";
    }
  }

  /**
   * The operation was not done.
   *
   * @param why what kept it from running
   * @param message what the model was told
   */
  record NotRun(Why why, String message) implements ToolOutcome {}

  /** What keeps a call from running. */
  enum Why {
    /** No operation of this name was on offer. */
    UNKNOWN_TOOL,
    /** The arguments are no JSON object, or do not fit the schema. */
    INVALID_ARGUMENTS,
    /** The host's policy refused it. */
    REFUSED,
    /** The same call with the same arguments was made too often. */
    REPEATED,
    /** A bound of the loop was reached. */
    BOUND
  }
}
