package dev.atom.personal;

import dev.atom.AtomException;

/** Sealed data that can't be opened though its key is there: it was changed or belongs elsewhere. */
public final class SealingException extends AtomException {
  private static final long serialVersionUID = 1L;

  SealingException(String message) {
    super("sealed_data_damaged", false, message);
  }

  SealingException(String message, Throwable cause) {
    super("sealed_data_damaged", false, message, cause);
  }
}
