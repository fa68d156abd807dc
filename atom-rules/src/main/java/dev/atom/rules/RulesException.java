package dev.atom.rules;

import dev.atom.AtomException;

/** The root of what this package throws on purpose. */
public abstract class RulesException extends AtomException {
  private static final long serialVersionUID = 1L;

  RulesException(String code, String message) {
    this(code, false, message);
  }

  RulesException(String code, boolean retryable, String message) {
    super(code, retryable, message);
  }
}
