package dev.atom.providers.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.AccessDenied;
import dev.atom.model.CallTimedOut;
import dev.atom.model.Capability;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatRequest;
import dev.atom.model.ContextTooLong;
import dev.atom.model.EmbeddingRequest;
import dev.atom.model.Embeddings;
import dev.atom.model.KeyRejected;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelException;
import dev.atom.model.ModelNotFound;
import dev.atom.model.Overloaded;
import dev.atom.model.ProviderFailed;
import dev.atom.model.QuotaExhausted;
import dev.atom.model.RateLimited;
import dev.atom.model.RequestRejected;
import dev.atom.providers.ModelInfo;
import dev.atom.providers.Profile;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.openai.TestServer;
import dev.atom.secret.KeySource;
import dev.atom.secret.KeyVerdict;
import dev.atom.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Ollama offers beside the chat, and its errors; not recorded but where said. */
class OllamaOperationsTest {
  private final TestServer server = new TestServer();

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  private Provider provider() {
    return OllamaTestGround.provider(server);
  }

  /** Gives the n-th request the n-th answer. */
  private void answers(String... bodies) {
    AtomicInteger next = new AtomicInteger();
    server.answer(
        connection -> {
          String body = bodies[next.getAndIncrement()];
          int status = body.startsWith("{\"error\"") ? 404 : 200;
          connection.head(status, Map.of("Content-Type", "application/json"));
          connection.write(body.getBytes(StandardCharsets.UTF_8));
        });
  }

  @Test
  void recordedEmbeddingIsRead() throws Exception {
    RecordedExchange exchange = OllamaTestGround.recordings("embeddings").get(0);
    OllamaTestGround.serve(server, exchange, Integer.MAX_VALUE);
    EmbeddingRequest request =
        new EmbeddingRequest(
            List.of("Hello, world!"),
            Optional.empty(),
            Optional.empty(),
            Json.parseObject("{\"options\":{\"temperature\":0}}"));
    Embeddings embeddings =
        provider().embeddings("nomic-embed-text").embed(request, CallContext.create());
    assertThat(embeddings.vectors()).hasSize(1);
    float[] vector = embeddings.vectors().get(0).toArray();
    assertThat(vector).hasSize(768);
    assertThat(vector[0]).isCloseTo(0.015991924f, within(1e-9f));
    assertThat(embeddings.usage().inputTokens()).isEqualTo(4);
    assertThat(embeddings.usage().estimated()).isFalse();
    assertThat(embeddings.model().name()).isEqualTo("nomic-embed-text");
    // Differs from the recorded request: a list of texts, and no silent cut.
    TestServer.Received sent = server.take();
    assertThat(sent.line()).startsWith("POST /api/embed ");
    Json.Obj body = Json.parseObject(sent.body());
    assertThat(body)
        .isEqualTo(
            exchange.requestJson().orElseThrow().toBuilder()
                .put("input", List.of(Json.of("Hello, world!")))
                .put("truncate", false)
                .build());
    assertThat(ApiDescription.of("ollama").violations("POST", "/api/embed", body)).isEmpty();
  }

  @Test
  void manyTextsAreEmbeddedInPortionsWithTheirDimensions() throws Exception {
    server.answer(200, "application/json", "{\"embeddings\":[[1,0]],\"prompt_eval_count\":3}");
    Profile one =
        Profiles.ollama().toBuilder()
            .base(server.base().resolve("/").toString())
            .textsPerEmbedding(1)
            .build();
    Embeddings embeddings =
        Provider.of(one, KeySource.none())
            .embeddings("asked")
            .embed(
                EmbeddingRequest.of("a", "b").dimensions(2).purpose(EmbeddingRequest.Purpose.QUERY),
                CallContext.create());
    assertThat(embeddings.vectors()).hasSize(2);
    assertThat(embeddings.usage().inputTokens()).isEqualTo(6);
    assertThat(embeddings.model().name()).isEqualTo("asked");
    assertThat(embeddings.warnings()).extracting("code").containsExactly("ignored_parameter");
    assertThat(Json.parse(server.take().body()).at("/dimensions")).contains(Json.of(2));
  }

