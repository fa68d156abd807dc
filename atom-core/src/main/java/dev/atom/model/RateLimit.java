package dev.atom.model;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One of a provider's limits, as told in the headers of an answer. Immutable and thread-safe.
 *
 * @param unit what is limited, in the provider's words, such as {@code "requests"}, {@code "tokens"}
 *     or {@code "input-tokens"}
 * @param limit how many are allowed in the provider's time; -1 where unknown
 * @param remaining how many are left; -1 where unknown
 * @param reset how long until all are free again; null where unknown
 */
public record RateLimit(String unit, long limit, long remaining, @Nullable Duration reset)
    implements Serializable {
  /** Refuses null for the unit. */
  public RateLimit {
    Objects.requireNonNull(unit, "unit");
  }

  /**
   * Returns how long until all are free again.
   *
   * @return empty where unknown
   */
  public Optional<Duration> resetsAfter() {
    return Optional.ofNullable(reset);
  }
}
