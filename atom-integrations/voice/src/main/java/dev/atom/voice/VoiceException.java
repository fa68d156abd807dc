package dev.atom.voice;

import dev.atom.AtomException;

/** Speech could not be waited for; the leaves tell the cases. */
public abstract sealed class VoiceException extends AtomException permits WaitInterrupted {
  private static final long serialVersionUID = 1L;

  VoiceException(String code, boolean retryable, String message, Throwable cause) {
    super(code, retryable, message, cause);
  }
}
