package dev.atom.workflow;

/** What becomes of a run when one of its steps has failed for good. */
public enum OnError {
  /** The run fails; what was done stays done. */
  STOP("stop"),
  /** The run goes on without a result of this step. */
  CONTINUE("continue"),
  /** What was done is undone in reverse order, as far as steps say how, and the run fails. */
  COMPENSATE("compensate");

  private final String jsonName;

  OnError(String jsonName) {
    this.jsonName = jsonName;
  }

  /**
   * Returns the name in a workflow document.
   *
   * @return such as {@code "stop"}
   */
  public String jsonName() {
    return jsonName;
  }
}
