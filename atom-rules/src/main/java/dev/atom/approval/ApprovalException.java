package dev.atom.approval;

import dev.atom.AtomException;

/** The root of what this package throws on purpose. */
public abstract sealed class ApprovalException extends AtomException
    permits ApprovalNotFound, ApprovalContended, HandlerMissing {
  private static final long serialVersionUID = 1L;

  ApprovalException(String code, boolean retryable, String message) {
    super(code, retryable, message);
  }
}
