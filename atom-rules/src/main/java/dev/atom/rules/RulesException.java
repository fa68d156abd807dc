package dev.atom.rules;

import dev.atom.AtomException;

/** The root of what this package throws on purpose. */
public abstract class RulesException extends AtomException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception that is not worth a retry.
   *
   * @param code a stable name of the fault
   * @param message what failed, on which value, and what to do
   */
  protected RulesException(String code, String message) {
    this(code, false, message);
  }

  RulesException(String code, boolean retryable, String message) {
    super(code, retryable, message);
  }
}
