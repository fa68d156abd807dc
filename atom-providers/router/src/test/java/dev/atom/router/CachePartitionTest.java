package dev.atom.router;

import static dev.atom.router.TestTargets.FIRST;
import static dev.atom.router.TestTargets.SECOND;
import static dev.atom.router.TestTargets.replying;
import static dev.atom.router.TestTargets.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.cache.CacheBounds;
import dev.atom.cache.CacheControl;
import dev.atom.cache.CacheStore;
import dev.atom.cache.MemoryCacheStore;
import dev.atom.json.Json;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.mock.VirtualClock;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.Media;
import dev.atom.model.Part;
import dev.atom.model.ResponseFormat;
import dev.atom.model.ToolChoice;
import dev.atom.router.cache.ReplyCache;
import dev.atom.router.policy.RequestFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose replies are whose, and which requests are the same. */
class CachePartitionTest {
  private static final ChatRequest HELLO = ChatRequest.of("Hello");
  private static final CallContext ANN = CallContext.create().tenant("acme").user("ann");
  private static final CallContext BOB = CallContext.create().tenant("acme").user("bob");

  private final VirtualClock clock = VirtualClock.at("2026-10-01T08:00:00Z");
  private final CacheStore store = MemoryCacheStore.create(clock, CacheBounds.DEFAULT);
  private final MockModel model = saying(FIRST, "Hi");

  private Router router(Route.Builder route, KeyIds keys) {
    return Router.newBuilder()
        .route(route.build())
        .keys(keys)
        .clock(clock)
        .sleeper((time, context) -> clock.advance(time))
        .build();
  }

  private Router router(UnaryOperator<ReplyCache.Builder> cache, KeyIds keys) {
    Route.Builder route = Route.newBuilder("main").target(Target.of(model));
    return router(route.cache(cache.apply(ReplyCache.newBuilder(store)).build()), keys);
  }

  private Router router() {
    return router(cache -> cache, KeyIds.perCaller());
  }

  /** Returns how often the model is asked for two calls. */
  private int asked(Router router, CallContext one, CallContext two, ChatRequest request) {
    int before = model.calls().size();
    router.chat(request, one);
    router.chat(request, two);
    return model.calls().size() - before;
  }

  @Test
  void noTenantGetsAnothersReply() {
    assertThat(asked(router(), ANN, ANN.tenant("other"), HELLO)).isEqualTo(2);
  }

  @Test
  void usersOfATenantShareUnlessTold() {
    assertThat(asked(router(), ANN, BOB, HELLO)).isEqualTo(1);
    Router apart = router(ReplyCache.Builder::perUser, KeyIds.perCaller());
    assertThat(asked(apart, ANN, BOB, HELLO)).isEqualTo(2);
    assertThat(asked(apart, ANN, BOB, HELLO)).isZero();
  }

  @Test
  void namesThatRunTogetherAreTwoPartitions() {
    Router apart = router(ReplyCache.Builder::perUser, KeyIds.shared());
    CallContext one = CallContext.create().tenant("a").user("b/c");
    CallContext two = CallContext.create().tenant("a/b").user("c");
    assertThat(asked(apart, one, two, HELLO)).isEqualTo(2);
  }

  /** What only one key sees. */
  enum Bound {
    UPLOAD(request -> part(request, Part.image(new Media.Uploaded("file-1")))),
    UPLOAD_IN_A_TOOLS_RESULT(
        request ->
            request.toBuilder()
                .message(
                    ChatMessage.toolResults(
                        List.of(
                            new Part.ToolResult(
                                "c",
                                "read",
                                List.of(
                                    new Part.File(new Media.Uploaded("file-1"), Optional.empty())),
                                false))))
                .build()),
    ITEM(
        request ->
            part(
                request,
                new Part.ProviderItem("item", new Part.ProviderState("one", Json.of("x"))))),
    STATE(
        request ->
            request.toBuilder()
                .message(
                    ChatMessage.assistant(
                        List.of(
                            new Part.Reasoning(
                                "", Optional.of(new Part.ProviderState("one", Json.of("x")))))))
                .message(ChatMessage.user("Go on"))
                .build()),
    EXTRA(
        request ->
            request.toBuilder()
                .extra(Json.object().put("previous_response_id", "resp_1").build())
                .build());

    private final UnaryOperator<ChatRequest> change;

    Bound(UnaryOperator<ChatRequest> change) {
      this.change = change;
    }

