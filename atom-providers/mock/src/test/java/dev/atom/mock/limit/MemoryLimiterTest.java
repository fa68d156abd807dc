package dev.atom.mock.limit;

import dev.atom.limit.Buckets;
import dev.atom.mock.VirtualClock;
import java.util.Optional;

/** The buckets in memory against the contract. */
class MemoryLimiterTest extends LimiterContract {
  @Override
  protected Optional<Buckets> open(VirtualClock clock) {
    return Optional.empty();
  }
}
