package dev.atom.mock.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.limit.CallFacts;
import dev.atom.limit.Fact;
import dev.atom.limit.LimitExceeded;
import dev.atom.limit.LimitRule;
import dev.atom.limit.LimitedCall;
import dev.atom.limit.Limiter;
import dev.atom.limit.Permit;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How much goes through. */
abstract class RoomTests extends LimiterFixture {
  private static LimitRule requests(long amount, Duration period, long burst) {
    return LimitRule.rate("r", amount, "requests", period).burst(burst).by(Fact.TENANT).build();
  }

  private static LimitRule tokensPerMinute(long amount) {
    return LimitRule.rate("t", amount, "tokens", MINUTE).by(Fact.TENANT).build();
  }

  @Test
  final void burstGoesThroughAndThenOneAtATime() {
    Limiter limiter = limiter(requests(60, MINUTE, 5));
    assertEquals(5, room(limiter, ACME));
    assertEquals(Optional.of(SECOND), refused(limiter, request(ACME)).retryAfter());
    clock.advance(SECOND.minusNanos(1_000));
    assertEquals(0, room(limiter, ACME));
    clock.advance(Duration.ofNanos(1_000));
    assertEquals(1, room(limiter, ACME));
    clock.advance(Duration.ofHours(1));
    assertEquals(5, room(limiter, ACME));
  }

  @Test
  final void periodsOfADayAndOddAmountsAreExact() {
    Limiter limiter = limiter(requests(7, Duration.ofDays(1), 7));
    assertEquals(7, room(limiter, ACME));
    int later = 0;
    for (int hour = 0; hour < 48; hour++) {
      clock.advance(Duration.ofHours(1));
      later += room(limiter, ACME);
    }
    assertEquals(14, later);
  }

  @Test
  final void takesFromAllBucketsOrNone() {
    Limiter limiter =
        limiter(requests(10, MINUTE, 10), LimitRule.rate("all", 3, "requests", MINUTE).build());
    assertEquals(3, room(limiter, ACME));
    LimitExceeded exceeded = refused(limiter, request(GLOBEX));
    assertEquals("all", exceeded.rule());
    assertEquals("", exceeded.bucket());
    clock.advance(MINUTE);
    assertEquals(3, room(limiter, GLOBEX));
    clock.advance(Duration.ofDays(1));
    for (int i = 0; i < 50; i++) {
      room(limiter, ACME);
    }
    clock.advance(MINUTE);
    assertEquals(3, room(limiter, ACME), "refusals took nothing");
  }

  @Test
  final void refusalNamesTheRuleTheUnitAndTheBucket() {
    LimitRule rule =
        LimitRule.rate("per key", 100, "tokens", MINUTE).by(Fact.PROVIDER, Fact.KEY).build();
    Limiter limiter = limiter(rule);
    CallFacts facts = ACME.provider("openai").key("0123456789abcdef");
    limiter.acquireNow(tokens(facts, 90));
    LimitExceeded exceeded = refused(limiter, tokens(facts, 40));
    assertEquals("per key", exceeded.rule());
    assertEquals("tokens", exceeded.unit());
    assertEquals("provider=openai, key=01234567…", exceeded.bucket());
    assertEquals(Optional.of(Duration.ofSeconds(18)), exceeded.retryAfter());
    assertEquals("limit_exceeded", exceeded.code());
    assertTrue(exceeded.retryable());
    says(exceeded, "PT18S");
    assertFalse(String.valueOf(exceeded.getMessage()).contains("89abcdef"), exceeded::toString);
  }

  @Test
  final void callThatNeverFitsIsRefusedForGood() {
    Limiter limiter = limiter(tokensPerMinute(100), LimitRule.atOnce("few", 2, "requests").build());
    LimitExceeded exceeded = refused(limiter, tokens(ACME, 101));
    assertEquals("limit_too_small", exceeded.code());
    assertFalse(exceeded.retryable());
    assertEquals(Optional.empty(), exceeded.retryAfter());
    says(exceeded, "raise its burst");
    LimitExceeded tooMany = refused(limiter, request(ACME).units("requests", 3));
    says(tooMany, "raise its amount");
  }

  @Test
  final void settlingGivesBackWhatWasNotUsed() {
    Limiter limiter = limiter(tokensPerMinute(1_000));
    try (Permit permit = limiter.acquireNow(tokens(ACME, 800))) {
      assertEquals(200, roomForTokens(limiter, ACME, 1_000));
      permit.settle(LimitedCall.TOKENS, 300);
    }
    assertEquals(700, roomForTokens(limiter, ACME, 1_000));
    limiter
        .acquireNow(request(ACME).tokens(100, 400))
        .settle(Usage.newBuilder().inputTokens(80).outputTokens(20).build());
    assertEquals(600, roomForTokens(limiter, ACME, 1_000));
  }

  @Test
  final void unknownUsageAndSilenceCountAsExpected() {
    Limiter limiter = limiter(tokensPerMinute(1_000));
    limiter.acquireNow(tokens(ACME, 300)).settle(Usage.UNKNOWN);
    limiter.acquireNow(tokens(ACME, 300)).close();
    limiter.acquireNow(tokens(ACME, 300)).settle(Map.of("images", 4L));
    assertEquals(100, roomForTokens(limiter, ACME, 1_000));
  }

