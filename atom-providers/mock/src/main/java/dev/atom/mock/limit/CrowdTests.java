package dev.atom.mock.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.limit.CallFacts;
import dev.atom.limit.Fact;
import dev.atom.limit.LimitRule;
import dev.atom.limit.LimitedCall;
import dev.atom.limit.Limiter;
import dev.atom.limit.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random interleavings of many virtual threads on one limiter. */
abstract class CrowdTests extends WaitTests {
  private static final long SEED = Long.getLong("atom.seed", new Random().nextLong());
  private static final int MEMBERS = 40;
  private static final long MINUTE_NANOS = MINUTE.toNanos();

  /**
   * Returns how many calls a crowd makes in all.
   *
   * @return 4,000 unless a subclass wants more
   */
  protected int calls() {
    return 4_000;
  }

  /**
   * Tells whether threads of the crowd are interrupted.
   *
   * @return true, unless an interrupt leaves it open what the engine's database does
   */
  protected boolean interrupts() {
    return true;
  }

  private Limiter limiter(StepTime time) {
    return build(
        Limiter.newBuilder().waiting(25, 8).longestWait(Duration.ofDays(1)),
        time,
        time,
        LimitRule.rate("t", 6_000, "tokens", MINUTE).burst(60).by(Fact.TENANT).build(),
        LimitRule.rate("r", 1_007, "requests", MINUTE).burst(11).build(),
        LimitRule.atOnce("o", 9, "requests").heldAtMost(Duration.ofDays(99)).build());
  }

  /** A call that is interrupted ends, and its thread gives back. */
  @Test
  final void interruptedThreadGivesBackAllTheSame() {
    Limiter limiter =
        limiter(
            LimitRule.atOnce("o", 1, "requests").build(),
            LimitRule.rate("t", 100, "tokens", MINUTE).build());
    Permit permit = limiter.acquireNow(tokens(ACME, 100));
    Thread.currentThread().interrupt();
    permit.settle(LimitedCall.TOKENS, 60);
    assertTrue(Thread.interrupted(), "the flag is set again");
    limiter.acquireNow(tokens(ACME, 40)).close();
  }

  @Test
  @Timeout(600)
  final void noWindowHasMoreThanTheBurstAndTheRate() throws InterruptedException {
    check(false);
  }

  @Test
  @Timeout(600)
  final void overuseOwesNoMoreThanTheBurst() throws InterruptedException {
    check(true);
  }

  private void check(boolean overuses) throws InterruptedException {
    StepTime steps = new StepTime();
    Limiter limiter = limiter(steps);
    Crowd crowd = new Crowd(limiter, steps, overuses, interrupts());
    crowd.run(MEMBERS, calls() / MEMBERS, SEED);
    String seeded =
        "%s, %d waited at most, seed %d".formatted(crowd.outcomes, crowd.mostWaiting.get(), SEED);

    assertTrue(crowd.outcomes.values().stream().allMatch(n -> n.get() > 0), seeded);
    assertEquals(
        calls() / MEMBERS * MEMBERS,
        crowd.outcomes.values().stream().mapToInt(AtomicInteger::get).sum(),
        "each call ended once, " + seeded);
    List<Crowd.Booking> all = new ArrayList<>(crowd.bookings);
    all.sort(Comparator.comparingLong(Crowd.Booking::nanos));
    long requests = fullest(all, 1_007, Crowd.Booking::requests);
    assertTrue(requests <= 11 * MINUTE_NANOS, requests + " requests, " + seeded);
    for (int i = 0; i < Crowd.TENANTS; i++) {
      String tenant = "tenant" + i;
      List<Crowd.Booking> own = all.stream().filter(b -> b.tenant().equals(tenant)).toList();
      long tokens = fullest(own, 6_000, Crowd.Booking::tokens);
      assertTrue(tokens <= 60 * MINUTE_NANOS, tokens + " of " + tenant + ", " + seeded);
    }
    int held = crowd.mostHeld.get();
    assertTrue(held >= 1 && held <= 9, held + " held, " + seeded);
    assertTrue(crowd.mostWaiting.get() >= 1 && crowd.mostWaiting.get() <= 25, seeded);
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
        sum += amount.applyAsLong(bookings.get(i)) * MINUTE_NANOS;
      }
      most = Math.max(most, sum);
    }
    return most;
  }

  /** All buckets are full again, those that owed their burst after the time of two. */
  private static void nothingIsLeaked(Limiter limiter, StepTime steps) {
    assertEquals(0, limiter.waiting());
    steps.advance(Duration.ofMillis(1_200));
    for (int i = 0; i < Crowd.TENANTS; i++) {
      limiter.acquireNow(tokens(CallFacts.of("tenant" + i), 60)).close();
    }
    steps.advance(Duration.ofHours(1));
    assertEquals(9, room(limiter, ACME));
  }

  @Test
  @Timeout(600)
  final void aTenantWaitsForAtMostOneCallOfEachOther() throws InterruptedException {
    Random random = new Random(SEED);
    Limiter limiter =
        build(
            Limiter.newBuilder().longestWait(Duration.ofDays(1)),
            LimitRule.rate("r", 60, "requests", MINUTE).burst(1).build());
    limiter.acquireNow(LimitedCall.of(CallFacts.of("first")));
    FairnessCheck check = new FairnessCheck(limiter, SEED);
    for (int i = 0; i < calls() / 20; i++) {
      if ((random.nextInt(5) < 3 && limiter.waiting() < 200) || limiter.waiting() == 0) {
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
}
