package dev.atom.providers.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.Media;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Tool;
import dev.atom.model.ToolChoice;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.wire.Dialect;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What requests say where no recording shows it; each is held against Google's description. */
class GeminiWritingTest {
  private static final ApiDescription DESCRIPTION = ApiDescription.of("gemini");
  private static final Media PNG = Media.inline("image/png", new byte[] {1});

  record City(String name, int people) {}

  private static Dialect.Body body(String model, ChatRequest.Builder request) {
    ModelRef asked = new ModelRef("gemini", model);
    Dialect.Body body = GeminiTestGround.DIALECT.body(request.build(), asked, false);
    String path = "/v1beta/" + GeminiTestGround.DIALECT.path(asked, false);
    assertThat(DESCRIPTION.violations("POST", path, body.json())).isEmpty();
    return body;
  }

  private static Json json(String model, ChatRequest.Builder request) {
    return body(model, request).json();
  }

  private static ChatRequest.Builder ask() {
    return ChatRequest.newBuilder().message(ChatMessage.user("Hi"));
  }

  private static ChatReply reply(String parts) {
    return GeminiTestGround.DIALECT.reply(
        Json.parseObject(
            "{\"candidates\":[{\"content\":{\"parts\":" + parts + "},\"finishReason\":\"STOP\"}]}"),
        GeminiTestGround.ASKED,
        List.of());
  }

  @Test
  void signaturesGoBackOnTheVeryPartTheyCameOn() {
    String parts =
        "[{\"text\":\"Hmm\",\"thought\":true,\"thoughtSignature\":\"a\"},"
            + "{\"text\":\"Well\",\"thoughtSignature\":\"b\"},"
            + "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AQ==\"},"
            + "\"thoughtSignature\":\"c\"},"
            + "{\"executableCode\":{\"language\":\"PYTHON\",\"code\":\"1\"},"
            + "\"thoughtSignature\":\"d\"},"
            + "{\"functionCall\":{\"id\":\"1\",\"name\":\"f\",\"args\":{\"x\":1}},"
            + "\"thoughtSignature\":\"e\"},"
            + "{\"functionCall\":{\"id\":\"2\",\"name\":\"f\",\"args\":{\"x\":2}}},"
            + "{\"text\":\"\",\"thoughtSignature\":\"g\"}]";
    ChatReply reply = reply(parts);
    Json body = json("gemini-3-flash-preview", ask().message(reply.toMessage()));
    assertThat(body.at("/contents/1/role")).contains(Json.of("model"));
    assertThat(body.at("/contents/1/parts")).contains(Json.parse(parts));
    // The same through the stored form.
    List<Part> stored = reply.parts().stream().map(p -> Part.fromJson(p.toJson())).toList();
    Json again = json("gemini-3-flash-preview", ask().message(ChatMessage.assistant(stored)));
    assertThat(again).isEqualTo(body);
  }

  @Test
  void unsignedThoughtsDoNotGoBack() {
    ChatReply reply = reply("[{\"text\":\"Hmm\",\"thought\":true},{\"text\":\"Well\"}]");
    assertThat(json("gemini-2.5-flash", ask().message(reply.toMessage())).at("/contents/1/parts"))
        .contains(Json.parse("[{\"text\":\"Well\"}]"));
  }

  @Test
  void firstCallOfAnotherProviderGetsTheDummyThatNewModelsNeed() {
    Optional<Part.ProviderState> foreign =
        Optional.of(
            new Part.ProviderState("openai", Json.parse("{\"thoughtSignature\":\"foreign\"}")));
    ChatMessage calls =
        ChatMessage.assistant(
            List.of(
                new Part.Reasoning("secret", foreign),
                new Part.ProviderItem("web_search_call", foreign.get()),
                new Part.ToolCall("call_1", "f", "{}", foreign),
                new Part.ToolCall("call_2", "f", "no json", Optional.empty())));
    Json newer = json("gemini-3-pro-preview", ask().message(calls));
    assertThat(newer.at("/contents/1/parts"))
        .contains(
            Json.parse(
                "[{\"functionCall\":{\"id\":\"call_1\",\"name\":\"f\",\"args\":{}},"
                    + "\"thoughtSignature\":\"skip_thought_signature_validator\"},"
                    + "{\"functionCall\":{\"id\":\"call_2\",\"name\":\"f\","
                    + "\"args\":{\"arguments\":\"no json\"}}}]"));
    Json older = json("gemini-2.5-pro", ask().message(calls));
    assertThat(older.toString()).doesNotContain("thoughtSignature").doesNotContain("foreign");
  }

