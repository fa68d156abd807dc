package dev.atom.providers.ollama;

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
import dev.atom.model.ToolChoice;
import dev.atom.model.Warning;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.wire.Dialect;
import dev.atom.secret.KeySource;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What requests look like by Ollama's documentation, beyond what was recorded. */
class OllamaRequestTest {
  private static final Tool WEATHER =
      new Tool("weather", "The weather", JsonSchema.of(Json.Obj.EMPTY));

  private static Dialect.Body body(UnaryOperator<ChatRequest.Builder> change) {
    ChatRequest.Builder request =
        ChatRequest.newBuilder().message(ChatMessage.user("How is the weather?"));
    Dialect.Body body =
        OllamaTestGround.DIALECT.body(change.apply(request).build(), OllamaTestGround.ASKED, false);
    assertThat(ApiDescription.of("ollama").violations("POST", "/api/chat", body.json())).isEmpty();
    return body;
  }

  private static Json json(UnaryOperator<ChatRequest.Builder> change) {
    Dialect.Body body = body(change);
    assertThat(body.warnings()).isEmpty();
    return body.json();
  }

  private static Json at(Json json, String pointer) {
    return json.at(pointer).orElseThrow();
  }

  private static Json extra(String json) {
    return Json.parse(json);
  }

  @Test
  void wholeReplyIsAskedForInWords() {
    assertThat(at(json(r -> r), "/stream")).isEqualTo(Json.of(false));
  }

  @Test
  void settingsBecomeOptionsAndJoinThoseOfExtra() {
    Json json =
        json(
            r ->
                r.maxOutputTokens(50)
                    .temperature(0.5)
                    .topP(0.9)
                    .stop("END")
                    .extra(
                        Json.parseObject(
                            """
                            {"options": {"seed": 7, "num_ctx": 8192, "temperature": 1},
                             "keep_alive": "10m"}""")));
    assertThat(at(json, "/options"))
        .isEqualTo(
            extra(
                """
                {"num_predict": 50, "temperature": 1, "top_p": 0.9, "stop": ["END"],
                 "seed": 7, "num_ctx": 8192}"""));
    assertThat(at(json, "/keep_alive")).isEqualTo(Json.of("10m"));
  }

  @ParameterizedTest
  @CsvSource({"low,\"low\"", "High,\"high\"", "max,\"max\"", "none,false", "on,true"})
  void effortIsALevelOrTurnsThinkingOnAndOff(String effort, String think) {
    assertThat(at(json(r -> r.reasoningEffort(effort)), "/think")).isEqualTo(Json.parse(think));
  }

  @Test
  void thinkingIsLeftToTheModelTurnedOnOrTurnedOff() {
    assertThat(json(r -> r).at("/think")).isEmpty();
    assertThat(at(json(r -> r.reasoningShown(true)), "/think")).isEqualTo(Json.of(true));
    assertThat(at(json(r -> r.reasoningTokens(0).reasoningShown(true)), "/think"))
        .isEqualTo(Json.of(false));
  }

  @Test
  void whatOllamaHasNoWordForIsWarnedOf() {
    Part.Image image =
        new Part.Image(Media.inline("image/png", new byte[] {1}), Optional.of("high"));
    Dialect.Body body =
        body(
            r ->
                r.message(ChatMessage.user(List.of(image)))
                    .reasoningTokens(100)
                    .parallelTools(false));
    assertThat(at(body.json(), "/think")).isEqualTo(Json.of(true));
    assertThat(body.warnings()).hasSize(3).allMatch(w -> w.code().equals("ignored_parameter"));
  }

  @Test
  void formatIsTheWordJsonOrTheSchema() {
    assertThat(at(json(r -> r.format(ResponseFormat.JSON)), "/format")).isEqualTo(Json.of("json"));
    JsonSchema schema = JsonSchema.of(Json.parseObject("{\"type\":\"object\"}"));
    assertThat(at(json(r -> r.format(new ResponseFormat.Schema("any", schema, true))), "/format"))
        .isEqualTo(schema.document());
  }

