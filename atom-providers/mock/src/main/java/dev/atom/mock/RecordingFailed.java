package dev.atom.mock;

/** An exchange could not be recorded; the client got its answer all the same. */
public final class RecordingFailed extends MockException {
  private static final long serialVersionUID = 1L;

  RecordingFailed(String message, Throwable cause) {
    super("recording_failed", true, message, cause);
  }
}
