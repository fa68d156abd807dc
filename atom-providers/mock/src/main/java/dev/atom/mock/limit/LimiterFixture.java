package dev.atom.mock.limit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.limit.Buckets;
import dev.atom.limit.CallFacts;
import dev.atom.limit.LimitExceeded;
import dev.atom.limit.LimitRule;
import dev.atom.limit.LimitTime;
import dev.atom.limit.LimitedCall;
import dev.atom.limit.Limiter;
import dev.atom.mock.VirtualClock;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** What the tests of an engine of limits share. */
abstract class LimiterFixture {
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final Duration SECOND = Duration.ofSeconds(1);
  static final CallFacts ACME = CallFacts.of("acme");
  static final CallFacts GLOBEX = CallFacts.of("globex");

  final VirtualClock clock = VirtualClock.at("2026-03-01T12:00:00Z");
  private final VirtualTime time = VirtualTime.of(clock);
  private final List<Limiter> opened = new ArrayList<>();

  abstract @Nullable Buckets openBuckets(Clock clock);

  /** A limiter on buckets of its own. */
  final Limiter limiter(LimitRule... rules) {
    return build(Limiter.newBuilder(), rules);
  }

  final Limiter build(Limiter.Builder builder, LimitRule... rules) {
    return build(builder, time, clock, rules);
  }

  final Limiter build(Limiter.Builder builder, LimitTime time, Clock clock, LimitRule... rules) {
    for (LimitRule rule : rules) {
      builder.rule(rule);
    }
    Buckets buckets = openBuckets(clock);
    if (buckets != null) {
      builder.buckets(buckets);
    }
    Limiter limiter = builder.time(time).build();
    opened.add(limiter);
    return limiter;
  }

  @AfterEach
  final void closeLimiters() {
    opened.forEach(Limiter::close);
  }

  static LimitedCall request(CallFacts facts) {
    return LimitedCall.of(facts);
  }

  static LimitedCall tokens(CallFacts facts, long amount) {
    return LimitedCall.of(facts).tokens(amount);
  }

  static LimitExceeded refused(Limiter limiter, LimitedCall call) {
    return assertThrows(LimitExceeded.class, () -> limiter.acquireNow(call));
  }

  static void says(Throwable thrown, String text) {
    assertTrue(String.valueOf(thrown.getMessage()).contains(text), thrown::toString);
  }

  /** Takes one request at a time, until there is no room. */
  static int room(Limiter limiter, CallFacts facts) {
    int room = 0;
    while (true) {
      try {
        limiter.acquireNow(request(facts));
        room++;
      } catch (LimitExceeded e) {
        return room;
      }
    }
  }

  /** How many tokens there are now. */
  static long roomForTokens(Limiter limiter, CallFacts facts, long most) {
    long low = 0;
    long high = most;
    while (low < high) {
      long middle = (low + high + 1) / 2;
      try {
        limiter.acquireNow(tokens(facts, middle)).release();
        low = middle;
      } catch (LimitExceeded e) {
        high = middle - 1;
      }
    }
    return low;
  }
}
