package dev.atom.store;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which jobs are looked at, in the order in which they were planned. Immutable and thread-safe.
 *
 * @param tenant the tenant's id; empty for all
 * @param subject whose; empty for all of the tenant
 * @param name an effect's key or a timer's name; empty for any
 * @param kinds what handles them; empty for any
 * @param states where they stand; empty for anywhere
 * @param after the number behind which to begin; 0 for the first
 * @param limit the most jobs, 1 or more
 */
public record JobQuery(
    Optional<String> tenant,
    Optional<Subject> subject,
    Optional<String> name,
    Set<String> kinds,
    Set<JobState> states,
    long after,
    int limit) {
  private static final int PAGE = 100;

  /** Refuses a query that can't be answered. */
  public JobQuery {
    kinds = Set.copyOf(kinds);
    states = Set.copyOf(states);
    if (after < 0 || limit < 1) {
      throw new IllegalArgumentException(
          "jobs are looked at after number 0 or more, 1 or more of them; not "
              + limit
              + " after "
              + after);
    }
    if (subject.isPresent() && !tenant.equals(subject.map(Subject::tenant))) {
      throw new IllegalArgumentException("subject " + subject.get() + " is of another tenant");
    }
  }

  /**
   * Returns the first hundred jobs of all tenants.
   *
   * @return a query to narrow down
   */
  public static JobQuery all() {
    return new JobQuery(
        Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), Set.of(), 0, PAGE);
  }

  /**
   * Returns the first hundred jobs of a tenant.
   *
   * @param tenant the tenant's id
   * @return a query to narrow down
   */
  public static JobQuery of(String tenant) {
    return new JobQuery(
        Optional.of(tenant), Optional.empty(), Optional.empty(), Set.of(), Set.of(), 0, PAGE);
  }

  /**
   * Returns the first hundred jobs of a subject.
   *
   * @param subject whose
   * @return a query to narrow down
   */
  public static JobQuery of(Subject subject) {
    return new JobQuery(
        Optional.of(subject.tenant()),
        Optional.of(subject),
        Optional.empty(),
        Set.of(),
        Set.of(),
        0,
        PAGE);
  }

  /**
   * Narrows it down to a name.
   *
   * @param name an effect's key or a timer's name
   * @return a copy
   */
  public JobQuery name(String name) {
    return new JobQuery(tenant, subject, Optional.of(name), kinds, states, after, limit);
  }

  /**
   * Narrows it down to kinds.
   *
   * @param kinds what handles them
   * @return a copy
   */
  public JobQuery kinds(Set<String> kinds) {
    return new JobQuery(tenant, subject, name, kinds, states, after, limit);
  }

  /**
   * Narrows it down to states.
   *
   * @param first a state
   * @param more others
   * @return a copy
   */
  public JobQuery states(JobState first, JobState... more) {
    return new JobQuery(tenant, subject, name, kinds, EnumSet.of(first, more), after, limit);
  }

  /**
   * Begins behind a job.
   *
   * @param number the last job's number of the page before
   * @return a copy
   */
  public JobQuery after(long number) {
    return new JobQuery(tenant, subject, name, kinds, states, number, limit);
  }

  /**
   * Looks at more or fewer jobs than a hundred.
   *
   * @param limit the most jobs
   * @return a copy
   */
  public JobQuery limit(int limit) {
    return new JobQuery(tenant, subject, name, kinds, states, after, limit);
  }
}
