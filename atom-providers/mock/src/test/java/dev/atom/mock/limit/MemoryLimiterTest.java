package dev.atom.mock.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atom.limit.Buckets;
import dev.atom.limit.CallFacts;
import dev.atom.limit.LimitExceeded;
import dev.atom.limit.LimitedCall;
import dev.atom.limit.Limiter;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The buckets in memory against the contract, with a larger crowd. */
class MemoryLimiterTest extends LimiterContract {
  @Override
  protected Optional<Buckets> open(Clock clock) {
    return Optional.empty();
  }

  @Override
  protected int calls() {
    return Integer.getInteger("atom.calls", 40_000);
  }

  @Test
  void wordOfAnyNumberOfKeysTakesBoundedMemory() {
    Limiter limiter = limiter();
    CallFacts provider = CallFacts.of("acme").provider("p");
    for (int i = 0; i < 30_000; i++) {
      limiter.block(provider.key("k" + i), Duration.ofDays(1));
    }
    assertEquals(
        10_000,
        IntStream.range(0, 30_000).filter(i -> isBlocked(limiter, provider.key("k" + i))).count());
  }

  private static boolean isBlocked(Limiter limiter, CallFacts facts) {
    try {
      limiter.acquireNow(LimitedCall.of(facts)).release();
      return false;
    } catch (LimitExceeded e) {
      return true;
    }
  }
}
