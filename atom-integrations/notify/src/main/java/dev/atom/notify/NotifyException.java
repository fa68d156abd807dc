package dev.atom.notify;

import dev.atom.AtomException;

/** A notice could not be worded, found or sent; leaves tell which. */
public abstract sealed class NotifyException extends AtomException
    permits NoticeMissing, NotSent, TemplateMismatch {
  private static final long serialVersionUID = 1L;

  NotifyException(String code, boolean retryable, String message) {
    super(code, retryable, message);
  }

  NotifyException(String code, boolean retryable, String message, Throwable cause) {
    super(code, retryable, message, cause);
  }
}
