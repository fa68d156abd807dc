package dev.atom.store;

/**
 * How many jobs of a kind may run at the same time, over all workers of a store.
 *
 * @param running the most of the kind, 1 or more
 * @param runningPerTenant the most of the kind of one tenant, 1 or more
 */
public record JobLimit(int running, int runningPerTenant) {
  /** Refuses limits that let nothing run. */
  public JobLimit {
    if (running < 1 || runningPerTenant < 1) {
      throw new IllegalArgumentException(
          "a limit lets 1 or more run, not " + running + " and " + runningPerTenant);
    }
  }

  /**
   * Returns a limit over all tenants.
   *
   * @param running the most of the kind, 1 or more
   * @return the limit
   */
  public static JobLimit of(int running) {
    return new JobLimit(running, running);
  }
}
