package dev.atom.router;

import static dev.atom.router.TestTargets.FIRST;
import static dev.atom.router.TestTargets.SECOND;
import static dev.atom.router.TestTargets.THIRD;
import static dev.atom.router.TestTargets.replying;
import static dev.atom.router.TestTargets.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.budget.Budget;
import dev.atom.budget.BudgetPeriod;
import dev.atom.budget.Budgets;
import dev.atom.budget.MemoryBudgetStore;
import dev.atom.cache.CacheBounds;
import dev.atom.cache.CacheControl;
import dev.atom.cache.CacheKey;
import dev.atom.cache.CacheLookup;
import dev.atom.cache.CacheStore;
import dev.atom.cache.MemoryCacheStore;
import dev.atom.json.Json;
import dev.atom.ledger.LedgerWriter;
import dev.atom.ledger.MemoryUsageLedger;
import dev.atom.ledger.Outcome;
import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageRecord;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.mock.SequentialIds;
import dev.atom.mock.VirtualClock;
import dev.atom.model.CallCancelled;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.FinishReason;
import dev.atom.model.ModelException;
import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Usage;
import dev.atom.router.cache.ReplyCache;
import dev.atom.usage.Cost;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBook;
import dev.atom.usage.Rates;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a route's cache gives again, what it keeps, and what is booked of it. */
class ReplyCacheTest {
  private static final ChatRequest HELLO = ChatRequest.of("Hello");
  private static final Usage USED = Usage.of(1_000, 200);

  private final VirtualClock clock = VirtualClock.at("2026-10-01T08:00:00Z");
  private final CacheStore store = MemoryCacheStore.create(clock, CacheBounds.DEFAULT);
  private final Recorder recorder = new Recorder();

  private RouterBuilder builder(CacheStore store, ChatModel... models) {
    Route.Builder route =
        Route.newBuilder("support")
            .retries(Retries.NONE)
            .midStream(MidStream.CONTINUE)
            .cache(ReplyCache.newBuilder(store).build());
    for (ChatModel model : models) {
      route.target(Target.of(model));
    }
    return Router.newBuilder()
        .route(route.build())
        .prices(PriceBook.of(List.of(Price.of(FIRST, Rates.tokens("1000", "10000")))))
        .clock(clock)
        .sleeper((time, context) -> clock.advance(time))
        .ids(SequentialIds.of("call-"))
        .listener(recorder);
  }

  private Router router(ChatModel... models) {
    return builder(store, models).build();
  }

  // @start region="cache"
  @Test
  void anEqualRequestIsAnsweredFromTheCacheForNothing() {
    MockModel model = replying(FIRST, MockReply.text("We open at 9.").usage(Usage.of(1_000, 200)));
    ReplyCache cache =
        ReplyCache.newBuilder(MemoryCacheStore.create(clock, CacheBounds.DEFAULT))
            .timeToLive(Duration.ofHours(8))
            .build();
    Router router =
        Router.newBuilder()
            .route(Route.newBuilder("support").target(Target.of(model)).cache(cache).build())
            .clock(clock)
            .build();

    router.chat("When do you open?");
    ChatReply again = router.chat("When do you open?");

    assertThat(again.text()).isEqualTo("We open at 9.");
    assertThat(model.calls()).hasSize(1);
    assertThat(again.usage()).isEqualTo(Usage.ZERO);
    Attempt attempt = RoutingTrace.of(again).orElseThrow().attempts().get(0);
    assertThat(attempt.cost()).isEqualTo(Cost.ZERO);
    assertThat(attempt.outcome())
        .isEqualTo(
            new Attempt.Outcome.Cached(
                FIRST, Usage.of(1_000, 200), clock.instant(), OptionalDouble.empty()));
  }

  // @end

  @Test
  void listenersHearOfAHitInPairs() {
    Router router = router(saying(FIRST, "Hi"));
    router.chat(HELLO, CallContext.create());
    router.chat(HELLO, CallContext.create());
    assertThat(recorder.events())
        .containsExactly(
            "call call-1",
            "attempt 1 one/first",
            "ended 1 answered",
            "call ended call-1",
            "call call-2",
            "attempt 1 one/first",
            "ended 1 cached",
            "call ended call-2");
    assertThat(recorder.last().answeredBy()).contains(FIRST);
    assertThat(recorder.last().failure()).isEmpty();
  }