  @Test
  void toolsAreLeftOutWhereNoneMayBeCalled() {
    assertThat(at(json(r -> r.tool(WEATHER)), "/tools/0/function/parameters/type"))
        .isEqualTo(Json.of("object"));
    assertThat(json(r -> r.tool(WEATHER).toolChoice(ToolChoice.NONE)).at("/tools")).isEmpty();
  }

  @Test
  void forcedToolIsRefusedBeforeAnythingIsSent() {
    ChatRequest request =
        ChatRequest.newBuilder()
            .message(ChatMessage.user("Hi"))
            .tool(WEATHER)
            .toolChoice(ToolChoice.REQUIRED)
            .build();
    Provider ollama = Provider.of(Profiles.ollama(), KeySource.none());
    assertThatThrownBy(() -> ollama.chat("asked").chat(request))
        .isInstanceOf(CapabilityMissing.class)
        .hasMessageContaining("FORCED_TOOLS");
    assertThatThrownBy(() -> OllamaTestGround.DIALECT.body(request, OllamaTestGround.ASKED, false))
        .isInstanceOf(CapabilityMissing.class);
  }

  @Test
  void imagesStandBesideTheText() {
    Part image = Part.image(Media.inline("image/png", new byte[] {1, 2, 3}));
    Json json =
        json(
            r ->
                r.message(
                    ChatMessage.user(List.of(Part.text("Look:"), image, Part.text("a cat?")))));
    assertThat(at(json, "/messages/1"))
        .isEqualTo(
            extra("{\"role\":\"user\",\"content\":\"Look:\\na cat?\",\"images\":[\"AQID\"]}"));
  }

  @Test
  void imageByAddressIsRefused() {
    Part image = Part.image(Media.remote(URI.create("https://a.example/cat.png")));
    assertThatThrownBy(() -> body(r -> r.message(ChatMessage.user(List.of(image)))))
        .isInstanceOf(CapabilityMissing.class)
        .hasMessageContaining("send their bytes");
  }

  @Test
  void thinkingCallsAndResultsGoBack() {
    Part.ToolCall call =
        new Part.ToolCall("call-1", "weather", "{\"city\":\"Ulm\"}", Optional.empty());
    Part.ToolCall broken = new Part.ToolCall("call-2", "weather", "{\"ci", Optional.empty());
    Part.Reasoning others =
        new Part.Reasoning(
            "a summary", Optional.of(new Part.ProviderState("openai", Json.Obj.EMPTY)));
    Json json =
        json(
            r ->
                r.message(
                        ChatMessage.assistant(
                            List.of(
                                new Part.Reasoning("Look it up.", Optional.empty()),
                                others,
                                call,
                                broken)))
                    .message(ChatMessage.toolResults(List.of(Part.toolResult(call, "sunny")))));
    assertThat(at(json, "/messages/1"))
        .isEqualTo(
            extra(
                """
                {"role": "assistant", "content": "", "thinking": "Look it up.", "tool_calls": [
                  {"id": "call-1", "function": {"name": "weather", "arguments": {"city": "Ulm"}}},
                  {"id": "call-2", "function": {"name": "weather",
                    "arguments": {"arguments": "{\\"ci"}}}]}"""));
    assertThat(at(json, "/messages/2"))
        .isEqualTo(
            extra(
                """
                {"role": "tool", "content": "sunny", "tool_name": "weather",
                 "tool_call_id": "call-1"}"""));
  }

  @Test
  void promptLongerThanTheKnownContextIsWarnedOf() {
    String longText = "word ".repeat(400);
    UnaryOperator<ChatRequest.Builder> prompt = r -> r.message(ChatMessage.user(longText));
    Dialect.Body cut =
        body(r -> prompt.apply(r).extra(Json.parseObject("{\"options\":{\"num_ctx\":256}}")));
    assertThat(cut.warnings()).extracting(Warning::code).containsExactly("context_may_be_cut");
    assertThat(cut.warnings().get(0).message()).contains("256").contains("num_ctx");
    // It fits; or Ollama refuses instead of cutting; or the size is the server's secret.
    json(r -> prompt.apply(r).extra(Json.parseObject("{\"options\":{\"num_ctx\":4096}}")));
    json(
        r ->
            prompt
                .apply(r)
                .extra(Json.parseObject("{\"truncate\":false,\"options\":{\"num_ctx\":256}}")));
    json(prompt);
  }
}
