package dev.atom.spring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Rules that tenants write for themselves, kept in the store. Immutable.
 *
 * @param enabled {@code "true"}: there are such rules; {@code "false"}, the default, or null: there are
 *     not
 * @param refresh how long another host's edit may go unnoticed; null for 5 seconds
 * @param idle after which time without events a tenant's rules are let go; null for 30 minutes
 * @param capacity how many tenants' rules are in memory at most; null for 10 000
 * @param tidy how often the application's task scheduler has counts stored and idle tenants let go; null
 *     for only when the application ends
 */
public record TenantRulesProperties(
    @Nullable String enabled,
    @Nullable Duration refresh,
    @Nullable Duration idle,
    @Nullable Integer capacity,
    @Nullable Duration tidy) {
  static final String ENABLED = "atom.tenant-rules.enabled";
  static final String REFRESH = "atom.tenant-rules.refresh";
  static final String IDLE = "atom.tenant-rules.idle";
  static final String CAPACITY = "atom.tenant-rules.capacity";
  static final String TIDY = "atom.tenant-rules.tidy";

  /** Refuses times and numbers out of their range, and all of them unless they are enabled. */
  public TenantRulesProperties {
    AtomProperties.requireSwitch(ENABLED, enabled);
    AtomProperties.requireTime(REFRESH, refresh, Duration.ZERO);
    AtomProperties.requireTime(IDLE, idle, Duration.ofNanos(1));
    AtomProperties.requireTime(TIDY, tidy, Duration.ofMillis(1));
    AtomProperties.requireRange(CAPACITY, capacity, 1, Integer.MAX_VALUE);
    AtomProperties.requireOn(REFRESH, refresh, ENABLED, enabled);
    AtomProperties.requireOn(IDLE, idle, ENABLED, enabled);
    AtomProperties.requireOn(CAPACITY, capacity, ENABLED, enabled);
    AtomProperties.requireOn(TIDY, tidy, ENABLED, enabled);
  }
}
