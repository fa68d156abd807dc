package dev.atom.providers.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.Capability;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.EmbeddingRequest;
import dev.atom.model.Embeddings;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelNotFound;
import dev.atom.model.PromptCounter;
import dev.atom.model.Tool;
import dev.atom.providers.ModelInfo;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.providers.openai.TestServer;
import dev.atom.providers.wire.Fields;
import dev.atom.secret.KeyVerdict;
import dev.atom.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Gemini offers beside the chat, replayed from recordings and else from its description. */
class GeminiOperationsTest {
  private static final ApiDescription DESCRIPTION = ApiDescription.of("gemini");
  private final TestServer server = new TestServer();

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  /** The request that came, held against the description. */
  private Json.Obj sent(String method, String path) throws InterruptedException {
    TestServer.Received received = server.take();
    assertThat(received.line()).isEqualTo(method + " /v1/" + path + " HTTP/1.1");
    assertThat(received.headers()).containsEntry("x-goog-api-key", GeminiTestGround.KEY);
    if (received.body().isEmpty()) {
      return Json.Obj.EMPTY;
    }
    Json.Obj body = Json.parseObject(received.body());
    if (!body.members().isEmpty()) {
      assertThat(DESCRIPTION.violations(method, "/v1beta/" + path, body)).isEmpty();
    }
    return body;
  }

  private Embeddings embed(String model, EmbeddingRequest request) {
    return GeminiTestGround.provider(server).embeddings(model).embed(request, CallContext.create());
  }

  @Test
  void severalTextsAreEmbeddedInOneCall() throws Exception {
    RecordedExchange exchange = Recordings.one("gemini", "embeddings-batch-gemini-embedding-2");
    Json one = Json.parseObject(exchange.body()).get("embeddings").orElseThrow();
    Json vector = ((Json.Arr) one).items().get(0);
    server.answer(
        200,
        "application/json",
        Json.parseObject(exchange.body()).toBuilder()
            .put("embeddings", List.of(vector, vector))
            .build()
            .toString());
    EmbeddingRequest request =
        EmbeddingRequest.of("Ruby is a programmer's best friend", "So is Java").dimensions(768);
    Embeddings answered = embed("gemini-embedding-2", request);
    assertThat(answered.vectors()).hasSize(2);
    assertThat(answered.vectors().get(0).dimensions()).isEqualTo(768);
    assertThat(answered.vectors().get(0).toArray()[0]).isEqualTo(0.020942502f);
    assertThat(answered.usage().inputTokens()).isEqualTo(8);
    assertThat(answered.usage().estimated()).isFalse();
    Json.Obj body = sent("POST", "models/gemini-embedding-2:batchEmbedContents");
    Json recorded = exchange.requestJson().orElseThrow().at("/requests/0").orElseThrow();
    assertThat(body.at("/requests/0")).contains(recorded);
  }

  @Test
  void oneTextIsEmbeddedForItsPurpose() throws Exception {
    RecordedExchange exchange = Recordings.one("gemini", "embeddings-single");
    GeminiTestGround.serve(server, exchange, 1000);
    EmbeddingRequest request =
        new EmbeddingRequest(
            List.of("Hello, world!"),
            Optional.of(EmbeddingRequest.Purpose.DOCUMENT),
            Optional.empty(),
            Json.object().put("title", "Document title").build());
    Embeddings answered = embed("text-embedding-004", request);
    assertThat(answered.vectors().get(0).dimensions()).isEqualTo(768);
    assertThat(answered.usage().estimated()).isTrue();
    assertThat(answered.usage().inputTokens()).isPositive();
    Json.Obj body = sent("POST", "models/text-embedding-004:embedContent");
    Json.Obj recorded = exchange.requestJson().orElseThrow();
    assertThat(body.get("taskType")).isEqualTo(recorded.get("taskType"));
    assertThat(body.get("title")).isEqualTo(recorded.get("title"));
    assertThat(body.at("/content/parts")).isEqualTo(recorded.at("/content/parts"));
  }

  @Test
  void recordedBatchOfOneIsReadToo() {
    GeminiTestGround.serve(
        server, Recordings.one("gemini", "embeddings-batch-gemini-embedding-001"), 1000);
    Embeddings answered = embed("gemini-embedding-001", EmbeddingRequest.of("Some text goes here"));
    assertThat(answered.vectors()).hasSize(1);
    assertThat(answered.vectors().get(0).toArray()[0]).isEqualTo(-0.01530608f);
  }

