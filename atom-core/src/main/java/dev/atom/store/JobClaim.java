package dev.atom.store;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What a worker wants to do next. Immutable and thread-safe.
 *
 * @param worker who claims, 1 to 200 characters
 * @param kinds what it handles, at least one
 * @param limit the most jobs, 1 or more
 * @param time how long the claim lasts, to the microsecond, more than zero, at most 36500 days
 * @param limits how many of a kind may run at the same time; kinds without an entry know no limit
 */
public record JobClaim(
    String worker, Set<String> kinds, int limit, Duration time, Map<String, JobLimit> limits) {
  /** Refuses a claim of nothing. */
  public JobClaim {
    Checks.name("a worker", worker, Checks.LONGEST_NAME);
    kinds = Set.copyOf(kinds);
    limits = Map.copyOf(limits);
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("a worker claims what it handles: name at least one");
    }
    Checks.limit(limit);
    time = Checks.lease(time);
  }

  /**
   * Returns a claim of kinds without limits.
   *
   * @param worker who claims
   * @param kinds what it handles
   * @param limit the most jobs
   * @param time how long the claim lasts
   * @return the claim
   */
  public static JobClaim of(String worker, Set<String> kinds, int limit, Duration time) {
    return new JobClaim(worker, kinds, limit, time, Map.of());
  }
}
