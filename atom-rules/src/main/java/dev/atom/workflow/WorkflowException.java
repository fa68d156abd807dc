package dev.atom.workflow;

import dev.atom.AtomException;

/** The root of what this package throws on purpose. */
public abstract class WorkflowException extends AtomException {
  private static final long serialVersionUID = 1L;

  WorkflowException(String code, String message) {
    super(code, false, message);
  }
}
