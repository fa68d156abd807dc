package dev.atom.store;

/** Where a {@link Job} stands. */
public enum JobState {
  /** It is due, or will be. */
  WAITING,
  /** A worker has claimed it. A claim whose time is over is claimed by the next worker. */
  RUNNING,
  /** It waits until somebody resumes it. */
  PAUSED,
  /** It was done. Timers are removed instead. */
  DONE,
  /** It failed for good: a dead letter, until somebody replays or removes it. */
  DEAD,
  /** Nobody knows whether it happened; a person or rule decides. */
  UNKNOWN
}
