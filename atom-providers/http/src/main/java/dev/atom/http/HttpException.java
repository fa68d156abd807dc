package dev.atom.http;

import dev.atom.AtomException;

/** A call over HTTP got no usable answer. A reply with an error status is no such failure. */
public abstract sealed class HttpException extends AtomException
    permits ConnectionFailed, HttpTimedOut, HttpCancelled, ReplyTooLarge, SecretExposed {
  private static final long serialVersionUID = 1L;

  HttpException(String code, boolean retryable, String message) {
    super(code, retryable, message);
  }

  HttpException(String code, boolean retryable, String message, Throwable cause) {
    super(code, retryable, message, cause);
  }
}