  @Test
  void wrongNumberOfVectorsIsMalformed() {
    server.answer(200, "application/json", "{\"embeddings\":[]}");
    assertThatThrownBy(
            () ->
                provider()
                    .embeddings("asked")
                    .embed(EmbeddingRequest.of("a"), CallContext.create()))
        .isInstanceOf(MalformedReply.class);
  }

  @Test
  void recordedModelsAreListedWithWhatEachTellsOfItself() throws Exception {
    RecordedExchange exchange = OllamaTestGround.recordings("models").get(0);
    String show =
        """
        {"capabilities": ["completion", "tools", "thinking", "vision", "news"],
         "model_info": {"general.architecture": "qwen3", "qwen3.context_length": 262144}}""";
    String embedding =
        """
        {"capabilities": ["embedding"],
         "model_info": {"general.architecture": "bert", "bert.context_length": 512}}""";
    String broken = "{\"error\":\"model 'gemma3' not found\"}";
    answers(exchange.body(), embedding, show, broken, show, show);
    List<ModelInfo> models = provider().models(CallContext.create());
    assertThat(models)
        .extracting(ModelInfo::id)
        .startsWith("all-minilm:latest", "qwen3:4b")
        .endsWith("llava:latest", "llama3.2:latest")
        .hasSize(5);
    assertThat(models.get(0).capabilities()).containsExactly(Capability.EMBEDDINGS);
    assertThat(models.get(0).contextTokens()).hasValue(512);
    assertThat(models.get(1).capabilities())
        .containsExactlyInAnyOrder(
            Capability.CHAT,
            Capability.STREAMING,
            Capability.JSON_OUTPUT,
            Capability.STRUCTURED_OUTPUT,
            Capability.TOOLS,
            Capability.REASONING,
            Capability.IMAGE_INPUT);
    assertThat(models.get(1).contextTokens()).hasValue(262144);
    assertThat(models.get(1).raw().at("/details/parameter_size")).contains(Json.of("4.0B"));
    assertThat(models.get(2).capabilities()).isEmpty();
    assertThat(server.take().line()).startsWith("GET /api/tags ");
    TestServer.Received shown = server.take();
    assertThat(shown.line()).startsWith("POST /api/show ");
    assertThat(
            ApiDescription.of("ollama")
                .violations("POST", "/api/show", Json.parseObject(shown.body())))
        .isEmpty();
  }

  @Test
  void modelsThatTakeTooLongToTellOfThemselvesEndTheList() {
    AtomicInteger next = new AtomicInteger();
    server.answer(
        connection -> {
          if (next.getAndIncrement() > 0) {
            connection.awaitClosed();
            return;
          }
          connection.head(200, Map.of("Content-Type", "application/json"));
          connection.write("{\"models\":[{\"name\":\"a\"},{\"name\":\"b\"}]}");
        });
    CallContext brief = CallContext.create().timeout(Duration.ofMillis(500));
    assertThatThrownBy(() -> provider().models(brief)).isInstanceOf(CallTimedOut.class);
  }

  @Test
  void listThatIsNoneIsMalformed() {
    server.answer(200, "application/json", "{}");
    assertThatThrownBy(() -> provider().models(CallContext.create()))
        .isInstanceOf(MalformedReply.class);
  }

  @Test
  void checkTellsWhetherAServerAnswers() throws Exception {
    server.answer(200, "application/json", "{\"version\":\"0.12.3\"}");
    assertThat(provider().checkKey(CallContext.create())).isEqualTo(KeyVerdict.Accepted.PLAIN);
    assertThat(server.take().line()).startsWith("GET /api/version ");
    server.answer(401, "text/plain", "go away");
    assertThat(provider().checkKey(CallContext.create())).isInstanceOf(KeyVerdict.Rejected.class);
    Provider gone = provider();
    server.close();
    assertThat(gone.checkKey(CallContext.create())).isInstanceOf(KeyVerdict.Unknown.class);
  }

