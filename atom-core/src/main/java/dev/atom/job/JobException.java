package dev.atom.job;

import dev.atom.AtomException;

/** What a {@link JobHandler} throws to decide what becomes of its job. */
public abstract sealed class JobException extends AtomException
    permits JobRejected, JobPostponed, OutcomeUnknown {
  private static final long serialVersionUID = 1L;

  JobException(String code, boolean retryable, String message) {
    super(code, retryable, message);
  }
}
