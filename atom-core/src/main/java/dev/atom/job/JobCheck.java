package dev.atom.job;

/** Asks the receiver whether an effect has happened, before it is repeated. */
@FunctionalInterface
public interface JobCheck {
  /** The receiver's answer. */
  enum Answer {
    /** It has happened; the job is done. */
    YES,
    /** It has not happened; it is tried again. */
    NO,
    /** The receiver can't tell; somebody decides. */
    UNKNOWN
  }

  /**
   * Asks.
   *
   * @param run the job whose earlier attempt may have happened
   * @return the answer
   * @throws Exception if the receiver can't be asked; it is asked again at the next attempt
   */
  Answer happened(JobRun run) throws Exception;
}
