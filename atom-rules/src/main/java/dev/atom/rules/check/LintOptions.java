package dev.atom.rules.check;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How rules are checked. Immutable and thread-safe.
 *
 * @param effects what actions change
 * @param now the time at which rules count as expired; empty for none
 * @param comparisons how many pairs of rules are compared at most, for each of: rules that can never
 *     fire, conflicts, loops
 * @param steps how many alternatives are tried at most in one comparison
 */
public record LintOptions(Effects effects, Optional<Instant> now, int comparisons, int steps) {
  /** {@link Effects#setCell}, no time, 20 000 comparisons of 2 000 steps. */
  public static final LintOptions DEFAULT =
      new LintOptions(Effects.setCell(), Optional.empty(), 20_000, 2_000);

  /** Refuses bounds below 1. */
  public LintOptions {
    Objects.requireNonNull(effects, "effects");
    Objects.requireNonNull(now, "now");
    if (comparisons < 1 || steps < 1) {
      throw new IllegalArgumentException(
          "bounds are at least 1, not " + comparisons + " comparisons and " + steps + " steps");
    }
  }

  /**
   * Returns these options with other effects.
   *
   * @param of what actions change
   * @return the options
   */
  public LintOptions effects(Effects of) {
    return new LintOptions(of, now, comparisons, steps);
  }

  /**
   * Returns these options with a time.
   *
   * @param instant the time at which rules count as expired
   * @return the options
   */
  public LintOptions now(Instant instant) {
    return new LintOptions(effects, Optional.of(instant), comparisons, steps);
  }

  /**
   * Returns these options with another bound.
   *
   * @param most how many pairs of rules are compared, 1 or more
   * @return the options
   */
  public LintOptions comparisons(int most) {
    return new LintOptions(effects, now, most, steps);
  }
}
