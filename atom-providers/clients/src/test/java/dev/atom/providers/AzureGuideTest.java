package dev.atom.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ContentRefused;
import dev.atom.model.EmbeddingModel;
import dev.atom.model.EmbeddingRequest;
import dev.atom.model.FinishReason;
import dev.atom.model.KeyRejected;
import dev.atom.model.ModelException;
import dev.atom.model.ModelNotFound;
import dev.atom.model.RateLimited;
import dev.atom.model.Warning;
import dev.atom.providers.openai.TestServer;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The snippets of the guide to Azure OpenAI, and what it says. */
class AzureGuideTest {
  private final GuideServer server = new GuideServer();
  private final KeySource keys = GuideServer.keys();

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void firstCall() throws Exception {
    server.replay("azure", "responses-plain");
    Profile profile = server.here(Profiles.azure("my-resource"));
    // @start region="first-call"
    Provider azure = Provider.of(profile, keys); // Profiles.azure("my-resource"), KeySource...
    ChatModel model = azure.chat("my-deployment");
    ChatReply reply = model.chat(ChatRequest.of("Say OK and nothing else."));
    // @end
    assertThat(reply.text()).isEqualTo("OK");
    assertThat(reply.rateLimits()).extracting(limit -> limit.unit()).contains("requests", "tokens");
    assertThat(reply.requestId()).isPresent();
    TestServer.Received received = server.take();
    assertThat(received.headers()).containsEntry("api-key", "key-0123456789");
    Json.Obj sent = Json.parseObject(received.body());
    assertThat(sent.get("model")).contains(Json.of("my-deployment"));
    assertThat(sent.get("store")).contains(Json.of(false));
  }

  @Test
  void addresses() {
    assertThat(Profiles.azure("contoso").base())
        .isEqualTo(Profiles.azureChatCompletions("contoso").base())
        .isEqualTo("https://contoso.openai.azure.com/openai/v1");
    assertThat(Profiles.azureDeployments("contoso", "2024-10-21").base())
        .isEqualTo("https://contoso.openai.azure.com/openai/deployments/{model}");
  }

  @Test
  void entra() throws Exception {
    server.replay("azure", "responses-plain");
    Supplier<String> credential = () -> "token-0123456789";
    // @start region="entra"
    KeySource tokens = ref -> Optional.of(Secret.of(credential.get())); // asked for every call
    Profile azure = Profiles.azure("my-resource").toBuilder().auth(Auth.BEARER).build();
    // @end
    Provider.of(server.here(azure), tokens).chat("my-deployment").chat("Hi");
    assertThat(server.take().headers())
        .containsEntry("authorization", "Bearer token-0123456789")
        .doesNotContainKey("api-key");
  }

  @Test
  void base() throws Exception {
    server.replay("azure", "chat-deployments-gpt-5-nano");
    String gateway = server.address() + "/openai/deployments/{model}";
    // @start region="base"
    Profile azure =
        Profiles.azureDeployments("contoso", "2024-10-21").toBuilder().base(gateway).build();
    ChatModel model = Provider.of(azure, keys).chat("my-deployment");
    // @end
    model.chat("Hi");
    assertThat(server.take().line())
        .contains("/openai/deployments/my-deployment/chat/completions?api-version=2024-10-21");
  }

  @Test
  void reasoning() throws Exception {
    server.replay("azure", "responses-reasoning-gpt-5-nano");
    ChatModel model = server.provider(Profiles.azure("my-resource")).chat("my-deployment");
    // @start region="reasoning"
    ChatRequest request =
        ChatRequest.of("What is 2 + 2? Just the number.").toBuilder()
            .reasoningEffort("low")
            .extra(Json.parseObject("{\"include\":[\"reasoning.encrypted_content\"]}"))
            .build();
    ChatReply reply = model.chat(request);
    ChatRequest next = request.toBuilder().message(reply.toMessage()).build();
    // @end
    assertThat(reply.usage().reasoningTokens()).isEqualTo(64);
    assertThat(server.sent().at("/include/0")).contains(Json.of("reasoning.encrypted_content"));
    model.chat(next);
    assertThat(server.sent().at("/input/1/encrypted_content")).isPresent();
  }

