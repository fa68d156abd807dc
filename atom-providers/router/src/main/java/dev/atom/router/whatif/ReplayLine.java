package dev.atom.router.whatif;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * One group of a {@link Replay}'s compared calls.
 *
 * @param key a model as {@code provider/name}, a tenant, a day as {@code 2026-03-01}, or a route's
 *     recorded name, empty if it was not told
 * @param calls how many calls; of a model how many attempts, cache hits included
 * @param actual what they cost in fact, US dollars, exact
 * @param replayedCalls how many the replay has in this group
 * @param replayed what these cost in the replay, US dollars, exact
 */
public record ReplayLine(
    String key, long calls, BigDecimal actual, long replayedCalls, BigDecimal replayed) {
  /** Refuses null. */
  public ReplayLine {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(actual, "actual");
    Objects.requireNonNull(replayed, "replayed");
  }

  /**
   * Returns what the replay costs more.
   *
   * @return US dollars; negative if it costs less
   */
  public BigDecimal difference() {
    return replayed.subtract(actual);
  }
}
