package dev.atom.rules;

import dev.atom.AtomException;

/** The root of what this package throws on purpose. */
public abstract class RulesException extends AtomException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param code a stable name of the fault
   * @param message what failed, on which value, and what to do
   */
  protected RulesException(String code, String message) {
    super(code, false, message);
  }
}