  @Test
  void cloudIsShownTheKeyAndDoesLess() throws Exception {
    Profile local =
        Profiles.ollamaCloud().toBuilder().base(server.base().resolve("/").toString()).build();
    List<String> providers = new ArrayList<>();
    Provider cloud =
        Provider.of(
            local,
            ref -> {
              providers.add(ref.provider());
              return Optional.of(Secret.of("cloud-key"));
            });
    server.answer(200, "application/json", "{\"message\":{\"content\":\"Moin\"},\"done\":true}");
    assertThat(cloud.chat("gpt-oss:120b").chat("Hi").text()).isEqualTo("Moin");
    assertThat(server.take().headers()).containsEntry("Authorization", "Bearer cloud-key");
    assertThat(providers).containsExactly("ollama-cloud");
    assertThat(Profiles.ollamaCloud().base()).isEqualTo("https://ollama.com");
    assertThatThrownBy(() -> cloud.checkKey(CallContext.create()))
        .isInstanceOf(CapabilityMissing.class);
    assertThatThrownBy(() -> cloud.embeddings("any")).isInstanceOf(CapabilityMissing.class);
    assertThatThrownBy(() -> Provider.newBuilder(Profiles.ollamaCloud()).build())
        .isInstanceOf(IllegalStateException.class);
  }

  private <T extends ModelException> T fails(Class<T> type, int status, String type2, String body) {
    server.answer(status, type2, body);
    ChatRequest request = ChatRequest.of("Hi");
    ModelException streamed =
        catchThrowableOfType(
            ModelException.class,
            () -> OllamaTestGround.chat(server).stream(request, CallContext.create()).close());
    assertThat(streamed).isInstanceOf(type);
    T failure = catchThrowableOfType(type, () -> OllamaTestGround.chat(server).chat(request));
    assertThat(failure.failure().status()).contains(status);
    return failure;
  }

  private <T extends ModelException> T fails(Class<T> type, int status, String sentence) {
    String body = Json.object().put("error", sentence).build().toString();
    return fails(type, status, "application/json; charset=utf-8", body);
  }

  @Test
  void errorsAreToldApartByStatusAndWords() {
    assertThat(fails(ModelNotFound.class, 404, "model \"x\" not found, try pulling it first"))
        .hasMessageContaining("try pulling it first");
    fails(KeyRejected.class, 401, "unauthorized");
    fails(AccessDenied.class, 403, "this model requires a subscription");
    fails(ContextTooLong.class, 400, "input exceeds maximum context length");
    fails(RequestRejected.class, 400, "\"gemma3:1b\" does not support tools");
    fails(RateLimited.class, 429, "too many concurrent requests");
    fails(
        Overloaded.class, 503, "server busy, please try again.  maximum pending requests exceeded");
    fails(ProviderFailed.class, 500, "model runner has unexpectedly stopped");
    QuotaExhausted limit =
        fails(
            QuotaExhausted.class,
            429,
            "you (x) have reached your weekly usage limit, upgrade for higher limits (ref: ddc53fde-636c-4147)");
    assertThat(limit.failure().requestId()).contains("ddc53fde-636c-4147");
  }

  @Test
  void errorsOfPlainTextKeepTheirWords() {
    assertThat(fails(RequestRejected.class, 404, "text/plain", "404 page not found"))
        .hasMessageContaining("404 page not found");
    assertThat(fails(Overloaded.class, 503, "text/plain; charset=utf-8", "no server"))
        .hasMessageContaining("no server");
    fails(ProviderFailed.class, 502, "text/html", "<html>Bad gateway</html>");
    fails(ProviderFailed.class, 500, "application/json", "");
    fails(KeyRejected.class, 401, "application/json", "{\"error\":{\"message\":\"no\"}}");
  }
}