  @Test
  void aHitIsBookedAsOneThatCostsNothing() {
    MemoryUsageLedger ledger = MemoryUsageLedger.create();
    Router router =
        builder(store, replying(FIRST, MockReply.text("Hi").usage(USED)))
            .listener(RouterListener.ledger(LedgerWriter.synchronous(ledger)))
            .build();
    router.chat(HELLO, CallContext.create());
    router.chat(HELLO, CallContext.create());
    List<UsageRecord> records = ledger.page(UsageFilter.all(), 10).records();
    assertThat(records)
        .extracting(UsageRecord::outcome)
        .containsExactlyInAnyOrder(Outcome.ANSWERED, Outcome.CACHE_HIT);
    UsageRecord hit =
        records.stream().filter(r -> r.outcome() == Outcome.CACHE_HIT).findFirst().orElseThrow();
    assertThat(hit.usage()).isEqualTo(Usage.ZERO);
    assertThat(hit.cost().toString()).contains("0");
    assertThat(hit.answered()).contains(FIRST);
    assertThat(hit.keyFingerprint()).isEmpty();
  }

  @Test
  void aHitAsksNoGuardAndTouchesNoStatistics() {
    AtomicInteger guarded = new AtomicInteger();
    Guard guard =
        planned -> {
          guarded.incrementAndGet();
          return attempt -> {};
        };
    Budgets spent =
        Budgets.newBuilder(MemoryBudgetStore.create(clock), SequentialIds.of("r-"))
            .budget(Budget.newBuilder("all", new BigDecimal("4"), BudgetPeriod.total()).build())
            .build();
    Router router =
        builder(store, replying(FIRST, MockReply.text("Hi").usage(USED)))
            .guard(guard)
            .guard(Guard.budgets(spent))
            .build();
    ChatRequest request = HELLO.toBuilder().maxOutputTokens(300).build();
    router.chat(request, CallContext.create());
    router.chat(request, CallContext.create());
    assertThat(guarded).hasValue(1);
    assertThatThrownBy(
            () -> router.chat(request.toBuilder().temperature(1).build(), CallContext.create()))
        .as("the budget is spent for all but the cached")
        .isInstanceOf(dev.atom.AtomException.class);
  }

  @Test
  void repliesEndWithTheirTime() {
    MockModel model = saying(FIRST, "Hi");
    Router router = router(model);
    router.chat(HELLO, CallContext.create());
    clock.advance(Duration.ofMinutes(59));
    router.chat(HELLO, CallContext.create());
    assertThat(model.calls()).hasSize(1);
    clock.advance(Duration.ofMinutes(1));
    router.chat(HELLO, CallContext.create());
    assertThat(model.calls()).as("an hour later").hasSize(2);
  }

  @Test
  void wholeAndStreamedCallsShareReplies() {
    MockModel model =
        replying(FIRST, MockReply.text("It is sunny.").reasoning("Weather?").usage(USED));
    Router router = router(model);
    List<ReplyEvent> made = read(router, HELLO);
    ChatReply whole = router.chat(HELLO, CallContext.create());
    List<ReplyEvent> replayed = read(router, HELLO);
    assertThat(model.calls()).hasSize(1);
    assertThat(whole.text()).isEqualTo("It is sunny.");
    assertThat(whole.parts()).isEqualTo(reply(made).parts());
    assertThat(replayed)
        .containsExactly(
            new ReplyEvent.Started(FIRST),
            new ReplyEvent.ReasoningDelta(0, "Weather?"),
            new ReplyEvent.TextDelta(0, "It is sunny."),
            replayed.getLast());
    assertThat(reply(replayed).usage()).isEqualTo(Usage.ZERO);
    assertThat(RoutingTrace.of(reply(replayed))).isPresent();
    assertThat(recorder.outcomes()).containsExactly("cached");
  }

  @Test
  void aStreamedCallFindsWhatAWholeOneMade() {
    MockModel model =
        replying(
            FIRST,
            MockReply.text("Let me look.")
                .andToolCall("weather", "{\"city\": \"Paris\"}")
                .andToolCall("time", "{}"));
    Router router = router(model);
    ChatReply whole = router.chat(HELLO, CallContext.create());
    List<ReplyEvent> events = read(router, HELLO);
    assertThat(model.calls()).hasSize(1);
    assertThat(reply(events).choices()).isEqualTo(whole.choices());
    assertThat(events)
        .filteredOn(ReplyEvent.ToolCallStarted.class::isInstance)
        .containsExactly(
            new ReplyEvent.ToolCallStarted(0, 0, whole.toolCalls().get(0).id(), "weather"),
            new ReplyEvent.ToolCallStarted(0, 1, whole.toolCalls().get(1).id(), "time"));
    assertThat(events)
        .contains(new ReplyEvent.ToolArgumentsDelta(0, 0, whole.toolCalls().get(0).arguments()));
  }

