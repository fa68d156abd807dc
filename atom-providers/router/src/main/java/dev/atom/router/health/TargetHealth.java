package dev.atom.router.health;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a target is for a key.
 *
 * @param target the target's name
 * @param key the key's fingerprint; {@code "-"} if it has none
 * @param status how it is
 * @param reason why it is not well, a short word; empty if it is
 * @param callableIn how long until it may be called; zero if it may now
 * @param inFlight how many calls run there, of all keys
 * @param medianFirstToken the median time to the first token; empty if none is known
 */
public record TargetHealth(
    String target,
    String key,
    HealthStatus status,
    Optional<String> reason,
    Duration callableIn,
    int inFlight,
    Optional<Duration> medianFirstToken) {
  /** Refuses null. */
  public TargetHealth {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(callableIn, "callableIn");
    Objects.requireNonNull(medianFirstToken, "medianFirstToken");
  }
}