  @Test
  void resultsFollowTheOrderOfTheirCallsAndMadeUpIdsStayHere() {
    ChatReply reply =
        reply("[{\"functionCall\":{\"name\":\"f\"}},{\"functionCall\":{\"name\":\"f\"}}]");
    List<Part.ToolCall> calls = reply.toolCalls();
    Part.ToolResult failed =
        new Part.ToolResult(calls.get(0).id(), "f", List.of(Part.text("no such city")), true);
    Json body =
        json(
            "gemini-2.5-flash",
            ask()
                .message(reply.toMessage())
                .message(
                    ChatMessage.toolResults(
                        List.of(
                            Part.toolResult(calls.get(1), "{\"id\":12345678901234567890}"),
                            failed)))
                .message(ChatMessage.user("And now?")));
    assertThat(body.at("/contents/2/parts"))
        .contains(
            Json.parse(
                "[{\"functionResponse\":{\"name\":\"f\",\"response\":{\"error\":\"no such city\"}}},"
                    + "{\"functionResponse\":{\"name\":\"f\",\"response\":"
                    + "{\"output\":\"{\\\"id\\\":12345678901234567890}\"}}},"
                    + "{\"text\":\"And now?\"}]"));
    assertThat(body.at("/contents/3")).isEmpty();
  }

  @Test
  void realIdsAndPicturesOfResultsAreSent() {
    Part.ToolCall call = new Part.ToolCall("f1", "look", "{}", Optional.empty());
    Part.ToolResult result =
        new Part.ToolResult("f1", "look", List.of(Part.text("seen"), Part.image(PNG)), false);
    Json body =
        json(
            "gemini-3-flash",
            ask()
                .message(ChatMessage.assistant(List.of(call)))
                .message(ChatMessage.toolResults(List.of(result))));
    assertThat(body.at("/contents/2/parts/0/functionResponse"))
        .contains(
            Json.parse(
                "{\"id\":\"f1\",\"name\":\"look\",\"response\":{\"output\":\"seen\"},\"parts\":"
                    + "[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AQ==\"}}]}"));
  }

  @Test
  void resultsByReferenceAreRefusedBeforeSending() {
    Part.Image remote = Part.image(Media.remote(URI.create("https://a.example/a.png")));
    Part.ToolResult result = new Part.ToolResult("f1", "look", List.of(remote), false);
    CapabilityMissing e =
        catchThrowableOfType(
            CapabilityMissing.class,
            () -> json("gemini-3-flash", ask().message(ChatMessage.toolResults(List.of(result)))));
    assertThat(e).hasMessageContaining("nothing was sent");
  }

  @Test
  void mediaAreInlineOrByAddress() {
    Json body =
        json(
            "gemini-3-flash",
            ChatRequest.newBuilder()
                .message(
                    ChatMessage.user(
                        List.of(
                            new Part.Image(PNG, Optional.of("low")),
                            new Part.File(
                                Media.remote(URI.create("https://a.example/a.pdf")),
                                Optional.of("a.pdf")),
                            new Part.File(new Media.Uploaded("files/abc"), Optional.empty()),
                            Part.image(Media.remote(URI.create("https://youtu.be/abc")))))));
    assertThat(body.at("/contents/0/parts"))
        .contains(
            Json.parse(
                "[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AQ==\"},"
                    + "\"mediaResolution\":{\"level\":\"MEDIA_RESOLUTION_LOW\"}},"
                    + "{\"fileData\":{\"mimeType\":\"application/pdf\","
                    + "\"fileUri\":\"https://a.example/a.pdf\"}},"
                    + "{\"fileData\":{\"fileUri\":"
                    + "\"https://generativelanguage.googleapis.com/v1beta/files/abc\"}},"
                    + "{\"fileData\":{\"fileUri\":\"https://youtu.be/abc\"}}]"));
  }

  @Test
  void systemsWordsStandApartAndMessagesOfOneRoleAreJoined() {
    Json body =
        json(
            "gemini-3-flash",
            ChatRequest.newBuilder()
                .message(ChatMessage.system("A"))
                .message(ChatMessage.user("1"))
                .message(ChatMessage.system("B"))
                .message(ChatMessage.user("2"))
                .message(ChatMessage.assistant(""))
                .message(ChatMessage.user("3")));
    assertThat(body)
        .isEqualTo(
            Json.parse(
                "{\"systemInstruction\":{\"parts\":[{\"text\":\"A\"},{\"text\":\"B\"}]},\"contents\":"
                    + "[{\"role\":\"user\",\"parts\":[{\"text\":\"1\"},{\"text\":\"2\"},{\"text\":\"3\"}]}]}"));
  }

