package dev.atom.assistant;

import dev.atom.AtomException;

/** An assistant can't do what it was asked. */
public abstract sealed class AssistantException extends AtomException permits TurnContended {
  private static final long serialVersionUID = 1L;

  AssistantException(String code, boolean retryable, String message) {
    super(code, retryable, message);
  }
}