    private static ChatRequest part(ChatRequest request, Part part) {
      return request.toBuilder().message(ChatMessage.user(List.of(part))).build();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatOnlyOneKeySeesIsKeptApartByKey(Bound bound) {
    ChatRequest request = bound.change.apply(HELLO);
    assertThat(asked(router(), ANN, BOB, request)).isEqualTo(2);
    store.removeTenant("acme");
    Router shared = router(cache -> cache, KeyIds.shared());
    assertThat(asked(shared, ANN, BOB, request)).isEqualTo(1);
  }

  @Test
  void plainExtrasAreNoMatterOfKeys() {
    ChatRequest request = HELLO.toBuilder().extra(Json.object().put("seed", 7).build()).build();
    assertThat(asked(router(), ANN, BOB, request)).isEqualTo(1);
  }

  @Test
  void aReplyWithAProvidersStateIsKeptOnlyPerKey() {
    Part state =
        new Part.Reasoning("", Optional.of(new Part.ProviderState("one", Json.of("signed"))));
    MockModel reasoning = replying(FIRST, MockReply.text("Hi").and(state));
    Route.Builder route = Route.newBuilder("main").target(Target.of(reasoning));
    Router shared = router(route.cache(ReplyCache.newBuilder(store).build()), KeyIds.perCaller());
    shared.chat(HELLO, ANN);
    shared.chat(HELLO, ANN);
    assertThat(reasoning.calls()).hasSize(2);
    Router perKey =
        router(route.cache(ReplyCache.newBuilder(store).perKey().build()), KeyIds.perCaller());
    perKey.chat(HELLO, ANN);
    perKey.chat(HELLO, ANN);
    assertThat(reasoning.calls()).hasSize(3);
    perKey.chat(HELLO, BOB);
    assertThat(reasoning.calls()).hasSize(4);
  }

  @Test
  void hintsToAProvidersCacheMakeNoDifference() {
    Router router = router();
    router.chat(HELLO, ANN);
    router.chat(HELLO.toBuilder().cacheKey("v7").build(), ANN);
    ChatMessage hinted = ChatMessage.user("Hello").cached(Duration.ofMinutes(5));
    router.chat(ChatRequest.newBuilder().message(hinted).build(), ANN);
    assertThat(model.calls()).hasSize(1);
  }

  @Test
  void theOrderOfMembersAndTheFormOfNumbersMakeNoDifference() {
    Router router = router();
    for (String extra :
        List.of(
            "{\"a\": 1, \"b\": {\"c\": 2, \"d\": 10}}",
            "{\"b\": {\"d\": 1e1, \"c\": 2.0}, \"a\": 1.00}")) {
      router.chat(HELLO.toBuilder().extra(Json.parseObject(extra)).build(), ANN);
    }
    assertThat(model.calls()).hasSize(1);
  }

  /** What makes another request of one. */
  enum Change {
    TEXT(request -> ChatRequest.of("Hello!")),
    SURROGATE(request -> ChatRequest.of("Hello\uD800")),
    OTHER_SURROGATE(request -> ChatRequest.of("Hello\uD801")),
    QUESTION_MARK(request -> ChatRequest.of("Hello?")),
    SYSTEM(
        request ->
            ChatRequest.newBuilder()
                .message(ChatMessage.system("Be brief"))
                .messages(request.messages())
                .build()),
    SPLIT(
        request ->
            ChatRequest.newBuilder()
                .message(ChatMessage.user(List.of(Part.text("Hel"), Part.text("lo"))))
                .build()),
    TEMPERATURE(request -> request.toBuilder().temperature(0).build()),
    STOP(request -> request.toBuilder().stop("x").build()),
    FORMAT(request -> request.toBuilder().format(ResponseFormat.of(Form.class)).build()),
    CHOICE(request -> request.toBuilder().toolChoice(ToolChoice.NONE).build()),
    LENGTH(request -> request.toBuilder().maxOutputTokens(10).build()),
    MODEL(request -> request.toBuilder().model("other").build()),
    EXTRA(request -> request.toBuilder().extra(Json.object().put("seed", 1).build()).build());

    private final UnaryOperator<ChatRequest> change;

    Change(UnaryOperator<ChatRequest> change) {
      this.change = change;
    }
  }

  /** A form of a reply. */
  record Form(String text) {}

  @Test
  void everythingElseThatIsAskedMakesADifference() {
    MockModel json = replying(FIRST, MockReply.text("{\"text\": \"Hi\"}"));
    Router router =
        router(
            Route.newBuilder("main")
                .target(Target.of(json))
                .cache(ReplyCache.newBuilder(store).build()),
            KeyIds.perCaller());
    router.chat(HELLO, ANN);
    for (Change change : Change.values()) {
      router.chat(change.change.apply(HELLO), ANN);
      router.chat(change.change.apply(HELLO), ANN);
    }
    assertThat(json.calls()).hasSize(1 + Change.values().length);
  }

  @Test
  void aChangedRouteGivesNothingThatIsStale() {
    ReplyCache cache = ReplyCache.newBuilder(store).build();
    List<Route.Builder> routes =
        List.of(
            Route.newBuilder("main").target(Target.of(model)),
            Route.newBuilder("other").target(Target.of(model)),
            Route.newBuilder("main").target(Target.of(model, "larger")),
            Route.newBuilder("main").target(Target.of(model)).target(Target.of(saying(SECOND, ""))),
            Route.newBuilder("main")
                .target(
                    Target.of(model).request(r -> r.toBuilder().reasoningEffort("high").build())),
            Route.newBuilder("main")
                .target(
                    Target.of(model).request(r -> r.toBuilder().reasoningEffort("low").build())));
    for (Route.Builder route : routes) {
      Router router = router(route.cache(cache), KeyIds.perCaller());
      assertThat(asked(router, ANN, ANN, HELLO)).isEqualTo(1);
    }
  }

  @Test
  void tagsThatPoliciesChooseByAreKeptApartAndOthersAreNot() {
    Router router = router(cache -> cache.tag("tier"), KeyIds.perCaller());
    assertThat(asked(router, ANN, ANN.tag("request", "17"), HELLO)).isEqualTo(1);
    assertThat(asked(router, ANN, ANN.tag(RequestFacts.TASK, "legal"), HELLO)).isEqualTo(1);
    assertThat(asked(router, ANN, ANN.tag("tier", "gold"), HELLO)).isEqualTo(1);
    assertThat(asked(router, ANN, CacheControl.USE.on(ANN), HELLO)).isZero();
  }

  @Test
  void erasureOfAUserTakesTheirReplies() {
    Router router = router(ReplyCache.Builder::perUser, KeyIds.perCaller());
    router.chat(HELLO, ANN);
    router.chat(HELLO, BOB);
    store.removeUser("acme", "ann");
    router.chat(HELLO, BOB);
    assertThat(model.calls()).hasSize(2);
    router.chat(HELLO, ANN);
    assertThat(model.calls()).hasSize(3);
  }
}