  @Test
  void aReplayThatIsClosedEndsAndHasCounted() {
    Router router = router(saying(FIRST, "Hi"));
    router.chat(HELLO, CallContext.create());
    try (ReplyStream stream = router.stream(HELLO, CallContext.create())) {
      stream.next();
      stream.close();
      assertThatThrownBy(stream::hasNext).isInstanceOf(CallCancelled.class);
    }
    assertThat(recorder.outcomes()).containsExactly("cached");
  }

  private static List<ReplyEvent> read(Router router, ChatRequest request) {
    List<ReplyEvent> events = new ArrayList<>();
    try (ReplyStream stream = router.stream(request, CallContext.create())) {
      stream.forEachRemaining(events::add);
    }
    return events;
  }

  private static ChatReply reply(List<ReplyEvent> events) {
    return ((ReplyEvent.Finished) events.getLast()).reply();
  }

  @ParameterizedTest
  @EnumSource(
      value = FinishReason.class,
      mode = Mode.EXCLUDE,
      names = {"STOP", "TOOL_CALLS"})
  void whatIsNotWholeIsNotKept(FinishReason finish) {
    MockModel model = replying(FIRST, MockReply.text("Hi").finish(finish));
    assertNotKept(model, HELLO);
  }

  @Test
  void whatWasDeclinedIsNotKept() {
    assertNotKept(replying(FIRST, MockReply.refusal("No.").finish(FinishReason.STOP)), HELLO);
  }

  @Test
  void anEmptyReplyIsNotKept() {
    assertNotKept(replying(FIRST, MockReply.text(" ")), HELLO);
  }

  @Test
  void brokenJsonIsNotKeptWhereJsonWasAsked() {
    ChatRequest structured = HELLO.toBuilder().format(ResponseFormat.of(Open.class)).build();
    assertNotKept(replying(FIRST, MockReply.text("{\"hour\":")), structured);
    assertNotKept(replying(FIRST, MockReply.text("{\"hour\": \"nine\"}")), structured);
    MockModel good = replying(FIRST, MockReply.text("{\"hour\": 9}"));
    Router router = router(good);
    router.chat(structured, CallContext.create());
    assertThat(router.chat(structured, CallContext.create()).as(Open.class)).isEqualTo(new Open(9));
    assertThat(good.calls()).hasSize(1);
  }

  /** An answer in a form. */
  record Open(int hour) {}

  @Test
  void toolCallsWithBrokenArgumentsAreNotKept() {
    Part call = new Part.ToolCall("c", "weather", "{\"city\":", Optional.empty());
    assertNotKept(
        replying(FIRST, MockReply.of(List.of(call)).finish(FinishReason.TOOL_CALLS)), HELLO);
  }

  private void assertNotKept(MockModel model, ChatRequest request) {
    Router router = router(model);
    router.chat(request, CallContext.create());
    assertThat(recorder.outcomes()).containsExactly("answered");
    read(router, request);
    router.chat(request, CallContext.create());
    assertThat(recorder.outcomes()).containsExactly("answered");
    assertThat(model.calls()).hasSize(3);
  }

  @Test
  void aStreamThatWasTakenOverIsNotKept() {
    MockModel first = replying(FIRST, MockReply.text("Once upon a time").cutAfter(2));
    MockModel second = saying(SECOND, " there was");
    Router router = router(first, second);
    assertThat(read(router, HELLO)).anyMatch(ReplyEvent.TakenOver.class::isInstance);
    read(router, HELLO);
    assertThat(first.calls()).hasSize(2);
  }

  @Test
  void aFailureIsNotKept() {
    MockModel model =
        MockModel.newBuilder()
            .model(FIRST)
            .reply(MockReply.failure(f -> new dev.atom.model.RateLimited(f.build())))
            .reply("Hi")
            .build();
    Router router = router(model);
    assertThatThrownBy(() -> router.chat(HELLO, CallContext.create()))
        .isInstanceOf(ModelException.class);
    clock.advance(Duration.ofSeconds(10));
    assertThat(router.chat(HELLO, CallContext.create()).text()).isEqualTo("Hi");
  }

