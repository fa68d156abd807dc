package dev.atom.ledger;

import dev.atom.AtomException;

/** Usage could not be booked or read. */
public final class LedgerException extends AtomException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception for a failure of a ledger.
   *
   * @param retryable whether the same call may succeed later
   * @param message what failed and what to do
   * @param cause the failure below
   */
  public LedgerException(boolean retryable, String message, Throwable cause) {
    super("ledger_failed", retryable, message, cause);
  }

  LedgerException(String message) {
    super("usage_not_booked", false, message);
  }
}
