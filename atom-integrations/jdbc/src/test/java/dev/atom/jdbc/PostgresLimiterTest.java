package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.limit.Buckets;
import dev.atom.limit.CallFacts;
import dev.atom.limit.Fact;
import dev.atom.limit.LimitExceeded;
import dev.atom.limit.LimitRule;
import dev.atom.limit.LimitedCall;
import dev.atom.limit.Limiter;
import dev.atom.limit.Permit;
import dev.atom.mock.VirtualClock;
import dev.atom.mock.limit.LimiterContract;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The buckets in PostgreSQL against the contract, and what is theirs alone. */
class PostgresLimiterTest extends LimiterContract {
  @AutoClose private static final TestPool POOL = TestPool.postgres(20);

  @Override
  protected Optional<Buckets> open(Clock clock) {
    JdbcBuckets buckets = JdbcBuckets.on(POOL, "limit_", clock);
    LimitTables.makeEmpty(POOL, "limit_");
    return Optional.of(buckets);
  }

  /** It closes a virtual thread's socket; what the server does after that may only lapse. */
  @Override
  protected boolean interrupts() {
    return false;
  }

  @Test
  void bucketsInAnyOrderDoNotDeadlock() throws Exception {
    LimitRule[] rules = new LimitRule[8];
    for (int i = 0; i < rules.length; i++) {
      rules[i] =
          LimitRule.rate("rule" + i, 1_000_000, "requests", Duration.ofMinutes(1))
              .by(Fact.values()[i % 3])
              .build();
    }
    long seed = new Random().nextLong();
    List<Future<Integer>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int t = 0; t < 16; t++) {
        Random random = new Random(seed + t);
        List<LimitRule> own = new ArrayList<>(List.of(rules));
        Collections.shuffle(own, random);
        all.add(threads.submit(taking(own, random)));
      }
      int taken = 0;
      for (Future<Integer> each : all) {
        taken += each.get();
      }
      assertThat(taken).as("seed %d", seed).isEqualTo(16 * 40);
    }
  }

  private static Callable<Integer> taking(List<LimitRule> rules, Random random) {
    return () -> {
      Limiter.Builder builder = Limiter.newBuilder().buckets(JdbcBuckets.on(POOL, "dead_"));
      rules.forEach(builder::rule);
      int taken = 0;
      try (Limiter limiter = builder.build()) {
        for (; taken < 40; taken++) {
          CallFacts facts =
              CallFacts.of("t" + random.nextInt(3))
                  .user("u" + random.nextInt(3))
                  .provider("p" + random.nextInt(3));
          try (Permit permit = limiter.acquireNow(LimitedCall.of(facts).units("requests", 5))) {
            permit.settle("requests", random.nextInt(8));
          }
        }
      }
      return taken;
    };
  }

  @Test
  void theServersClockDecides() {
    LimitRule day = LimitRule.rate("day", 2, "requests", Duration.ofDays(1)).build();
    try (Limiter one =
            Limiter.newBuilder().buckets(JdbcBuckets.on(POOL, "clock_")).rule(day).build();
        Limiter two =
            Limiter.newBuilder().buckets(JdbcBuckets.on(POOL, "clock_")).rule(day).build()) {
      LimitedCall call = LimitedCall.of(CallFacts.of("acme"));
      one.acquireNow(call);
      two.acquireNow(call);
      Duration wait =
          catchThrowableOfType(LimitExceeded.class, () -> one.acquireNow(call))
              .retryAfter()
              .orElseThrow();
      assertThat(wait).isBetween(Duration.ofHours(11), Duration.ofHours(12));
    }
  }

  @Test
  void fullBucketsAreClearedAwayAndOthersStay() {
    VirtualClock clock = VirtualClock.at("2026-03-01T12:00:00Z");
    LimitRule rate =
        LimitRule.rate("r", 60, "requests", Duration.ofMinutes(1)).by(Fact.TENANT).build();
    LimitRule running = LimitRule.atOnce("o", 5, "requests").by(Fact.TENANT).build();
    try (JdbcBuckets buckets = JdbcBuckets.on(POOL, "clear_", clock);
        Limiter limiter = Limiter.newBuilder().buckets(buckets).rule(rate).rule(running).build()) {
      for (int i = 0; i < 10; i++) {
        limiter.acquireNow(LimitedCall.of(CallFacts.of("t" + i))).close();
      }
      Permit open = limiter.acquireNow(LimitedCall.of(CallFacts.of("t0")));
      clock.advance(Duration.ofMillis(1_100));
      limiter.acquireNow(LimitedCall.of(CallFacts.of("t1")));
      assertThat(buckets.clear()).as("t2 to t9 of both rules").isEqualTo(16);
      open.close();
      clock.advance(Duration.ofHours(1));
      assertThat(buckets.clear()).isEqualTo(4);
    }
  }
}