  @Test
  void anAbandonedStreamIsNotKeptAndBlocksNobody() {
    MockModel model = saying(FIRST, "A rather long reply");
    Router router = router(model);
    try (ReplyStream stream = router.stream(HELLO, CallContext.create())) {
      stream.next();
      stream.next();
    }
    router.chat(HELLO, CallContext.create());
    assertThat(model.calls()).hasSize(2);
    router.chat(HELLO, CallContext.create());
    assertThat(model.calls()).hasSize(2);
  }

  // @start region="control"
  @Test
  void oneCallCanDoWithoutTheCache() {
    MockModel model =
        MockModel.newBuilder().model(FIRST).reply("old").reply("other").reply("new").build();
    Router router = router(model);
    CallContext context = CallContext.create();
    router.chat(HELLO, context);

    // Neither read nor kept.
    assertThat(router.chat(HELLO, CacheControl.BYPASS.on(context)).text()).isEqualTo("other");
    assertThat(router.chat(HELLO, context).text()).isEqualTo("old");
    // Made anew, and kept in place of what was there.
    assertThat(router.chat(HELLO, CacheControl.REFRESH.on(context)).text()).isEqualTo("new");
    assertThat(router.chat(HELLO, context).text()).isEqualTo("new");
  }

  // @end

  @Test
  void aRefreshThatFailsLeavesWhatIsKept() {
    MockModel model =
        MockModel.newBuilder()
            .model(FIRST)
            .reply("old")
            .reply(MockReply.failure(f -> new dev.atom.model.RateLimited(f.build())))
            .build();
    Router router = router(model);
    router.chat(HELLO, CallContext.create());
    CallContext refresh = CacheControl.REFRESH.on(CallContext.create());
    assertThatThrownBy(() -> router.chat(HELLO, refresh)).isInstanceOf(ModelException.class);
    assertThat(router.chat(HELLO, CallContext.create()).text()).isEqualTo("old");
  }

  @Test
  void whatCantBeReadIsMadeAgain() {
    MockModel model = saying(FIRST, "Hi");
    router(model).chat(HELLO, CallContext.create());
    CacheStore strange =
        new BrokenStore(store) {
          @Override
          public Optional<CacheLookup.Found> find(CacheKey key) {
            return store
                .find(key)
                .map(found -> new CacheLookup.Found(Json.of("odd"), Instant.EPOCH));
          }
        };
    Router router = builder(strange, model).build();
    assertThat(router.chat(HELLO, CallContext.create()).text()).isEqualTo("Hi");
    assertThat(model.calls()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(BrokenStore.Call.class)
  void aFailingStoreFailsNoCall(BrokenStore.Call broken) {
    MockModel model = saying(FIRST, "Hi");
    Router router = builder(new BrokenStore(store, broken), model).build();
    for (int i = 0; i < 2; i++) {
      assertThat(router.chat(HELLO, CallContext.create()).text()).isEqualTo("Hi");
      assertThat(reply(read(router, HELLO)).text()).isEqualTo("Hi");
      CallContext refresh = CacheControl.REFRESH.on(CallContext.create());
      assertThat(router.chat(HELLO, refresh).text()).isEqualTo("Hi");
    }
    assertThat(recorder.traces()).hasSize(6).allMatch(trace -> trace.failure().isEmpty());
  }

  @Test
  void aCallThatIsOverGetsNoHitEither() {
    Router router = router(saying(FIRST, "Hi"));
    router.chat(HELLO, CallContext.create());
    CallContext over = CallContext.create();
    over.cancel();
    assertThatThrownBy(() -> router.chat(HELLO, over)).isInstanceOf(CallCancelled.class);
    assertThatThrownBy(() -> router.stream(HELLO, over)).isInstanceOf(CallCancelled.class);
    assertThat(recorder.last().failure()).contains("cancelled");
  }

  @Test
  void aRouteWithoutACacheKeepsNothing() {
    MockModel model = saying(THIRD, "Hi");
    Router router = Router.newBuilder().target(model).build();
    router.chat("Hello");
    router.chat("Hello");
    assertThat(model.calls()).hasSize(2);
  }
}
