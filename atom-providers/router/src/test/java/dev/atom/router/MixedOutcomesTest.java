package dev.atom.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.AtomException;
import dev.atom.CallContext;
import dev.atom.Deadline;
import dev.atom.budget.Budget;
import dev.atom.budget.BudgetFacts;
import dev.atom.budget.BudgetPeriod;
import dev.atom.budget.BudgetStatus;
import dev.atom.budget.Budgets;
import dev.atom.budget.MemoryBudgetStore;
import dev.atom.limit.CallFacts;
import dev.atom.limit.LimitExceeded;
import dev.atom.limit.LimitRule;
import dev.atom.limit.LimitTime;
import dev.atom.limit.LimitedCall;
import dev.atom.limit.Limiter;
import dev.atom.limit.Permit;
import dev.atom.mock.SequentialIds;
import dev.atom.mock.VirtualClock;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyStream;
import dev.atom.router.health.BreakerSettings;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBook;
import dev.atom.usage.Rates;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Calls of many threads that end in all ways there are, under limits and budgets: whatever the order,
 * no limit is passed, and in the end buckets and budgets hold what the booked attempts say.
 */
@Timeout(900)
class MixedOutcomesTest {
  /** How many calls in all; the profile "crowd" makes it a million. */
  private static final int CALLS = Integer.getInteger("atom.calls", 40_000);

  private static final long SEED = Long.getLong("atom.seed", new Random().nextLong());
  private static final int THREADS = 24;
  private static final int AT_ONCE = 30;
  private static final long MUCH = 1_000_000_000_000L;
  private static final long FEW_TOKENS = 20_000;
  private static final BigDecimal PURSE = new BigDecimal("2");
  private static final Duration LEASE = Duration.ofMinutes(15);

  /** The one has few tokens left, the other little money. */
  private static final List<String> TENANTS = List.of("rich", "richer", "slow", "short", "poor");

  private static final List<ModelRef> MODELS =
      List.of(new ModelRef("one", "m"), new ModelRef("two", "m"), new ModelRef("two", "n"));

  private final VirtualClock clock = VirtualClock.at("2026-10-01T08:00:00Z");
  private final VirtualClock budgetClock = VirtualClock.at("2026-10-01T08:00:00Z");
  private final StandingTime limitTime = new StandingTime();
  private final Books books = new Books(SEED);
  private final AtomicInteger forgotten = new AtomicInteger();

  /** Nothing flows back while calls are made, so that each token taken can be found again. */
  private static final class StandingTime implements LimitTime {
    private final AtomicLong now = new AtomicLong();

    @Override
    public long nanos() {
      return now.get();
    }

    @Override
    public void await(Semaphore signal, long untilNanos) throws InterruptedException {
      signal.acquire();
    }
  }

  private final Limiter limiter =
      Limiter.newBuilder()
          .time(limitTime)
          .rule(
              LimitRule.rate("tokens", MUCH, "tokens", Duration.ofDays(366))
                  .by(dev.atom.limit.Fact.TENANT)
                  .tenant("short", FEW_TOKENS)
                  .build())
          .rule(
              LimitRule.rate("requests", MUCH, "requests", Duration.ofDays(366))
                  .by(dev.atom.limit.Fact.PROVIDER)
                  .build())
          .rule(
              LimitRule.atOnce("running", AT_ONCE, "requests")
                  .only(dev.atom.limit.Fact.ROUTE, "any")
                  .heldAtMost(LEASE)
                  .build())
          .build();

  private final Budgets budgets =
      Budgets.newBuilder(MemoryBudgetStore.create(budgetClock), SequentialIds.of("r-"))
          .lease(LEASE)
          .budget(
              Budget.newBuilder("each", new BigDecimal("900000000"), BudgetPeriod.total())
                  .per(dev.atom.budget.Fact.TENANT)
                  .build())
          .budget(
              Budget.newBuilder("purse", PURSE, BudgetPeriod.total())
                  .only(dev.atom.budget.Fact.TENANT, "poor")
                  .build())
          .build();

  /** Limits ask first on one of them, budgets on the other. */
  private Router router(boolean limitsFirst) {
    Duration blink = Duration.ofMillis(1);
    Route.Builder route =
        Route.newBuilder("any")
            .retries(new Retries(1, Duration.ofNanos(1_000), blink.multipliedBy(50)))
            .hedging(new Hedging(Duration.ZERO, 5))
            .midStream(limitsFirst ? MidStream.CONTINUE : MidStream.RESTART);
    List<Price> prices = new ArrayList<>();
    for (ModelRef ref : MODELS) {
      route.target(Target.of(new MoodyModel(ref, SEED)));
      prices.add(Price.of(ref, Rates.tokens("100", "1000")));
    }
    Guard limits = Guard.limits(limiter);
    return Router.newBuilder()
        .route(route.build())
        .prices(PriceBook.of(prices))
        .clock(clock)
        .ids(SequentialIds.of(limitsFirst ? "a" : "b"))
        .breaker(new BreakerSettings(blink, 5, 0.6, 5, blink, blink.multipliedBy(5), blink, blink))
        .sleeper((time, context) -> clock.advance(time))
        .random(new Random(SEED))
        .traced(false)
        .listener(books)
        .guard(books.front())
        .guard(limitsFirst ? limits : Guard.budgets(budgets))
        .guard(limitsFirst ? Guard.budgets(budgets) : limits)
        .guard(books.whim())
        .guard(books.end())
        .build();
  }

