package dev.atom.workflow;

/** A step can't be done as it stands: nothing has happened, and another attempt would not help. */
final class StepRefused extends WorkflowException {
  private static final long serialVersionUID = 1L;

  StepRefused(String code, String message) {
    super(code, message);
  }
}
