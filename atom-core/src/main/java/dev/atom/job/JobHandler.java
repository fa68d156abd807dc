package dev.atom.job;

/**
 * Does what a job of some kind is for. Called on several threads at once, for a different job each.
 */
@FunctionalInterface
public interface JobHandler {
  /**
   * Does it. Returning says that it is done; {@link JobRun#complete} says so in the same transaction
   * as what it has brought about.
   *
   * @param run the job, its context and how far it has come
   * @throws Exception if it failed: {@link JobKind} says what becomes of it. {@link JobRejected},
   *     {@link JobPostponed} and {@link OutcomeUnknown} decide it themselves.
   */
  void run(JobRun run) throws Exception;
}