  @Test
  void bucketsAndBudgetsHoldWhatTheBookedAttemptsSay() throws Exception {
    List<Router> routers = List.of(router(true), router(false));
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(SEED + i);
        Router router = routers.get(i % 2);
        all.add(threads.submit(() -> call(router, random)));
      }
    }
    for (Future<?> each : all) {
      each.get();
    }
    System.out.printf(
        "mixed: %d attempts, %s, %d at once, seed %d%n",
        books.begun.sum(), books.outcomes, books.mostAtOnce.get(), SEED);

    everyKindOfEndWasSeen();
    assertThat(books.mostAtOnce).as("seed %d", SEED).hasValueBetween(10, AT_ONCE);
    assertThat(books.open).as("left open on purpose, seed %d", SEED).hasSize(forgotten.get());
    assertThat(freeAtOnce()).as("seed %d", SEED).isEqualTo(AT_ONCE - forgotten.get());

    books.open.values().forEach(planned -> books.book(planned, Optional.empty()));
    budgetClock.advance(LEASE);
    limitTime.now.addAndGet(LEASE.toNanos());
    assertThat(freeAtOnce()).as("those have lapsed, seed %d", SEED).isEqualTo(AT_ONCE);
    limitTime.now.addAndGet(-LEASE.toNanos());
    budgetsHoldWhatWasBooked();
    bucketsHoldWhatWasBooked();
  }

  private void everyKindOfEndWasSeen() {
    assertThat(books.outcomes)
        .as("seed %d", SEED)
        .containsKeys("answered", "cancelled", "hedged", "unexpected", "truncated_stream")
        .containsKeys("rate_limited", "quota_exhausted", "content_refused", "overloaded")
        .containsKeys("whim", "budget_exceeded", "limit_exceeded", "closed early", "timed_out")
        .doesNotContainKey("ended twice");
    assertThat(forgotten).hasPositiveValue();
  }

  private void budgetsHoldWhatWasBooked() {
    for (String tenant : TENANTS) {
      for (BudgetStatus status : budgets.status(BudgetFacts.ofTenant(tenant))) {
        BigDecimal booked = BigDecimal.valueOf(sum(tenant).nanoDollars.sum(), 9);
        assertThat(status.spent()).as("%s, seed %d", tenant, SEED).isEqualByComparingTo(booked);
        assertThat(status.reserved()).as("%s, seed %d", tenant, SEED).isZero();
        assertThat(status.spent()).as("seed %d", SEED).isLessThanOrEqualTo(status.amount());
      }
    }
  }

  private Books.Sum sum(String tenant) {
    return books.byTenant.getOrDefault(tenant, new Books.Sum());
  }

  private void bucketsHoldWhatWasBooked() {
    for (String tenant : TENANTS) {
      long burst = tenant.equals("short") ? FEW_TOKENS : MUCH;
      long used = burst - room(CallFacts.of(tenant), "tokens", burst);
      long booked = sum(tenant).tokens.sum();
      assertThat(used)
          .as("%s, seed %d", tenant, SEED)
          .isEqualTo(Math.min(burst, booked)); // the last calls may use more than they expected
      assertThat(booked).as("%s, seed %d", tenant, SEED).isLessThan(burst + burst / 10);
    }
    for (String provider : List.of("one", "two")) {
      CallFacts facts = CallFacts.of("nobody").provider(provider);
      assertThat(MUCH - room(facts, "requests", MUCH))
          .as("%s, seed %d", provider, SEED)
          .isEqualTo(books.requestsByProvider.get(provider).sum());
    }
  }

  /** How much there is of a unit. */
  private long room(CallFacts facts, String unit, long most) {
    long low = 0;
    long high = most;
    while (low < high) {
      long middle = (low + high + 1) / 2;
      try {
        limiter.acquireNow(LimitedCall.of(facts).units(unit, middle)).release();
        low = middle;
      } catch (LimitExceeded e) {
        high = middle - 1;
      }
    }
    return low;
  }

  private int freeAtOnce() {
    CallFacts facts = CallFacts.of("nobody").route("any");
    int free = 0;
    List<Permit> taken = new ArrayList<>();
    try {
      for (; free <= AT_ONCE; free++) {
        taken.add(limiter.acquireNow(LimitedCall.of(facts)));
      }
    } catch (LimitExceeded e) {
      taken.forEach(Permit::release);
    }
    return free;
  }

  private void call(Router router, Random random) {
    for (int i = 0; i < CALLS / THREADS; i++) {
      clock.advance(Duration.ofNanos(random.nextInt(20_000)));
      one(router, random, false);
    }
    for (int tries = 0; tries < 100 && !one(router, random, true); tries++) {
      clock.advance(Duration.ofMillis(1));
    }
  }

  /** Makes a call; true if its stream was opened and is never closed. */
  private boolean one(Router router, Random random, boolean forgetful) {
    CallContext context = CallContext.create().tenant(TENANTS.get(random.nextInt(TENANTS.size())));
    if (random.nextInt(20) == 0) {
      Duration brief = Duration.ofNanos(random.nextInt(50_000));
      context = context.deadline(Deadline.after(brief, clock));
    }
    ChatRequest request =
        ChatRequest.of("Hello, how are you?").toBuilder()
            .maxOutputTokens(MoodyModel.MOST_OUTPUT)
            .build();
    try {
      if (!forgetful && random.nextBoolean()) {
        router.chat(request, context);
        return false;
      }
      ReplyStream stream = router.stream(request, context);
      if (forgetful) {
        forgotten.incrementAndGet();
        return true;
      }
      read(stream, random);
    } catch (AtomException e) {
      if (!(e instanceof ModelException)) {
        books.count(e.code());
      }
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("a target with a fault");
    }
    return false;
  }

  private void read(ReplyStream stream, Random random) {
    try (stream) {
      int pieces = random.nextInt(12);
      for (int i = 0; i < pieces && stream.hasNext(); i++) {
        stream.next();
      }
      if (pieces < 3) {
        books.count("closed early");
      }
    }
  }
}