  @Test
  void moreTextsThanOneCallTakesGoInSeveralCallsInTheirOrder() throws Exception {
    server.answer(
        answer -> {
          answer.head(200, Map.of("Content-Type", "application/json"));
          answer.write("{\"embeddings\":[" + "{\"values\":[1]},".repeat(99) + "{\"values\":[2]}]}");
        });
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      texts.add("text " + i);
    }
    EmbeddingRequest request =
        new EmbeddingRequest(texts, Optional.empty(), Optional.empty(), Json.Obj.EMPTY);
    assertThat(embed("gemini-embedding-001", request).vectors()).hasSize(200);
    Json.Obj first = sent("POST", "models/gemini-embedding-001:batchEmbedContents");
    Json.Obj second = sent("POST", "models/gemini-embedding-001:batchEmbedContents");
    assertThat(first.at("/requests/99/content/parts/0/text")).contains(Json.of("text 99"));
    assertThat(second.at("/requests/0/content/parts/0/text")).contains(Json.of("text 100"));
    assertThat(server.waiting()).isZero();
  }

  @Test
  void missingVectorsAreAMalformedReply() {
    server.answer(200, "application/json", "{\"embeddings\":[{\"values\":[1]}]}");
    assertThat(
            catchThrowableOfType(
                MalformedReply.class, () -> embed("m", EmbeddingRequest.of("a", "b"))))
        .isNotNull();
  }

  @Test
  void unknownModelIsModelNotFound() {
    RecordedExchange exchange =
        Recordings.one("gemini", "error-404-not-found-nonexistent-model-528a");
    GeminiTestGround.serve(server, exchange, 1000);
    assertThat(
            catchThrowableOfType(ModelNotFound.class, () -> embed("m", EmbeddingRequest.of("a"))))
        .isNotNull();
  }

  @Test
  void googleCountsTheWholeRequest() throws Exception {
    for (RecordedExchange exchange : Recordings.of("gemini", "count_tokens")) {
      GeminiTestGround.serve(server, exchange, 1000);
      ChatRequest request =
          ChatRequest.newBuilder()
              .message(ChatMessage.system("Be short"))
              .message(ChatMessage.user("What is 1 + 1?"))
              .tool(new Tool("add", "Adds", JsonSchema.empty()))
              .build();
      PromptCounter counter = GeminiTestGround.provider(server).promptCounter("gemini-2.5-flash");
      PromptCounter.Count count = counter.count(request, CallContext.create());
      assertThat(Json.parseObject(exchange.body()).get("totalTokens"))
          .contains(Json.of(count.tokens()));
      assertThat(count.estimated()).isFalse();
      Json.Obj body = sent("POST", "models/gemini-2.5-flash:countTokens");
      assertThat(body.at("/generateContentRequest/model"))
          .contains(Json.of("models/gemini-2.5-flash"));
      assertThat(body.at("/generateContentRequest/tools/0/functionDeclarations/0/name"))
          .contains(Json.of("add"));
      assertThat(body.at("/generateContentRequest/systemInstruction/parts/0/text"))
          .contains(Json.of("Be short"));
    }
  }

  @Test
  void modelsAreListedPageByPage() throws Exception {
    List<RecordedExchange> pages = Recordings.of("gemini", "models");
    List<String> bodies = new ArrayList<>(pages.stream().map(RecordedExchange::body).toList());
    server.answer(
        answer -> {
          answer.head(200, Map.of("Content-Type", "application/json"));
          answer.write(bodies.removeFirst());
        });
    List<ModelInfo> models = provider().models(CallContext.create());
    int expected = 0;
    for (RecordedExchange page : pages) {
      expected += Fields.objects(Json.parseObject(page.body()), "models").size();
    }
    assertThat(models).hasSize(expected);
    assertThat(models)
        .filteredOn(model -> model.id().equals("gemini-2.5-flash"))
        .singleElement()
        .satisfies(
            model -> {
              assertThat(model.displayName()).contains("Gemini 2.5 Flash");
              assertThat(model.contextTokens()).hasValue(1_048_576);
              assertThat(model.capabilities())
                  .contains(Capability.CHAT, Capability.TOKEN_COUNT, Capability.REASONING);
            });
    sent("GET", "models?pageSize=1000");
    sent("GET", "models?pageSize=1000&pageToken=Ch9tb2RlbHMvdmVvLTMuMS1nZW5lcmF0ZS1wcmV2aWV3");
    assertThat(DESCRIPTION.violations("GET", "/v1beta/models?pageSize=1000&pageToken=abc"))
        .isEmpty();
  }

  @Test
  void keyThatIsNotAcceptedIsRejectedByTheCheck() {
    GeminiTestGround.serve(
        server, Recordings.one("gemini", "error-400-invalid-argument-gemini-2.5-flash-8f59"), 1000);
    assertThat(provider().checkKey(CallContext.create())).isInstanceOf(KeyVerdict.Rejected.class);
  }

  @Test
  void keyThatListsModelsIsAccepted() throws Exception {
    server.answer(200, "application/json", Recordings.of("gemini", "models").get(0).body());
    assertThat(provider().checkKey(CallContext.create())).isInstanceOf(KeyVerdict.Accepted.class);
    sent("GET", "models?pageSize=1000");
  }

  private Provider provider() {
    return Provider.of(
        Profiles.gemini().toBuilder().base(server.base().toString()).build(),
        ref -> Optional.of(Secret.of(GeminiTestGround.KEY)));
  }
}
