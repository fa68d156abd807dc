package dev.atom.mock.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.CallContext;
import dev.atom.Deadline;
import dev.atom.limit.CallFacts;
import dev.atom.limit.Fact;
import dev.atom.limit.LimitExceeded;
import dev.atom.limit.LimitRule;
import dev.atom.limit.LimitWaitCancelled;
import dev.atom.limit.LimitedCall;
import dev.atom.limit.Limiter;
import dev.atom.limit.Permit;
import dev.atom.model.RateLimit;
import dev.atom.store.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How calls wait, and what a provider's word does. */
@Timeout(60)
abstract class WaitTests extends RoomTests {
  private final BlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();

  private static LimitRule oneASecond() {
    return LimitRule.rate("all", 60, "requests", MINUTE).burst(1).build();
  }

  /** Has a call wait on a thread of its own; what comes of it is an outcome, with a name if granted. */
  private Thread waits(Limiter limiter, String name, LimitedCall call, CallContext context)
      throws InterruptedException {
    int before = limiter.waiting();
    Thread thread =
        Thread.startVirtualThread(
            () -> {
              try {
                limiter.acquire(call, context);
                outcomes.add(name);
              } catch (RuntimeException e) {
                outcomes.add(e);
              }
            });
    while (limiter.waiting() == before && thread.isAlive()) {
      Thread.onSpinWait();
    }
    return thread;
  }

  private Thread waits(Limiter limiter, String name, LimitedCall call) throws InterruptedException {
    return waits(limiter, name, call, CallContext.create());
  }

  @Test
  final void waitsUntilThereIsRoom() throws InterruptedException {
    Limiter limiter = limiter(oneASecond());
    limiter.acquireNow(request(ACME));
    waits(limiter, "second", request(ACME));
    waits(limiter, "third", request(ACME));
    assertEquals(2, limiter.waiting());
    clock.advance(SECOND);
    assertEquals("second", outcomes.take());
    assertTrue(outcomes.isEmpty());
    clock.advance(SECOND);
    assertEquals("third", outcomes.take());
    assertEquals(0, limiter.waiting());
  }

  @Test
  final void whatIsGivenBackWakesWhoWaits() throws InterruptedException {
    Limiter limiter = limiter(LimitRule.rate("t", 1_000, "tokens", MINUTE).build());
    Permit permit = limiter.acquireNow(tokens(ACME, 1_000));
    waits(limiter, "next", tokens(GLOBEX, 600));
    permit.settle(LimitedCall.TOKENS, 100);
    assertEquals("next", outcomes.take());
    Limiter few = limiter(LimitRule.atOnce("few", 1, "requests").build());
    Permit running = few.acquireNow(request(ACME));
    waits(few, "after", request(ACME));
    running.close();
    assertEquals("after", outcomes.take());
  }

  @Test
  final void tenantsTakeTurns() throws InterruptedException {
    Limiter limiter = limiter(oneASecond());
    limiter.acquireNow(request(ACME));
    for (int i = 0; i < 5; i++) {
      waits(limiter, "flood" + i, request(ACME));
    }
    waits(limiter, "globex", request(GLOBEX));
    waits(limiter, "initech", request(CallFacts.of("initech")));
    for (String next : List.of("flood0", "globex", "initech", "flood1", "flood2")) {
      clock.advance(SECOND);
      assertEquals(next, outcomes.take());
    }
    assertEquals(2, limiter.waiting());
  }

  @Test
  final void higherPriorityGoesFirst() throws InterruptedException {
    Limiter limiter = limiter(oneASecond());
    limiter.acquireNow(request(ACME));
    waits(limiter, "report", request(ACME).priority(Priority.ANALYTICS));
    waits(limiter, "mail", request(GLOBEX).priority(Priority.BACKGROUND));
    waits(limiter, "chat", request(ACME));
    for (String next : List.of("chat", "mail", "report")) {
      clock.advance(SECOND);
      assertEquals(next, outcomes.take());
    }
  }

