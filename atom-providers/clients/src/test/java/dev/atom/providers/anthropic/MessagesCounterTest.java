package dev.atom.providers.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.MalformedReply;
import dev.atom.model.Media;
import dev.atom.model.ModelNotFound;
import dev.atom.model.Part;
import dev.atom.model.PromptCounter;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.providers.openai.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The count of tokens, replayed and by the documentation. */
class MessagesCounterTest {
  private final TestServer server = new TestServer();

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  private PromptCounter counter() {
    return TestModels.provider(server).promptCounter("claude-asked");
  }

  static List<RecordedExchange> recorded() {
    return Recordings.of("anthropic", "count_tokens");
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void countIsReadAndAskedAsRecorded(RecordedExchange exchange) throws Exception {
    server.answer(200, "application/json", exchange.body());
    Json.Obj recorded = exchange.requestJson().orElseThrow();
    PromptCounter.Count count = counter().count(IntentReader.read(recorded), CallContext.create());
    Json.Num expected = (Json.Num) Json.parseObject(exchange.body()).get("input_tokens").get();
    assertThat(count.tokens()).isEqualTo(expected.value().longValue());
    assertThat(count.estimated()).isFalse();
    TestServer.Received received = server.take();
    assertThat(received.line()).startsWith("POST /v1/messages/count_tokens ");
    Json.Obj sent = Json.parseObject(received.body());
    assertThat(sent.members().keySet()).isEqualTo(recorded.members().keySet());
    assertThat(sent.get("model")).isEqualTo(recorded.get("model"));
  }

  @Test
  void onlyWhatCountsIsSent() throws Exception {
    server.answer(200, "application/json", "{\"input_tokens\":9}");
    ChatRequest request =
        ChatRequest.newBuilder()
            .message(ChatMessage.user(List.of(Part.image(new Media.Uploaded("file_1")))))
            .temperature(1)
            .stop("END")
            .reasoningTokens(2000)
            .extra(Json.object().put("top_k", 3).build())
            .build();
    counter().count(request, CallContext.create());
    TestServer.Received received = server.take();
    assertThat(received.headers()).containsEntry("anthropic-beta", "files-api-2025-04-14");
    Json.Obj sent = Json.parseObject(received.body());
    assertThat(sent.members().keySet()).containsExactlyInAnyOrder("model", "messages", "thinking");
    assertThat(
            ApiDescription.of("anthropic")
                .violations("POST", "/v1/messages/count_tokens?beta=true", sent))
        .isEmpty();
  }

  @Test
  void failuresAreThoseOfAChat() {
    ChatRequest request = ChatRequest.of("Hi");
    server.answer(
        404,
        "application/json",
        Recordings.one("anthropic", "error-404-not-found-error-claude-does-not-exist").body());
    assertThatThrownBy(() -> counter().count(request, CallContext.create()))
        .isInstanceOf(ModelNotFound.class);
    server.answer(200, "application/json", "{}");
    assertThatThrownBy(() -> counter().count(request, CallContext.create()))
        .isInstanceOf(MalformedReply.class);
  }
}
