package dev.atom.providers.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.Media;
import dev.atom.model.Part;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Tool;
import dev.atom.model.Warning;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.wire.Dialect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What of a request would be lost or refused by the provider; by the documentation. */
class MessagesLimitsTest {
  private static final ApiDescription DESCRIPTION = ApiDescription.of("anthropic");
  private static final Tool TOOL = new Tool("look", "Looks", JsonSchema.empty());
  private static final Part.ToolCall CALL = call("t1");

  private static Part.ToolCall call(String id) {
    return new Part.ToolCall(id, "look", "{}", Optional.empty());
  }

  private static ChatRequest.Builder ask() {
    return ChatRequest.newBuilder().message(ChatMessage.user("Hi"));
  }

  private static Dialect.Body body(ChatRequest.Builder request, String model) {
    Dialect.Body body = TestModels.body(request.build(), model);
    String path = body.headers().isEmpty() ? "/v1/messages" : "/v1/messages?beta=true";
    assertThat(DESCRIPTION.violations("POST", path, body.json())).isEmpty();
    return body;
  }

  private static Json.Obj json(ChatRequest.Builder request) {
    Dialect.Body body = body(request, "claude-haiku-4-5");
    assertThat(body.warnings()).isEmpty();
    return body.json();
  }

  private static List<String> codes(Dialect.Body body) {
    return body.warnings().stream().map(Warning::code).toList();
  }

  @Test
  void thinkingStaysBelowTheLimitOfTheModel() {
    Dialect.Body body = body(ask().reasoningTokens(70_000), "claude-haiku-4-5");
    assertThat(body.json().get("max_tokens")).contains(Json.of(64_000));
    assertThat(body.json().at("/thinking/budget_tokens")).contains(Json.of(63_999));
    assertThat(codes(body)).hasSize(1);
  }

  @Test
  void blankTextHidesNothingElseOfAResult() {
    Json sent = resultOf(List.of(Part.text(" "), Part.text("found")));
    assertThat(sent.at("/content/0/text")).contains(Json.of("found"));
    Json image =
        resultOf(
            List.of(Part.text(" "), Part.image(Media.inline("image/png", new byte[] {1, 2, 3}))));
    assertThat(image.at("/content/0/type")).contains(Json.of("image"));
    assertThat(resultOf(List.of(Part.text("found"))).at("/content")).contains(Json.of("found"));
  }

  private static Json resultOf(List<Part> content) {
    Part.ToolResult result = new Part.ToolResult("t1", "look", content, false);
    ChatRequest.Builder request =
        ask()
            .message(ChatMessage.assistant(List.of(CALL)))
            .message(ChatMessage.toolResults(List.of(result)));
    return json(request).at("/messages/2/content/0").orElseThrow();
  }

  private record Prices(Map<String, Integer> byName) {}

  private record Anything(Json.Obj value) {}

  /** Not recorded: Anthropic takes closed objects only, and a closed one without names is empty. */
  @Test
  void objectsWithMembersOfAnyNameAreRefusedBeforeSending() {
    for (Class<? extends Record> type : List.of(Prices.class, Anything.class)) {
      assertThatThrownBy(() -> json(ask().format(ResponseFormat.of(type))))
          .isInstanceOf(CapabilityMissing.class)
          .hasMessageContaining("members of any name");
    }
  }
}
