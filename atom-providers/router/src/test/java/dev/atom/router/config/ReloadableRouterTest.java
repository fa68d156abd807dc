package dev.atom.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.budget.Budget;
import dev.atom.budget.BudgetFacts;
import dev.atom.budget.BudgetPeriod;
import dev.atom.budget.BudgetStatus;
import dev.atom.budget.Budgets;
import dev.atom.budget.MemoryBudgetStore;
import dev.atom.json.Json;
import dev.atom.limit.CallFacts;
import dev.atom.limit.LimitExceeded;
import dev.atom.limit.LimitedCall;
import dev.atom.limit.Limiter;
import dev.atom.limit.Permit;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.mock.SequentialIds;
import dev.atom.mock.VirtualClock;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.KeyRejected;
import dev.atom.model.ModelRef;
import dev.atom.model.ProviderFailed;
import dev.atom.model.ReplyStream;
import dev.atom.model.Usage;
import dev.atom.router.health.HealthChange;
import dev.atom.router.health.HealthStatus;
import dev.atom.router.health.TargetHealth;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ReloadableRouterTest {
  private static final ChatRequest HELLO = ChatRequest.of("Hello");
  private static final int MANY = 20;

  private final VirtualClock clock = VirtualClock.at("2026-11-21T12:00:00Z");
  private final MemoryBudgetStore store = MemoryBudgetStore.create(clock);
  private final Limiter limiter = Limiter.newBuilder().build();
  private final AtomicBoolean down = new AtomicBoolean();
  private final ChatModel first = model("one", "a");
  private final ChatModel second = model("two", "b");

  private ChatModel model(String provider, String says) {
    return MockModel.newBuilder()
        .model(new ModelRef(provider, "m"))
        .otherwise(request -> answer(provider, says))
        .build();
  }

  private MockReply answer(String provider, String says) {
    if (down.get() && provider.equals("one")) {
      return MockReply.failure(facts -> new ProviderFailed(facts.build()));
    }
    clock.advance(Duration.ofMillis(100));
    return MockReply.text(says).usage(Usage.of(10, 40));
  }

  private ConfigParts parts(ChatModel... more) {
    ConfigParts.Builder parts =
        ConfigParts.newBuilder()
            .client("one", first)
            .client("two", second)
            .limiter(limiter)
            .budgets(store, SequentialIds.of("r"), warning -> {});
    for (ChatModel model : more) {
      parts.client(model.ref().provider(), model);
    }
    return parts.build();
  }

  private static Json document(String targets, String more) {
    return Json.parse(
        """
        {"routes": [{"name": "main", "targets": [%s]}], "prices": {"bundled": false} %s}
        """
            .formatted(targets, more));
  }

  private static final String ONE = "{\"model\": \"one/m\"}";
  private static final String TWO = "{\"model\": \"two/m\"}";

  private ReloadableRouter router(String targets) {
    return ReloadableRouter.of(
        document(targets, ""), parts(), builder -> builder.clock(clock).sleeper((t, c) -> {}));
  }

  @Test
  void newCallsTakeTheNewConfiguration() {
    ConfigParts parts = parts();
    Json before = document(ONE, "");
    Json after = document(TWO, "");
    // @start region="reload"
    ReloadableRouter router = ReloadableRouter.of(before, parts);
    ReplyStream stream = router.stream(HELLO, CallContext.create());

    router.reload(after); // throws InvalidConfig and changes nothing if anything is wrong in it

    assertThat(router.chat("Hello").text()).isEqualTo("b");
    assertThat(stream.reply().text()).isEqualTo("a"); // ends where it began
    // @end
    stream.close();
  }

  @Test
  void callsAndStreamsUnderWaySurviveAHundredReloads() throws Exception {
    Gate gate = new Gate(first, MANY);
    ReloadableRouter router =
        ReloadableRouter.of(
            limited(0), parts(gate), builder -> builder.clock(clock).sleeper((t, c) -> {}));
    List<ReplyStream> streams = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      streams.add(router.stream(HELLO, CallContext.create()));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> calls = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        calls.add(threads.submit(() -> router.chat("Hello").text()));
      }
      gate.entered.await();
      for (int i = 1; i <= 100; i++) {
        router.reload(limited(i));
      }
      assertThat(reserved()).isEqualByComparingTo("0.8"); // 40 at 2 cents
      gate.open.countDown();
      for (Future<String> call : calls) {
        assertThat(call.get()).isEqualTo("a");
      }
    }
    for (ReplyStream stream : streams) {
      try (stream) {
        assertThat(stream.reply().text()).isEqualTo("a");
      }
    }

    assertThat(reserved()).isZero();
    List<Permit> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(limiter.acquireNow(LimitedCall.of(CallFacts.of(CallContext.create()))));
    }
    assertThatThrownBy(() -> limiter.acquireNow(LimitedCall.of(CallFacts.of(CallContext.create()))))
        .isInstanceOf(LimitExceeded.class);
    all.forEach(Permit::close);
    assertThat(router.router().health().all()).extracting(TargetHealth::inFlight).containsOnly(0);
  }

  /** A document with limits and budgets that changes a little with its number. */
  private static Json limited(int number) {
    return document(
        "{\"model\": \"gate/m\", \"weight\": %d}, %s".formatted(number, TWO),
        """
        , "limits": {"rules": [
            {"name": "running", "amount": 100, "unit": "requests", "at_once": true},
            {"name": "day", "amount": %d, "unit": "requests", "per": "1d"}]},
          "budgets": {"amounts": [
            {"name": "all", "usd": %d, "period": "total", "unpriced": 0.02}]}
        """
            .formatted(1_000 + number, 50 + number));
  }

  private BigDecimal reserved() {
    Budget budget =
        Budget.newBuilder("all", BigDecimal.TEN, BudgetPeriod.total())
            .unpriced(BigDecimal.ONE)
            .build();
    return Budgets.newBuilder(store, SequentialIds.of("s"))
        .budget(budget)
        .build()
        .status(BudgetFacts.ofTenant(CallContext.DEFAULT_TENANT))
        .stream()
        .map(BudgetStatus::reserved)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void callsThatComeWhileItReloadsAreAllAnswered() throws Exception {
    ReloadableRouter router = router(ONE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> callers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        callers.add(threads.submit(() -> callRepeatedly(router)));
      }
      for (int i = 0; i < 100; i++) {
        router.reload(document(i % 2 == 0 ? TWO : ONE, ""));
      }
      for (Future<Integer> caller : callers) {
        assertThat(answered(caller)).isEqualTo(100);
      }
    }
  }

  private static int callRepeatedly(ReloadableRouter router) {
    int answered = 0;
    for (int i = 0; i < 100; i++) {
      answered += router.chat("Hello").text().length();
    }
    return answered;
  }

  private static int answered(Future<Integer> caller) throws InterruptedException {
    try {
      return caller.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void brokenTargetStaysOpen() {
    ReloadableRouter router = router(ONE + "," + TWO);
    down.set(true);
    for (int i = 0; i < 5; i++) {
      router.chat("Hello");
    }
    assertThat(status(router, 0)).isEqualTo(HealthStatus.OPEN);

    router.reload(document(TWO + "," + ONE, ", \"breaker\": {\"window\": \"2m\"}"));
    router.reload(document(ONE + "," + TWO, ""));

    assertThat(status(router, 0)).isEqualTo(HealthStatus.OPEN);
    assertThat(router.router().explain(HELLO, false, CallContext.create()).chosen())
        .contains("two/m");
    assertThat(router.router().health().history())
        .extracting(HealthChange::to)
        .containsExactly(HealthStatus.OPEN);
    down.set(false);
    clock.advance(Duration.ofSeconds(1));
    assertThat(router.chat("Hello").text()).isEqualTo("a");
  }

  private static HealthStatus status(ReloadableRouter router, int target) {
    return router.router().health().all().get(target).status();
  }

  @Test
  void failureOfACallOfTheOldRouterCountsInTheNewOne() {
    ReloadableRouter router = router(ONE + "," + TWO);
    var old = router.router();
    router.reload(document(TWO + "," + ONE, ""));
    down.set(true);
    for (int i = 0; i < 5; i++) {
      old.chat("Hello");
    }
    assertThat(router.router().health().all())
        .filteredOn(target -> target.target().equals("one/m"))
        .extracting(TargetHealth::status)
        .containsExactly(HealthStatus.OPEN);
    assertThat(router.router().health().history()).hasSize(1);
  }

  @Test
  void rejectedKeyStaysOut() {
    ChatModel rejecting =
        MockModel.newBuilder()
            .model(new ModelRef("rejecting", "m"))
            .otherwise(r -> MockReply.failure(facts -> new KeyRejected(facts.build())))
            .build();
    String targets = "{\"model\": \"rejecting/m\"}," + TWO;
    ReloadableRouter router =
        ReloadableRouter.of(
            document(targets, ""), parts(rejecting), builder -> builder.clock(clock));
    router.chat("Hello");
    router.reload(document(targets + "," + ONE, ""));
    assertThat(status(router, 0)).isEqualTo(HealthStatus.REJECTED_KEY);
  }

  @Test
  void timesAndLengthsOfRepliesAreKept() {
    String priced =
        """
        , "prices": {"bundled": false, "models": [{"provider": "one", "name": "m", "mode": "chat",
           "facts": {"tools": true, "json_schema": true, "vision": true, "reasoning": true},
           "prices": [{"from": "2026-01-01", "source": "s", "as_of": "d", "verified": true,
                       "rates": {"input": 0, "cached_input": 0, "output": 1000000}}]}]}
        """;
    Json document =
        Json.parse(
            "{\"routes\": [{\"name\": \"main\", \"targets\": [%s]}] %s}".formatted(ONE, priced));
    ReloadableRouter router =
        ReloadableRouter.of(document, parts(), builder -> builder.clock(clock));
    assertThat(expected(router)).isEqualByComparingTo("300");
    try (ReplyStream stream = router.stream(HELLO, CallContext.create())) {
      stream.reply();
    }
    assertThat(expected(router)).isEqualByComparingTo("40");
    var median = router.router().health().all().get(0).medianFirstToken();
    assertThat(median).isPresent();

    router.reload(
        Json.parse(
            "{\"routes\": [{\"name\": \"main\", \"targets\": [%s, %s]}] %s}"
                .formatted(TWO, ONE, priced)));
    assertThat(router.router().health().all().get(1).medianFirstToken()).isEqualTo(median);
    router.reload(document);
    assertThat(expected(router)).isEqualByComparingTo("40");
  }

  private static BigDecimal expected(ReloadableRouter router) {
    return router
        .router()
        .explain(HELLO, false, CallContext.create())
        .candidates()
        .get(0)
        .expectedUsd()
        .orElseThrow();
  }

  @Test
  void bucketsStayOverAReload() {
    ReloadableRouter router = router(ONE);
    router.reload(document(ONE, rule(2)));
    router.chat("Hello");
    router.chat("Hello");
    router.reload(document(TWO, rule(2)));
    assertThatThrownBy(() -> router.chat("Hello")).isInstanceOf(LimitExceeded.class);
    router.reload(document(TWO, ""));
    assertThat(router.chat("Hello").text()).isEqualTo("b");
  }

  private static String rule(int amount) {
    return """
    , "limits": {"rules": [
       {"name": "day", "amount": %d, "unit": "requests", "per": "1d"}], "longest_wait": "0s"}
    """
        .formatted(amount);
  }

  @Test
  void faultyDocumentChangesNothing() {
    ReloadableRouter router = router(ONE);
    RouterConfig config = router.reload(document(ONE, rule(1)));
    assertThatThrownBy(() -> router.reload(document("\"nobody\"", ", \"limits\": {\"rules\": []}")))
        .isInstanceOf(InvalidConfig.class);
    assertThat(router.config()).isSameAs(config);
    assertThat(router.chat("Hello").text()).isEqualTo("a");
    assertThatThrownBy(() -> router.chat("Hello")).isInstanceOf(LimitExceeded.class);
  }

  @Test
  void routeFollowsTheConfiguration() {
    ReloadableRouter router = router(ONE);
    ChatModel main = router.route("main");
    router.reload(document(TWO, ""));
    assertThat(main.chat("Hello").text()).isEqualTo("b");
    assertThat(main.ref()).isEqualTo(new ModelRef("two", "m"));
    assertThatThrownBy(() -> router.route("other")).isInstanceOf(IllegalArgumentException.class);
  }

  /** Whole replies wait until it is open. */
  private static final class Gate implements ChatModel {
    final CountDownLatch entered;
    final CountDownLatch open = new CountDownLatch(1);
    private final ChatModel model;

    Gate(ChatModel model, int calls) {
      this.model = model;
      entered = new CountDownLatch(calls);
    }

    @Override
    public ModelRef ref() {
      return new ModelRef("gate", "m");
    }

    @Override
    public Set<Capability> capabilities() {
      return model.capabilities();
    }

    @Override
    public ChatReply chat(ChatRequest request, CallContext context) {
      entered.countDown();
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return model.chat(request, context);
    }

    @Override
    public ReplyStream stream(ChatRequest request, CallContext context) {
      return model.stream(request, context);
    }
  }
}
