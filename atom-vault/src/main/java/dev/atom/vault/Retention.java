package dev.atom.vault;

import java.time.Duration;
import java.util.Optional;

/**
 * How long what is not needed any more is kept.
 *
 * @param deleted how long a deleted secret can be restored before it is destroyed; empty for ever
 * @param audit how long entries of the audit are kept; empty for ever
 */
public record Retention(Optional<Duration> deleted, Optional<Duration> audit) {
  /** Refuses negative times. */
  public Retention {
    deleted.ifPresent(Retention::require);
    audit.ifPresent(Retention::require);
  }

  /**
   * What a sweep did.
   *
   * @param tenants how many tenants were looked at
   * @param destroyed how many deleted secrets were destroyed
   * @param forgotten how many entries of the audit were dropped
   */
  public record Swept(long tenants, long destroyed, long forgotten) {}

  private static void require(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("a time to keep something can't be negative: " + time);
    }
  }
}
