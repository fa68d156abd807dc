package dev.atom.router;

import static dev.atom.router.TestTargets.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atom.CallContext;
import dev.atom.cache.CacheBounds;
import dev.atom.cache.CacheStore;
import dev.atom.cache.MemoryCacheStore;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.mock.VirtualClock;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.Embedding;
import dev.atom.model.EmbeddingModel;
import dev.atom.model.EmbeddingRequest;
import dev.atom.model.Embeddings;
import dev.atom.model.Failure;
import dev.atom.model.ModelRef;
import dev.atom.model.Overloaded;
import dev.atom.model.Part;
import dev.atom.model.ReplyStream;
import dev.atom.model.Usage;
import dev.atom.router.cache.ReplyCache;
import dev.atom.router.cache.SemanticCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Replies to requests that say the same in other words. */
class SemanticCacheTest {
  private final VirtualClock clock = VirtualClock.at("2026-10-01T08:00:00Z");
  private final CacheStore store = MemoryCacheStore.create(clock, CacheBounds.DEFAULT);
  private final Words words = new Words();
  private final MockModel model =
      MockModel.newBuilder()
          .model(FIRST)
          .otherwise(r -> MockReply.text("re: " + r.messages().getLast().text()))
          .build();
  private final CallContext context = CallContext.create();

  private Router router(SemanticCache semantic) {
    ReplyCache cache =
        ReplyCache.newBuilder(store).timeToLive(Duration.ofHours(1)).semantic(semantic).build();
    return Router.newBuilder()
        .route(Route.newBuilder("main").target(Target.of(model)).cache(cache).build())
        .clock(clock)
        .sleeper((time, at) -> clock.advance(time))
        .build();
  }

  private Router router() {
    return router(SemanticCache.atOwnRisk(words, 0.7));
  }

  private String ask(Router router, String text) {
    return router.chat(ChatRequest.of(text), context).text();
  }

  /** Counts words: texts with the same words lie near each other, whatever they mean. */
  private static final class Words implements EmbeddingModel {
    private final List<String> texts = new ArrayList<>();
    private boolean failing;

    @Override
    public ModelRef ref() {
      return new ModelRef("test", "words");
    }

    @Override
    public Embeddings embed(EmbeddingRequest request, CallContext context) {
      if (failing) {
        throw new Overloaded(Failure.at(ref()).message("busy").build());
      }
      texts.addAll(request.texts());
      return new Embeddings(
          ref(), request.texts().stream().map(Words::vector).toList(), Usage.ZERO, List.of());
    }