  @Test
  final void settlingMoreTakesTheRestAndTheDebtIsBounded() {
    Limiter limiter = limiter(tokensPerMinute(1_000));
    limiter.acquireNow(tokens(ACME, 500)).settle(LimitedCall.TOKENS, 1_200);
    assertEquals(
        Optional.of(Duration.ofMillis(12_060)), refused(limiter, tokens(ACME, 1)).retryAfter());
    limiter.acquireNow(tokens(GLOBEX, 500)).settle(LimitedCall.TOKENS, Long.MAX_VALUE);
    assertEquals(
        Optional.of(Duration.ofMillis(60_060)), refused(limiter, tokens(GLOBEX, 1)).retryAfter());
    clock.advance(MINUTE.plus(MINUTE));
    assertEquals(1_000, roomForTokens(limiter, GLOBEX, 1_000));
  }

  @Test
  final void onlyTheFirstEndOfAPermitHolds() {
    Limiter limiter = limiter(tokensPerMinute(1_000));
    Permit permit = limiter.acquireNow(tokens(ACME, 400));
    permit.settle(LimitedCall.TOKENS, 100);
    permit.release();
    permit.close();
    permit.settle(LimitedCall.TOKENS, 0);
    assertEquals(900, roomForTokens(limiter, ACME, 1_000));
    assertThrows(IllegalArgumentException.class, () -> permit.settle(LimitedCall.TOKENS, -1));
  }

  @Test
  final void releaseGivesBackAllAndNeverMoreThanFull() {
    Limiter limiter = limiter(requests(10, MINUTE, 10), tokensPerMinute(1_000));
    Permit permit = limiter.acquireNow(tokens(ACME, 700));
    clock.advance(Duration.ofHours(1));
    permit.release();
    assertEquals(1_000, roomForTokens(limiter, ACME, 1_000));
    assertEquals(10, room(limiter, ACME));
  }

  @Test
  final void whatRunsAtOnceIsCountedUntilItEnds() {
    Limiter limiter = limiter(LimitRule.atOnce("running", 2, "requests").by(Fact.TENANT).build());
    Permit first = limiter.acquireNow(request(ACME));
    Permit second = limiter.acquireNow(request(ACME));
    assertEquals(Optional.empty(), refused(limiter, request(ACME)).retryAfter());
    assertEquals(2, room(limiter, GLOBEX));
    first.close();
    first.close();
    assertEquals(1, room(limiter, ACME));
    second.settle(LimitedCall.TOKENS, 7);
    assertEquals(1, room(limiter, ACME));
  }

  @Test
  final void whatNeverEndsLapses() {
    LimitRule rule =
        LimitRule.atOnce("running", 1, "requests").heldAtMost(Duration.ofMinutes(5)).build();
    Limiter limiter = limiter(rule);
    Permit lost = limiter.acquireNow(request(ACME));
    clock.advance(Duration.ofMinutes(5).minusSeconds(1));
    assertEquals(0, room(limiter, ACME));
    clock.advance(SECOND);
    assertEquals(1, room(limiter, ACME));
    lost.close();
    assertEquals(0, room(limiter, ACME), "the late end does not end another's");
  }

  @Test
  final void rulesHoldForWhomTheyAreMeant() {
    Limiter limiter =
        limiter(
            LimitRule.rate("r", 2, "requests", MINUTE)
                .by(Fact.TENANT, Fact.USER)
                .only(Fact.PROVIDER, "openai", "groq")
                .tenant("globex", 4, 3)
                .exempt("umbrella")
                .build());
    CallFacts openAi = ACME.model(new ModelRef("openai", "gpt-5.4"));
    assertEquals(2, room(limiter, openAi.user("1")));
    assertEquals(2, room(limiter, openAi.user("2")));
    assertEquals(3, room(limiter, GLOBEX.user("1").provider("groq")));
    for (int i = 0; i < 100; i++) {
      limiter.acquireNow(request(CallFacts.of("umbrella").user("1").provider("openai")));
      limiter.acquireNow(request(openAi)); // states no user
      limiter.acquireNow(request(ACME.user("1"))); // no provider
      limiter.acquireNow(request(ACME.user("1").provider("anthropic")));
    }
  }

  @Test
  final void bucketsOfAnyTextAreApart() {
    Limiter limiter = limiter(LimitRule.rate("r", 1, "requests", MINUTE).by(Fact.values()).build());
    List<String> texts =
        List.of(
            "a",
            "A",
            "a ",
            "ä",
            "a\u0308",
            "'; --",
            "%_\\",
            "😀",
            "x".repeat(200),
            "漢".repeat(200));
    for (String one : texts) {
      for (String other : texts) {
        CallFacts facts = CallFacts.of(one).provider("p").route("r").endpoint("e").key("k");
        assertEquals(1, room(limiter, facts.and(Fact.MODEL, other).user("u")), one + "/" + other);
      }
    }
  }

  @Test
  final void threadsTakeExactlyWhatThereIs() throws InterruptedException {
    Limiter limiter =
        limiter(requests(50, MINUTE, 50), LimitRule.rate("all", 80, "requests", MINUTE).build());
    AtomicInteger taken = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      CallFacts facts = i % 2 == 0 ? ACME : GLOBEX;
      threads.add(Thread.startVirtualThread(() -> taken.addAndGet(room(limiter, facts))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(80, taken.get());
  }
}
