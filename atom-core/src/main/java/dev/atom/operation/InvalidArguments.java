package dev.atom.operation;

import dev.atom.AtomException;

/** The arguments of an operation do not fit its schema; nothing was done. */
public final class InvalidArguments extends AtomException {
  private static final long serialVersionUID = 1L;

  InvalidArguments(String operation, String problems) {
    super(
        "invalid_arguments",
        false,
        "operation \"" + operation + "\" was given arguments that do not fit: " + problems);
  }
}