  @Test
  final void nobodyPassesALargeCallButThoseWhoNeedSomethingElse() throws InterruptedException {
    Limiter limiter =
        limiter(LimitRule.rate("p", 60, "requests", MINUTE).burst(10).by(Fact.PROVIDER).build());
    CallFacts openAi = ACME.provider("openai");
    limiter.acquireNow(request(openAi).units("requests", 10));
    waits(limiter, "large", request(openAi).units("requests", 5));
    clock.advance(Duration.ofSeconds(3));
    LimitExceeded passed = refused(limiter, request(GLOBEX.provider("openai")));
    assertEquals("p", passed.rule());
    waits(limiter, "small", request(GLOBEX.provider("openai")));
    limiter.acquireNow(request(GLOBEX.provider("groq")));
    clock.advance(Duration.ofSeconds(2));
    assertEquals("large", outcomes.take());
    clock.advance(SECOND);
    assertEquals("small", outcomes.take());
  }

  private CallContext within(long millis) {
    return CallContext.create().deadline(Deadline.after(Duration.ofMillis(millis), clock));
  }

  @Test
  final void waitEndsAtTheDeadline() throws InterruptedException {
    Limiter limiter = limiter(LimitRule.atOnce("few", 1, "requests").build());
    Permit running = limiter.acquireNow(request(ACME));
    waits(limiter, "late", request(ACME), within(1_500));
    clock.advance(SECOND);
    assertEquals(1, limiter.waiting());
    clock.advance(Duration.ofMillis(500));
    LimitExceeded late = assertInstanceOf(LimitExceeded.class, outcomes.take());
    says(late, "wait no longer");
    assertEquals(0, limiter.waiting());
    running.close();
    assertEquals(1, room(limiter, ACME), "it took nothing");
  }

  @Test
  final void waitThatTurnsOutToBeInVainEndsThen() throws InterruptedException {
    Limiter limiter = limiter(oneASecond());
    limiter.acquireNow(request(ACME));
    waits(limiter, "first", request(ACME));
    waits(limiter, "late", request(ACME), within(1_500));
    clock.advance(SECOND);
    List<Object> both = List.of(outcomes.take(), outcomes.take()); // on two threads, in any order
    assertTrue(both.contains("first"), both::toString);
    assertTrue(both.toString().contains("may not wait that long"), both::toString);
    assertEquals(0, limiter.waiting());
    clock.advance(SECOND);
    assertEquals(1, room(limiter, ACME), "it took nothing");
  }

  /** Room for one thing may be there when the room for another has gone, for longer than a wait. */
  @Test
  final void nobodyWaitsInVainBehindAnother() throws InterruptedException {
    LimitRule running = LimitRule.atOnce("few", 1, "requests").only(Fact.ROUTE, "r").build();
    LimitRule day = LimitRule.rate("day", 1_000, "tokens", Duration.ofDays(1)).build();
    Limiter limiter = limiter(running, day);
    Permit permit = limiter.acquireNow(request(ACME.route("r")));
    waits(limiter, "large", tokens(ACME.route("r"), 900));
    waits(limiter, "larger", tokens(ACME.route("r"), 950));
    limiter.acquireNow(tokens(ACME, 500));
    permit.close();
    assertEquals("day", assertInstanceOf(LimitExceeded.class, outcomes.take()).rule());
    assertEquals("day", assertInstanceOf(LimitExceeded.class, outcomes.take()).rule());
    assertEquals(0, limiter.waiting());
  }

  @Test
  final void waitInVainIsRefusedAtOnce() {
    Limiter limiter = limiter(LimitRule.rate("day", 1, "requests", Duration.ofDays(1)).build());
    limiter.acquireNow(request(ACME));
    LimitExceeded exceeded =
        assertThrows(LimitExceeded.class, () -> limiter.acquire(request(ACME), within(60_000)));
    assertEquals(Optional.of(Duration.ofDays(1)), exceeded.retryAfter());
    assertThrows(LimitExceeded.class, () -> limiter.acquire(request(ACME), CallContext.create()));
  }

  @Test
  final void cancelledOrInterruptedWaitTakesNothing() throws InterruptedException {
    Limiter limiter = limiter(oneASecond());
    limiter.acquireNow(request(ACME));
    CallContext context = CallContext.create();
    waits(limiter, "cancelled", request(ACME), context);
    Thread interrupted = waits(limiter, "interrupted", request(ACME));
    waits(limiter, "patient", request(ACME));
    context.cancel();
    assertInstanceOf(LimitWaitCancelled.class, outcomes.take());
    interrupted.interrupt();
    assertInstanceOf(LimitWaitCancelled.class, outcomes.take());
    assertEquals(1, limiter.waiting());
    clock.advance(SECOND);
    assertEquals("patient", outcomes.take());
    context.cancel();
    waits(limiter, "again", request(ACME), context);
    assertInstanceOf(LimitWaitCancelled.class, outcomes.take());
  }

