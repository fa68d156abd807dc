package dev.atom.job;

/** What becomes of the times at which a recurring job was due and nobody ran it. */
public enum MissedRuns {
  /** They are passed over; it is run when it is due next. */
  SKIP,
  /** It is run once for all of them; the default. */
  ONCE,
  /** It is run for each, in their order. */
  ALL
}
