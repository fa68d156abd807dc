package dev.atom.blob;

import dev.atom.AtomException;

/** Contents could not be kept or read. */
public class BlobException extends AtomException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception for a failure of the engine, which may be over when it is tried again.
   *
   * @param message what failed and what to do
   * @param cause the engine's own exception
   */
  public BlobException(String message, Throwable cause) {
    super("blob_failed", true, message, cause);
  }

  BlobException(String code, String message) {
    super(code, false, message);
  }
}
