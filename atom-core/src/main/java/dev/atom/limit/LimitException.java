package dev.atom.limit;

import dev.atom.AtomException;

/** A call got no room. */
public abstract sealed class LimitException extends AtomException
    permits LimitExceeded, LimitWaitCancelled {
  private static final long serialVersionUID = 1L;

  LimitException(String code, boolean retryable, String message) {
    super(code, retryable, message);
  }
}