  @Test
  void choicesOfToolsBecomeModes() {
    Tool tool = new Tool("f", "Does", JsonSchema.empty());
    assertThat(json("m", ask().tool(tool)).at("/toolConfig")).isEmpty();
    assertThat(mode(ToolChoice.NONE)).isEqualTo(Json.parse("{\"mode\":\"NONE\"}"));
    assertThat(mode(ToolChoice.REQUIRED)).isEqualTo(Json.parse("{\"mode\":\"ANY\"}"));
    assertThat(mode(new ToolChoice.Named("f")))
        .isEqualTo(Json.parse("{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"f\"]}"));
    assertThat(body("m", ask().tool(tool).parallelTools(false)).warnings())
        .extracting(w -> w.code())
        .containsExactly("ignored_parameter");
  }

  private static Json mode(ToolChoice choice) {
    Tool tool = new Tool("f", "Does", JsonSchema.empty());
    return json("m", ask().tool(tool).toolChoice(choice))
        .at("/toolConfig/functionCallingConfig")
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-3-flash-preview,low,,'{\"thinkingLevel\":\"LOW\"}',0",
    "gemini-flash-latest,HIGH,,'{\"thinkingLevel\":\"HIGH\"}',0",
    "gemini-3-flash-preview,none,,'{\"thinkingBudget\":0}',0",
    "gemini-3-flash-preview,,512,'{\"thinkingBudget\":512}',0",
    "gemini-3-flash-preview,low,512,'{\"thinkingLevel\":\"LOW\"}',1",
    "gemini-2.5-flash,low,,'{\"thinkingBudget\":1024}',0",
    "gemini-2.5-flash,high,,'{\"thinkingBudget\":24576}',0",
    "gemini-2.5-flash,,0,'{\"thinkingBudget\":0}',0",
    "gemini-2.5-flash,low,512,'{\"thinkingBudget\":512}',1"
  })
  void thinkingIsALevelForNewModelsAndABudgetForEarlierOnes(
      String model, String effort, Integer tokens, String expected, int warnings) {
    ChatRequest.Builder request = ask();
    if (effort != null) {
      request.reasoningEffort(effort);
    }
    if (tokens != null) {
      request.reasoningTokens(tokens);
    }
    Dialect.Body body = body(model, request);
    assertThat(body.json().at("/generationConfig/thinkingConfig")).contains(Json.parse(expected));
    assertThat(body.warnings()).hasSize(warnings);
  }

  @Test
  void formatsAskForJson() {
    assertThat(json("m", ask().format(ResponseFormat.JSON)).at("/generationConfig"))
        .contains(Json.parse("{\"responseMimeType\":\"application/json\"}"));
    Json schema = json("m", ask().format(ResponseFormat.of(City.class)));
    assertThat(schema.at("/generationConfig/responseMimeType"))
        .contains(Json.of("application/json"));
    assertThat(schema.at("/generationConfig/responseJsonSchema"))
        .contains(JsonSchema.of(City.class).document());
  }

  @Test
  void hostsMembersAreMergedWithWhatWasWritten() {
    Json.Obj extra =
        Json.parseObject(
            "{\"generationConfig\":{\"seed\":1,\"temperature\":1},\"tools\":[{\"googleSearch\":{}}],"
                + "\"safetySettings\":[],\"cachedContent\":\"cachedContents/x\"}");
    Json body =
        json(
            "m",
            ask()
                .temperature(0.5)
                .topP(0.5)
                .tool(new Tool("f", "Does", JsonSchema.empty()))
                .extra(extra));
    assertThat(body.at("/generationConfig"))
        .contains(Json.parse("{\"temperature\":1,\"topP\":0.5,\"seed\":1}"));
    assertThat(body.at("/tools/0/functionDeclarations/0/name")).contains(Json.of("f"));
    assertThat(body.at("/tools/1/googleSearch")).isPresent();
    assertThat(body.at("/cachedContent")).contains(Json.of("cachedContents/x"));
  }

  @Test
  void namesOfTunedModelsAndPrefixesAreKept() {
    assertThat(GeminiNames.path(new ModelRef("gemini", "models/gemini-3-flash"), "countTokens"))
        .isEqualTo("models/gemini-3-flash:countTokens");
    assertThat(GeminiNames.path(new ModelRef("gemini", "tunedModels/my-model"), "generateContent"))
        .isEqualTo("tunedModels/my-model:generateContent");
  }
}