  @Test
  void nameOfTheDeploymentTellsWhetherItReasons() throws Exception {
    server.replay("azure", "responses-reasoning-gpt-5-nano");
    Provider azure = server.provider(Profiles.azure("my-resource"));
    ChatRequest warm = ChatRequest.of("Hi").toBuilder().temperature(0.5).build();
    ChatReply named = azure.chat("gpt-5-nano").chat(warm);
    assertThat(named.warnings()).extracting(Warning::code).containsExactly("ignored_parameter");
    Json.Obj sent = server.sent();
    assertThat(sent.get("temperature")).isEmpty();
    assertThat(sent.at("/include/0")).isPresent();
    assertThat(azure.chat("fast").chat(warm).warnings()).isEmpty();
    sent = server.sent();
    assertThat(sent.get("temperature")).isPresent();
    assertThat(sent.get("include")).isEmpty();
  }

  @Test
  void filter() {
    server.replay("azure", "chat-content-filter");
    Profile profile = Profiles.azureDeployments("my-resource", "2024-10-21");
    ChatModel model = server.provider(profile).chat("my-deployment");
    String found = "";
    // @start region="filter"
    try {
      ChatReply reply = model.chat(ChatRequest.of("Tell me a joke about opentelemetry"));
      if (reply.finish() == FinishReason.CONTENT_FILTER) { // the reply was cut
        found = reply.raw().at("/choices/0/content_filter_results/hate/severity").toString();
      }
    } catch (ContentRefused e) { // the prompt was blocked
      found = e.getMessage();
    }
    // @end
    assertThat(found).contains("high");
  }

  private ModelException failure(String file) {
    server.replay("azure", file);
    ChatModel model = server.provider(Profiles.azure("my-resource")).chat("my-deployment");
    return catchThrowableOfType(ModelException.class, () -> model.chat("Hi"));
  }

  @Test
  void errors() {
    assertThat(failure("error-400-content-filter")).isInstanceOf(ContentRefused.class);
    ModelException unknown = failure("error-401");
    assertThat(unknown).isInstanceOf(KeyRejected.class);
    assertThat(unknown.failure().requestId()).contains("b198bf3e-4771-4a89-896f-1ba58f66e45d");
    assertThat(failure("error-404")).isInstanceOf(ModelNotFound.class);
    ModelException limited = failure("error-429-ratelimitreached");
    assertThat(limited).isInstanceOf(RateLimited.class);
    assertThat(limited.failure().retryAfter()).contains(Duration.ofSeconds(1));
  }

  @Test
  void embeddings() throws Exception {
    server.replay("azure", "embeddings-batch");
    Provider azure = server.provider(Profiles.azure("my-resource"));
    // @start region="embeddings"
    EmbeddingModel cohere = azure.embeddings("cohere-embed-v3-english");
    EmbeddingRequest request =
        EmbeddingRequest.of("Ruby", "Python", "JavaScript")
            .purpose(EmbeddingRequest.Purpose.DOCUMENT);
    int count = cohere.embed(request, CallContext.create()).vectors().size();
    // @end
    assertThat(count).isEqualTo(3);
    assertThat(server.sent().get("input_type")).contains(Json.of("document"));
  }

  @Test
  @DisplayName("not recorded: the list of models lies above the deployments")
  void models() throws Exception {
    server.answer(200, "{\"data\":[]}");
    String base = server.address() + "/openai/deployments/{model}";
    Profile old = Profiles.azureDeployments("contoso", "2024-10-21").toBuilder().base(base).build();
    Provider.of(old, keys).models(CallContext.create());
    assertThat(server.take().line()).contains("/openai/models?api-version=2024-10-21");
  }

  @Test
  void capabilities() {
    assertThat(Profiles.azure("r").capabilities())
        .contains(Capability.CITATIONS)
        .doesNotContain(
            Capability.AUDIO_INPUT,
            Capability.MODERATION,
            Capability.TOKEN_COUNT,
            Capability.PROMPT_CACHING);
    assertThat(Profiles.azureChatCompletions("r").capabilities())
        .isEqualTo(Profiles.azureDeployments("r", "2024-10-21").capabilities())
        .contains(Capability.AUDIO_INPUT)
        .doesNotContain(Capability.CITATIONS, Capability.MODERATION, Capability.TOKEN_COUNT);
  }

  @Test
  void cacheKeyIsNotSent() throws Exception {
    server.replay("azure", "responses-plain");
    ChatRequest request = ChatRequest.of("Hi").toBuilder().cacheKey("k").build();
    server.provider(Profiles.azure("r")).chat("gpt-5").chat(request);
    assertThat(server.sent().get("prompt_cache_key")).isEmpty();
  }
}
