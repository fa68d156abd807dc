package dev.atom.router.health;

import java.time.Instant;
import java.util.Objects;

/**
 * A target's status has changed for a key.
 *
 * @param target the target's name
 * @param key the key's fingerprint, from which the key can't be found; {@code "-"} if it has none
 * @param from how it was
 * @param to how it is
 * @param reason a short word, such as a failure's code; {@code "-"} if all is well again
 * @param at when
 */
public record HealthChange(
    String target, String key, HealthStatus from, HealthStatus to, String reason, Instant at) {
  /** Refuses null. */
  public HealthChange {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(at, "at");
  }
}
