package dev.atom.mock.simulation;

/** What befalls a host at a call that it makes, of the store or of a receiver. */
public enum Mishap {
  /** It crashes before the call: nothing was written or received. */
  CRASH_BEFORE,
  /** It crashes after the call: what was written or received stays, and nobody has heard of it. */
  CRASH_AFTER,
  /** The call fails, and nothing was written or received. */
  LOST_CONNECTION,
  /** The call fails although it was done: the answer is lost. */
  LOST_ANSWER,
  /** It stands still for one to ten minutes before the call, longer than most claims and leases last. */
  STANDSTILL,
  /** The clock of all is set ahead by up to ten minutes before the call. */
  CLOCK_AHEAD,
  /** The clock of all is set back by up to ten minutes before the call. */
  CLOCK_BACK
}
