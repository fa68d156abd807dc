package dev.atom.mock.simulation;

/** How something outside the process takes what hosts send it. */
public enum Receiver {
  /** It does what has the same key once, and answers a repetition as it did the first time. */
  KEYED,
  /** It knows no keys: what arrives twice is done twice. */
  BLIND
}
