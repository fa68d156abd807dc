package dev.atom.router;

import static dev.atom.router.TestTargets.FIRST;
import static dev.atom.router.TestTargets.SECOND;
import static dev.atom.router.TestTargets.failing;
import static dev.atom.router.TestTargets.replying;
import static dev.atom.router.TestTargets.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.budget.Budget;
import dev.atom.budget.BudgetExceeded;
import dev.atom.budget.BudgetPeriod;
import dev.atom.budget.Budgets;
import dev.atom.budget.Fact;
import dev.atom.budget.MemoryBudgetStore;
import dev.atom.ledger.Grouping;
import dev.atom.ledger.Grouping.Dimension;
import dev.atom.ledger.LedgerWriter;
import dev.atom.ledger.MemoryUsageLedger;
import dev.atom.ledger.Outcome;
import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageGroup;
import dev.atom.ledger.UsageLedger;
import dev.atom.ledger.UsageRecord;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.mock.SequentialIds;
import dev.atom.mock.VirtualClock;
import dev.atom.model.ChatRequest;
import dev.atom.model.RateLimited;
import dev.atom.model.ReplyStream;
import dev.atom.model.RequestRejected;
import dev.atom.model.Usage;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBook;
import dev.atom.usage.Rates;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is booked of routed calls: in the ledger, and against budgets. */
class AccountsTest {
  private static final ChatRequest HELLO =
      ChatRequest.of("Hello").toBuilder().maxOutputTokens(100).build();

  private final VirtualClock clock = VirtualClock.at("2026-10-01T08:00:00Z");
  private final UsageLedger ledger = MemoryUsageLedger.create();
  private final LedgerWriter writer = LedgerWriter.synchronous(ledger);
  private final PriceBook prices =
      PriceBook.of(
          List.of(
              Price.of(FIRST, Rates.tokens("1000", "10000")),
              Price.of(SECOND, Rates.tokens("1000", "10000"))));

  private RouterBuilder router(MockModel... models) {
    Route.Builder route = Route.newBuilder("support").retries(Retries.NONE);
    for (MockModel model : models) {
      route.target(Target.of(model));
    }
    return Router.newBuilder()
        .route(route.build())
        .prices(prices)
        .clock(clock)
        .ids(SequentialIds.of("call-"))
        .listener(RouterListener.ledger(writer));
  }

  private List<UsageRecord> records() {
    return ledger.page(UsageFilter.all(), 10_000).records();
  }

  // @start region="ledger"
  @Test
  void everyAttemptIsBooked() {
    MockModel answering = replying(SECOND, MockReply.text("Hello!").usage(Usage.of(1_000, 200)));
    Router router = router(failing(FIRST, RateLimited::new), answering).build();

    router.chat(HELLO, CallContext.create().tenant("acme").user("ann").tag("team", "red"));

    List<UsageGroup> bill = ledger.totals(UsageFilter.tenant("acme"), Grouping.by(Dimension.MODEL));
    assertThat(bill).hasSize(2);
    assertThat(bill.get(1).totals().spent().usd()).isEqualByComparingTo("3");
    UsageRecord refused = records().get(0);
    assertThat(refused.error()).contains("rate_limited");
    assertThat(refused.tags()).containsEntry("team", "red");
    assertThat(refused.route()).contains("support");
  }

  // @end

  @Test
  void streamThatIsClosedEarlyIsBookedAsAnEstimate() {
    Router router = router(saying(FIRST, "a long answer in several pieces")).build();
    try (ReplyStream stream = router.stream(HELLO, CallContext.create())) {
      stream.next();
      stream.next();
    }
    UsageRecord record = records().get(0);
    assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(record.estimated()).isTrue();
    assertThat(record.usage().outputTokens()).isPositive();
    assertThat(record.firstToken()).isPresent();
  }

  // @start region="budgets"
  @Test
  void budgetRefusesWhatItCannotPay() {
    Budgets budgets = budgets("0.5");
    MockModel model = replying(FIRST, MockReply.text("a").usage(Usage.of(10, 5)));
    Router router = router(model).guard(Guard.budgets(budgets)).build();
    CallContext ann = CallContext.create().user("ann");

    // At most about 1.01 dollars: 2 prompt tokens at 0.001, 100 of the reply at 0.01.
    assertThatThrownBy(() -> router.chat(HELLO, ann)).isInstanceOf(BudgetExceeded.class);
    assertThat(model.calls()).isEmpty();

    ChatRequest shorter = HELLO.toBuilder().maxOutputTokens(20).build();
    router.chat(shorter, ann);
    assertThat(records().get(0).cost().toString()).isEqualTo("$0.06");
  }

  // @end

  private Budgets budgets(String usd) {
    return Budgets.newBuilder(MemoryBudgetStore.create(clock), SequentialIds.of("reservation-"))
        .budget(
            Budget.newBuilder("each user", new BigDecimal(usd), BudgetPeriod.total())
                .per(Fact.USER)
                .build())
        .build();
  }

  /** Others check before the call and add after it, so that all calls in flight overshoot. */
  @Test
  void callsAtTheSameTimeNeverOvershootABudget() throws InterruptedException {
    long seed = System.nanoTime();
    System.out.println("accounts: seed " + seed);
    Random random = new Random(seed);
    MockModel model =
        MockModel.newBuilder()
            .model(FIRST)
            .otherwise(
                request -> {
                  int kind;
                  int output;
                  synchronized (random) {
                    kind = random.nextInt(4);
                    output = random.nextInt(100);
                  }
                  return kind == 0
                      ? MockReply.failure(facts -> new RequestRejected(facts.build()))
                      : MockReply.text("a").usage(Usage.of(2, output));
                })
            .build();
    Router router = router(model).guard(Guard.budgets(budgets("20"))).build();
    CallContext ann = CallContext.create().user("ann");
    AtomicInteger refused = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int j = 0; j < 20; j++) {
                      try {
                        router.chat(HELLO, ann);
                      } catch (BudgetExceeded e) {
                        refused.incrementAndGet();
                      } catch (RequestRejected e) {
                        // Costs nothing.
                      }
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    BigDecimal spent =
        ledger.totals(UsageFilter.all(), Grouping.by(Dimension.USER)).get(0).totals().spent().usd();
    assertThat(spent).isLessThanOrEqualTo(new BigDecimal("20")).isGreaterThan(new BigDecimal("18"));
    assertThat(refused).hasPositiveValue();
  }
}
