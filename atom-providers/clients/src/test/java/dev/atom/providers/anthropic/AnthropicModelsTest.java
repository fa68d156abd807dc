package dev.atom.providers.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.model.Capability;
import dev.atom.model.KeyRejected;
import dev.atom.model.MalformedReply;
import dev.atom.providers.ModelInfo;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.providers.openai.TestServer;
import dev.atom.secret.KeyVerdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The list of models, replayed and page by page. */
class AnthropicModelsTest {
  private final TestServer server = new TestServer();

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  private List<ModelInfo> list() {
    return TestModels.provider(server).models(CallContext.create());
  }

  static List<RecordedExchange> recorded() {
    return Recordings.of("anthropic", "models");
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void listIsReadAsRecorded(RecordedExchange exchange) throws Exception {
    server.answer(200, "application/json", exchange.body());
    List<ModelInfo> models = list();
    assertThat(models).hasSizeBetween(10, 11);
    assertThat(models).allMatch(m -> m.displayName().isPresent() && m.created().isPresent());
    TestServer.Received received = server.take();
    assertThat(received.line()).isEqualTo("GET /v1/models?limit=1000 HTTP/1.1");
    assertThat(ApiDescription.of("anthropic").violations("GET", "/v1/models?limit=1000")).isEmpty();
    assertThat(server.waiting()).isZero();
  }

  @Test
  void limitsOfAModelAreTold() {
    server.answer(
        200, "application/json", Recordings.one("anthropic", "models-anthropic-list").body());
    ModelInfo opus = list().get(0);
    assertThat(opus.id()).isEqualTo("claude-opus-5");
    assertThat(opus.displayName()).contains("Claude Opus 5");
    assertThat(opus.created()).contains(Instant.parse("2026-07-24T00:00:00Z"));
    assertThat(opus.contextTokens()).hasValue(1_000_000);
    assertThat(opus.outputTokens()).hasValue(128_000);
    assertThat(opus.capabilities())
        .containsExactlyInAnyOrder(
            Capability.BATCH,
            Capability.CITATIONS,
            Capability.IMAGE_INPUT,
            Capability.FILE_INPUT,
            Capability.STRUCTURED_OUTPUT,
            Capability.REASONING);
  }

  @Test
  void pagesAreReadToTheLast() throws Exception {
    String first =
        "{\"data\":[{\"id\":\"a\"},{\"id\":\"b c\"}],\"has_more\":true,\"last_id\":\"b c\"}";
    String second = "{\"data\":[{\"id\":\"d\"},{\"no\":1}],\"has_more\":false,\"last_id\":\"d\"}";
    server.answer(
        exchange -> {
          String body = server.waiting() == 1 ? first : second;
          exchange.head(200, java.util.Map.of("Content-Type", "application/json"));
          exchange.write(body);
        });
    assertThat(list()).extracting(ModelInfo::id).containsExactly("a", "b c", "d");
    server.take();
    assertThat(server.take().line()).isEqualTo("GET /v1/models?limit=1000&after_id=b%20c HTTP/1.1");
  }

  @Test
  void serverThatRepeatsItselfIsNotAskedForEver() {
    server.answer(
        200, "application/json", "{\"data\":[{\"id\":\"a\"}],\"has_more\":true,\"last_id\":\"a\"}");
    assertThat(list()).hasSize(2);
  }

  @Test
  void failuresAreThoseOfAChat() {
    server.answer(
        401,
        "application/json",
        "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"no\"}}");
    assertThatThrownBy(this::list).isInstanceOf(KeyRejected.class);
    server.answer(200, "application/json", "{}");
    assertThatThrownBy(this::list).isInstanceOf(MalformedReply.class);
  }

  @Test
  void keyIsCheckedByTheList() {
    server.answer(
        200, "application/json", Recordings.one("anthropic", "models-anthropic-list").body());
    KeyVerdict accepted = TestModels.provider(server).checkKey(CallContext.create());
    assertThat(((KeyVerdict.Accepted) accepted).models()).contains("claude-opus-5");
    server.answer(
        401,
        "application/json",
        "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"no\"}}");
    assertThat(TestModels.provider(server).checkKey(CallContext.create()))
        .isInstanceOf(KeyVerdict.Rejected.class);
  }
}
