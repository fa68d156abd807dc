package dev.atom.rules.tenant;

/**
 * A limit that was exceeded.
 *
 * @param limit which one
 * @param allowed what it allows
 * @param found what there was: actions, firings in the minute, nanoseconds, events of the chain, or the
 *     steps after which the evaluation was ended
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
    CHAIN,
    /** Steps of one evaluation, which is ended beyond them. */
    EFFORT
  }

  @Override
  public String toString() {
    return limit + ": " + found + ", at most " + allowed;
  }
}