    private static Embedding vector(String text) {
      float[] counts = new float[1_024];
      for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
        counts[Math.floorMod(word.hashCode() * 0x9E3779B9, counts.length)]++;
      }
      return Embedding.of(counts);
    }
  }

  // @start region="semantic"
  @Test
  void aParaphraseIsAnsweredFromTheCache() {
    ReplyCache cache =
        ReplyCache.newBuilder(store)
            .semantic(
                SemanticCache.atOwnRisk(words, 0.7) // a test's bag of words; of(...) takes 0.9 up
                    .onlyIf((asked, kept) -> asked.length() < 200))
            .build();
    Router router =
        Router.newBuilder()
            .route(Route.newBuilder("faq").target(Target.of(model)).cache(cache).build())
            .build();

    router.chat("How do I reset my password?");
    ChatReply reply = router.chat("How can I reset my password?");

    assertThat(reply.text()).isEqualTo("re: How do I reset my password?");
    Attempt attempt = RoutingTrace.of(reply).orElseThrow().attempts().get(0);
    OptionalDouble similarity = ((Attempt.Outcome.Cached) attempt.outcome()).similarity();
    assertThat(similarity.orElseThrow()).isBetween(0.7, 0.99);
  }

  // @end

  @Test
  void anEqualRequestIsNoSimilarOneAndCostsNoVector() {
    Router router = router();
    ask(router, "How do I pay?");
    ChatReply reply = router.chat(ChatRequest.of("How do I pay?"), context);
    Attempt attempt = RoutingTrace.of(reply).orElseThrow().attempts().get(0);
    assertThat(((Attempt.Outcome.Cached) attempt.outcome()).similarity()).isEmpty();
    assertThat(words.texts).containsExactly("How do I pay?");
  }

  @Test
  void whatOnlyLooksAlikeIsMade() {
    Router router = router();
    ask(router, "Please cancel my order now");
    assertThat(ask(router, "Please don't cancel my order now"))
        .isEqualTo("re: Please don't cancel my order now");
  }

  @Test
  void theHostsConditionHoldsToo() {
    Router router = router(SemanticCache.atOwnRisk(words, 0.7).onlyIf((asked, kept) -> false));
    ask(router, "How do I reset my password?");
    assertThat(ask(router, "How can I reset my password?"))
        .isEqualTo("re: How can I reset my password?");
  }

  @Test
  void aConditionThatThrowsIsNone() {
    Router router =
        router(
            SemanticCache.atOwnRisk(words, 0.7)
                .onlyIf(
                    (asked, kept) -> {
                      throw new IllegalStateException("odd");
                    }));
    ask(router, "How do I reset my password?");
    assertThat(ask(router, "How can I reset my password?"))
        .isEqualTo("re: How can I reset my password?");
  }

  @Test
  void everythingButTheLastMessageIsEqual() {
    Router router = router();
    ask(router, "How do I reset my password?");
    ChatRequest inTalk =
        ChatRequest.newBuilder()
            .message(ChatMessage.user("I have two accounts"))
            .message(ChatMessage.assistant("I see"))
            .message(ChatMessage.user("How can I reset my password?"))
            .build();
    ChatRequest asked = ChatRequest.of("How can I reset my password?");
    assertThat(router.chat(inTalk, context).text()).contains("can");
    assertThat(router.chat(asked.toBuilder().temperature(0).build(), context).text())
        .contains("can");
    assertThat(router.chat(asked, context.tenant("other")).text()).contains("can");
    assertThat(router.chat(asked, context).text()).contains("do");
  }

  @Test
  void onlyTextIsCompared() {
    Router router = router();
    ask(router, "What is this?");
    List<Part> parts =
        List.of(
            Part.text("What's this?"),
            Part.image(dev.atom.model.Media.inline("image/png", new byte[] {1})));
    router.chat(ChatRequest.newBuilder().message(ChatMessage.user(parts)).build(), context);
    assertThat(words.texts).containsExactly("What is this?");
    assertThat(model.calls()).hasSize(2);
  }

  @Test
  void aStreamFindsASimilarReplyToo() {
    Router router = router();
    try (ReplyStream made = router.stream(ChatRequest.of("How do I pay here?"), context)) {
      made.reply();
    }
    try (ReplyStream found = router.stream(ChatRequest.of("How can I pay here?"), context)) {
      assertThat(found.reply().text()).isEqualTo("re: How do I pay here?");
    }
  }

  @Test
  void whatIsRemovedOrOverIsNoHit() {
    Router router = router();
    ask(router, "How do I reset my password?");
    store.removeTenant(CallContext.DEFAULT_TENANT);
    assertThat(ask(router, "How can I reset my password?")).contains("can");
    clock.advance(Duration.ofHours(1));
    assertThat(ask(router, "How would I reset my password?")).contains("would");
  }

  @Test
  void aFailingEmbeddingIsAMiss() {
    Router router = router();
    ask(router, "How do I reset my password?");
    words.failing = true;
    assertThat(ask(router, "How can I reset my password?")).contains("can");
    assertThat(ask(router, "How do I reset my password?")).contains("do");
    assertThat(model.calls()).hasSize(2);
  }

  @Test
  void theOldestVectorsLeave() {
    Router router = router(SemanticCache.atOwnRisk(words, 0.7).entries(2));
    ask(router, "How do I reset my password?");
    ask(router, "Tell me about shipping costs abroad");
    ask(router, "Is there any parking nearby your shop");
    assertThat(ask(router, "How can I reset my password?")).contains("can");
    assertThat(ask(router, "Is there any parking nearby the shop")).contains("your");
  }

  @Test
  void lowThresholdsAreTakenOnlyAtOnesOwnRisk() {
    assertThat(SemanticCache.of(words, 0.9).threshold()).isEqualTo(0.9);
    assertThatIllegalArgumentException().isThrownBy(() -> SemanticCache.of(words, 0.89));
    assertThatIllegalArgumentException().isThrownBy(() -> SemanticCache.of(words, Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> SemanticCache.atOwnRisk(words, 0.4));
    assertThatIllegalArgumentException().isThrownBy(() -> SemanticCache.of(words, 0.95).entries(0));
  }
}
