package dev.atom.mock.limit;

import dev.atom.limit.Buckets;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What every engine of a {@link dev.atom.limit.Limiter} must do, as tests; an engine's test class
 * extends it and says how to open the engine.
 */
public abstract class LimiterContract extends CrowdTests {
  /** For subclasses; the test framework makes the instances, one per test. */
  protected LimiterContract() {}

  /**
   * Opens a new, empty engine.
   *
   * @param clock what it takes the time from
   * @return the engine, closed by the suite; empty for that of the limiter itself, in memory
   */
  protected abstract Optional<Buckets> open(Clock clock);

  @Override
  final @Nullable Buckets openBuckets(Clock clock) {
    return open(clock).orElse(null);
  }
}
