package dev.atom.mock;

import dev.atom.AtomException;

/** The root of what this module's recorded exchanges and servers throw. */
public abstract sealed class MockException extends AtomException
    permits InvalidExchange, InvalidScript, RecordingFailed {
  private static final long serialVersionUID = 1L;

  MockException(String code, boolean retryable, String message) {
    super(code, retryable, message);
  }

  MockException(String code, boolean retryable, String message, Throwable cause) {
    super(code, retryable, message, cause);
  }
}
