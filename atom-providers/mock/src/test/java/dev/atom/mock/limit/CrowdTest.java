package dev.atom.mock.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.limit.CallFacts;
import dev.atom.limit.Fact;
import dev.atom.limit.LimitExceeded;
import dev.atom.limit.LimitRule;
import dev.atom.limit.LimitTime;
import dev.atom.limit.LimitedCall;
import dev.atom.limit.Limiter;
import dev.atom.mock.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random interleavings of many virtual threads on one limiter. */
@Timeout(600)
class CrowdTest {
  /** How many calls in all; {@code -Datom.calls=1000000} asks for more. */
  private static final int CALLS = Integer.getInteger("atom.calls", 40_000);

  private static final long SEED = Long.getLong("atom.seed", new Random().nextLong());
  private static final int MEMBERS = 40;
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final VirtualClock clock = VirtualClock.at("2026-03-01T12:00:00Z");
  private final VirtualTime time = VirtualTime.of(clock);

  private static Limiter limiter(LimitTime time) {
    Duration minute = Duration.ofMinutes(1);
    return Limiter.newBuilder()
        .time(time)
        .rule(LimitRule.rate("t", 6_000, "tokens", minute).burst(60).by(Fact.TENANT).build())
        .rule(LimitRule.rate("r", 1_007, "requests", minute).burst(11).build())
        .rule(LimitRule.atOnce("o", 9, "requests").heldAtMost(Duration.ofDays(99)).build())
        .waiting(25, 8)
        .longestWait(Duration.ofDays(1))
        .build();
  }

  @Test
  void noWindowHasMoreThanTheBurstAndTheRate() throws InterruptedException {
    check(false, 60);
  }

  @Test
  void overuseOwesNoMoreThanTheBurst() throws InterruptedException {
    check(true, 120);
  }

  private void check(boolean overuses, long mostTokens) throws InterruptedException {
    StepTime steps = new StepTime();
    Limiter limiter = limiter(steps);
    Crowd crowd = new Crowd(limiter, steps, overuses);
    crowd.run(MEMBERS, CALLS / MEMBERS, SEED);
    System.out.printf(
        "limits: %s, %d waited at most, seed %d%n", crowd.outcomes, crowd.mostWaiting.get(), SEED);

    assertThat(crowd.outcomes.values()).extracting(AtomicInteger::get).allMatch(n -> n > 0);
    assertThat(crowd.outcomes.values().stream().mapToInt(AtomicInteger::get).sum())
        .as("each call ended once, seed %d", SEED)
        .isEqualTo(CALLS / MEMBERS * MEMBERS);
    List<Crowd.Booking> all = new ArrayList<>(crowd.bookings);
    all.sort(Comparator.comparingLong(Crowd.Booking::nanos));
    assertThat(fullest(all, 1_007, Crowd.Booking::requests))
        .as("requests, seed %d", SEED)
        .isLessThanOrEqualTo(11 * MINUTE);
    for (int i = 0; i < Crowd.TENANTS; i++) {
      String tenant = "tenant" + i;
      List<Crowd.Booking> own = all.stream().filter(b -> b.tenant().equals(tenant)).toList();
      assertThat(fullest(own, 6_000, Crowd.Booking::tokens))
          .as("tokens of %s, seed %d", tenant, SEED)
          .isLessThanOrEqualTo(mostTokens * MINUTE);
    }
    assertThat(crowd.mostHeld).as("seed %d", SEED).hasValueBetween(1, 9);
    assertThat(crowd.mostWaiting).as("seed %d", SEED).hasValueBetween(1, 25);
    nothingIsLeaked(limiter, steps);
  }

  /**
   * What was booked in a window beyond what flowed in during it, the most over all windows, in units
   * times a minute's nanoseconds. A window begins where that is more than to begin later.
   */
  private static long fullest(
      List<Crowd.Booking> bookings, long perMinute, ToLongFunction<Crowd.Booking> amount) {
    long most = 0;
    long sum = 0;
    long at = 0;
    for (int i = 0; i < bookings.size(); ) {
      long now = bookings.get(i).nanos();
      sum = Math.max(0, sum - Math.multiplyExact(now - at, perMinute));
      at = now;
      for (; i < bookings.size() && bookings.get(i).nanos() == now; i++) {
        sum += amount.applyAsLong(bookings.get(i)) * MINUTE;
      }
      most = Math.max(most, sum);
    }
    return most;
  }

  private static void nothingIsLeaked(Limiter limiter, StepTime steps) {
    assertThat(limiter.waiting()).isZero();
    steps.advance(Duration.ofHours(1));
    for (int i = 0; i < Crowd.TENANTS; i++) {
      CallFacts facts = CallFacts.of("tenant" + i);
      limiter.acquireNow(LimitedCall.of(facts).tokens(60)).close();
    }
    steps.advance(Duration.ofHours(1));
    assertThat(LimiterFixture.room(limiter, CallFacts.of("acme"))).isEqualTo(9);
  }

  @Test
  void aTenantWaitsForAtMostOneCallOfEachOther() throws InterruptedException {
    Random random = new Random(SEED);
    Limiter limiter =
        Limiter.newBuilder()
            .time(time)
            .rule(LimitRule.rate("r", 60, "requests", Duration.ofMinutes(1)).burst(1).build())
            .longestWait(Duration.ofDays(1))
            .build();
    limiter.acquireNow(LimitedCall.of(CallFacts.of("first")));
    FairnessCheck check = new FairnessCheck(limiter, SEED);
    for (int i = 0; i < 2_000; i++) {
      if (random.nextInt(5) < 3 && limiter.waiting() < 200 || limiter.waiting() == 0) {
        int tenant = random.nextBoolean() ? 0 : 1 + random.nextInt(9);
        check.arrives("tenant" + tenant);
      } else {
        clock.advance(Duration.ofSeconds(1));
        check.oneIsLetThrough();
      }
    }
    while (limiter.waiting() > 0) {
      clock.advance(Duration.ofSeconds(1));
      check.oneIsLetThrough();
    }
  }

  @Test
  void wordOfAnyNumberOfKeysTakesBoundedMemory() {
    Limiter limiter = limiter(time);
    CallFacts provider = CallFacts.of("acme").provider("p");
    for (int i = 0; i < 30_000; i++) {
      limiter.block(provider.key("k" + i), Duration.ofDays(1));
    }
    assertThat(
            IntStream.range(0, 30_000)
                .filter(i -> isBlocked(limiter, provider.key("k" + i)))
                .count())
        .isEqualTo(10_000);
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
