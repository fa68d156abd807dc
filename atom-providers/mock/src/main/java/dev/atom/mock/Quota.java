package dev.atom.mock;

/** Which limit a rate-limited call has reached. */
public enum Quota {
  /** So many requests a minute: waiting helps. */
  MINUTE,
  /** So many requests a day: waiting helps tomorrow. */
  DAY,
  /** What is paid for is used up: waiting doesn't help. */
  SPENT
}