  @Test
  final void onlySoManyWait() throws InterruptedException {
    Limiter limiter = build(Limiter.newBuilder().waiting(3, 2), oneASecond());
    limiter.acquireNow(request(ACME));
    waits(limiter, "1", request(ACME));
    waits(limiter, "2", request(ACME).priority(Priority.ANALYTICS));
    waits(limiter, "3", request(ACME));
    LimitExceeded ofTenant = assertInstanceOf(LimitExceeded.class, outcomes.take());
    says(ofTenant, "2 calls of the tenant");
    waits(limiter, "4", request(GLOBEX));
    waits(limiter, "5", request(CallFacts.of("initech")));
    LimitExceeded ofAll = assertInstanceOf(LimitExceeded.class, outcomes.take());
    says(ofAll, "3 calls wait");
    assertEquals(3, limiter.waiting());
    for (String next : List.of("1", "4", "2")) {
      clock.advance(SECOND);
      assertEquals(next, outcomes.take());
    }
  }

  @Test
  final void providersWordHoldsBackWhatItWouldRefuse() throws InterruptedException {
    Limiter limiter = limiter();
    CallFacts facts = ACME.provider("openai").key("k1");
    RateLimit told = new RateLimit("tokens", 1_000, 400, Duration.ofSeconds(60));
    limiter.observe(facts, List.of(told, new RateLimit("images", -1, -1, null)));
    Permit permit = limiter.acquireNow(tokens(facts, 300));
    LimitExceeded exceeded = refused(limiter, tokens(facts, 200));
    assertEquals(LimitExceeded.PROVIDER, exceeded.rule());
    assertEquals("provider=openai, key=k1", exceeded.bucket());
    assertEquals(Optional.of(Duration.ofSeconds(10)), exceeded.retryAfter());
    limiter.acquireNow(tokens(ACME.provider("openai").key("k2"), 900)).release();
    waits(limiter, "waited", tokens(facts, 200));
    permit.settle(LimitedCall.TOKENS, 200);
    assertEquals("waited", outcomes.take());
    clock.advance(MINUTE);
    limiter.acquireNow(tokens(facts, 100_000)).close();
  }

  @Test
  final void providersWordNeverMakesRoom() {
    LimitRule rule = LimitRule.rate("r", 2, "requests", MINUTE).by(Fact.PROVIDER).build();
    Limiter limiter = limiter(rule);
    CallFacts facts = ACME.provider("openai").key("k1");
    assertEquals(2, room(limiter, facts));
    limiter.observe(facts, List.of(new RateLimit("requests", 9_000, 9_000, SECOND)));
    assertEquals(0, room(limiter, facts));
    clock.advance(MINUTE);
    limiter.observe(facts, List.of(new RateLimit("requests", 9_000, 1, MINUTE)));
    assertEquals(1, room(limiter, facts));
  }

  @Test
  final void retryAfterBlocksTheKeyForTheModel() throws InterruptedException {
    Limiter limiter = limiter();
    CallFacts key = ACME.provider("openai").key("k1");
    CallFacts large = key.and(Fact.MODEL, "large");
    limiter.block(large, Duration.ofSeconds(20));
    limiter.block(large, SECOND);
    limiter.block(ACME, MINUTE); // calls no provider
    limiter.acquireNow(request(key.and(Fact.MODEL, "small")));
    limiter.acquireNow(request(key));
    assertEquals(
        Optional.of(Duration.ofSeconds(20)), refused(limiter, request(large)).retryAfter());
    waits(limiter, "large", request(large));
    limiter.acquireNow(request(key.and(Fact.MODEL, "small")));
    assertFalse(outcomes.contains("large"));
    clock.advance(Duration.ofSeconds(20));
    assertEquals("large", outcomes.take());
    limiter.block(key, SECOND);
    refused(limiter, request(large));
    refused(limiter, request(key.and(Fact.MODEL, "small")));
  }

  @Test
  final void withoutAKeyTenantsDoNotShareAProvidersWord() {
    Limiter limiter = limiter();
    limiter.block(ACME.provider("openai"), MINUTE);
    refused(limiter, request(ACME.provider("openai")));
    limiter.acquireNow(request(GLOBEX.provider("openai")));
    limiter.acquireNow(request(ACME.provider("groq")));
  }
}
