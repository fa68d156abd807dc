package dev.atom.store;

import dev.atom.AtomException;

/** The store could not do what it was asked; leaves tell the cases a caller handles. */
public class StoreException extends AtomException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception for a failure of the engine.
   *
   * @param retryable whether the same call may succeed later
   * @param message what failed and what to do
   * @param cause the engine's own exception
   */
  public StoreException(boolean retryable, String message, Throwable cause) {
    super("store_failed", retryable, message, cause);
  }

  /**
   * Creates an exception for a store that can't be used as it is.
   *
   * @param message what is wrong and what to do
   */
  public StoreException(String message) {
    this("store_failed", message);
  }

  StoreException(String code, String message) {
    super(code, false, message);
  }
}
