package dev.atom.rules.tenant;

/**
 * A limit that was exceeded.
 *
 * @param limit which one
 * @param allowed what it allows
 * @param found what there was: actions, firings in the minute, nanoseconds, or events of the chain
 */
public record Breach(Limit limit, long allowed, long found) {
  /** What is limited at run time. */
  public enum Limit {
    /** Actions of one event. */
    ACTIONS,
    /** Rules that fired in a minute. */
    FIRINGS,
    /** Time of one evaluation, in nanoseconds. */
    TIME,
    /** Events of one chain. */
    CHAIN
  }

  @Override
  public String toString() {
    return limit + ": " + found + ", at most " + allowed;
  }
}
