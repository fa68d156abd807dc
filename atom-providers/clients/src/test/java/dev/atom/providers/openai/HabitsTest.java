package dev.atom.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.http.ServerSentEvent;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.FinishReason;
import dev.atom.model.Media;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Tool;
import dev.atom.model.ToolChoice;
import dev.atom.model.Warning;
import dev.atom.providers.Profile;
import dev.atom.providers.Profiles;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.wire.Dialect;
import dev.atom.providers.wire.StreamError;
import dev.atom.providers.wire.StreamReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Habits that no recording shows, from the providers' documents. */
class HabitsTest {
  private static final Tool WEATHER =
      new Tool("weather", "Tells the weather", JsonSchema.of(Json.object().build()));
  private static final ResponseFormat.Schema SCHEMA =
      new ResponseFormat.Schema(
          "city", JsonSchema.of(Json.parseObject("{\"type\":\"object\"}")), true);

  private static Dialect dialect(Profile profile) {
    return OpenAiOperations.of(profile).dialect();
  }

  private static Dialect.Body body(Profile profile, ChatRequest request) {
    return dialect(profile).body(request, new ModelRef(profile.id(), "m"), false);
  }

  private static Json.Obj json(Profile profile, ChatRequest request) {
    return body(profile, request).json();
  }

  private static ChatReply reply(Profile profile, String json) {
    return dialect(profile)
        .reply(Json.parseObject(json), new ModelRef(profile.id(), "m"), List.of());
  }

  private static String message(String message) {
    return "{\"id\":\"r\",\"choices\":[{\"finish_reason\":\"stop\",\"message\":" + message + "}]}";
  }

  private static ChatReply stream(Profile profile, String... chunks) {
    StreamReader reader = dialect(profile).stream(new ModelRef(profile.id(), "m"), List.of());
    List<ReplyEvent> events = new ArrayList<>();
    for (String chunk : chunks) {
      reader.accept(new ServerSentEvent("message", chunk, "", true), events::add);
    }
    if (events.isEmpty() || !(events.getLast() instanceof ReplyEvent.Finished)) {
      reader.accept(new ServerSentEvent("message", "[DONE]", "", true), events::add);
    }
    ChatReply reply = ((ReplyEvent.Finished) events.getLast()).reply();
    assertThat(Normalised.deltas(events)).isEqualTo(Normalised.deltas(reply));
    return reply;
  }

  private static String delta(String delta) {
    return "{\"id\":\"r\",\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}";
  }

  private static final String STOP =
      "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";

  private static ChatRequest.Builder hello() {
    return ChatRequest.newBuilder().message(ChatMessage.user("Hello"));
  }

  @Test
  void deepSeekGetsItsReasoningBack() {
    Part.ToolCall call = new Part.ToolCall("c", "weather", "{}", Optional.empty());
    ChatMessage turn =
        ChatMessage.assistant(List.of(new Part.Reasoning("Hm.", Optional.empty()), call));
    ChatRequest request = hello().message(turn).build();
    assertThat(json(Profiles.deepSeek(), request).at("/messages/1/reasoning_content"))
        .contains(Json.of("Hm."));
    assertThat(json(Profiles.groq(), request).at("/messages/1/reasoning_content")).isEmpty();
  }

  @Test
  void reasoningWithAStateOfAnotherProviderStaysAway() {
    Part.ProviderState state = new Part.ProviderState("anthropic", Json.of("signature"));
    ChatMessage turn =
        ChatMessage.assistant(
            List.of(new Part.Reasoning("Hm.", Optional.of(state)), Part.text("Yes.")));
    assertThat(json(Profiles.deepSeek(), hello().message(turn).build()).toString())
        .doesNotContain("Hm.");
  }

  @Test
  void deepSeekStopsThinkingWithoutEffortOrTokens() {
    Json off = Json.parse("{\"type\":\"disabled\"}");
    Json.Obj none = json(Profiles.deepSeek(), hello().reasoningEffort("none").build());
    assertThat(none.get("thinking")).contains(off);
    assertThat(none.get("reasoning_effort")).isEmpty();
    Dialect.Body zero = body(Profiles.deepSeek(), hello().reasoningTokens(0).build());
    assertThat(zero.json().get("thinking")).contains(off);
    assertThat(zero.warnings()).isEmpty();
    Json.Obj high = json(Profiles.deepSeek(), hello().reasoningEffort("high").build());
    assertThat(high.get("thinking")).isEmpty();
    assertThat(high.get("reasoning_effort")).contains(Json.of("high"));
  }

  @Test
  void whatDeepSeekDropsWhileItThinksIsWarnedOf() {
    ChatRequest.Builder warm = hello().temperature(0.5);
    assertThat(body(Profiles.deepSeek(), warm.build()).warnings())
        .extracting(Warning::code)
        .containsExactly("ignored_parameter");
    assertThat(body(Profiles.deepSeek(), warm.reasoningEffort("none").build()).warnings())
        .isEmpty();
  }

  @Test
  void deepSeekIsToldTheSchemaInWords() {
    Dialect.Body body = body(Profiles.deepSeek(), hello().format(SCHEMA).build());
    assertThat(body.json().at("/response_format/type")).contains(Json.of("json_object"));
    assertThat(body.json().at("/messages/0/content").orElseThrow().toString())
        .contains("JSON schema", "object");
    assertThat(body.warnings()).extracting(Warning::code).containsExactly("schema_in_prompt");
  }

  @Test
  void deepSeekIsAskedForJsonInWordsUnlessTheMessagesDo() {
    Json.Obj asked = json(Profiles.deepSeek(), hello().format(ResponseFormat.JSON).build());
    assertThat(asked.at("/messages/0/content").orElseThrow().toString()).contains("JSON");
    ChatRequest own =
        ChatRequest.newBuilder()
            .message(ChatMessage.user("As json, please"))
            .format(ResponseFormat.JSON)
            .build();
    assertThat(json(Profiles.deepSeek(), own).at("/messages/1")).isEmpty();
  }

  @Test
  void emptyReplyOfDeepSeekIsAFailure() {
    String empty = message("{\"content\":\"\",\"reasoning_content\":\"Hm.\"}");
    assertThatThrownBy(() -> reply(Profiles.deepSeek(), empty)).isInstanceOf(StreamError.class);
    assertThat(reply(Profiles.groq(), empty).text()).isEmpty();
  }

  @Test
  void replyBrokenOffForWantOfResourcesIsAFailure() {
    String broken =
        message("{\"content\":\"Hal\"}").replace("stop", "insufficient_system_resource");
    assertThatThrownBy(() -> reply(Profiles.deepSeek(), broken)).isInstanceOf(StreamError.class);
    String error = message("{\"content\":\"Hal\"}").replace("stop", "error");
    assertThatThrownBy(() -> reply(Profiles.openRouter(), error)).isInstanceOf(StreamError.class);
  }

  @Test
  void grokOnAzureMayPutJsonWhereReasoningBelongs() {
    Profile azure = Profiles.azureChatCompletions("r");
    String json = "{\\\"a\\\":1}";
    ChatReply whole =
        reply(azure, message("{\"content\":null,\"reasoning_content\":\"" + json + "\"}"));
    assertThat(whole.text()).isEqualTo("{\"a\":1}");
    ChatReply streamed = stream(azure, delta("{\"reasoning_content\":\"" + json + "\"}"), STOP);
    assertThat(streamed.text()).isEqualTo("{\"a\":1}");
    ChatReply thought = reply(azure, message("{\"reasoning_content\":\"Hm.\"}"));
    assertThat(thought.text()).isEmpty();
  }

  @Test
  void azuresFilterTellsBeforeAndAfterTheReply() {
    Profile azure = Profiles.azureDeployments("r", "2024-10-21");
    ChatReply reply =
        stream(
            azure,
            "{\"choices\":[],\"id\":\"\",\"model\":\"\",\"prompt_filter_results\":[{\"x\":1}]}",
            delta("{\"content\":\"Hi\"}"),
            STOP,
            "{\"id\":\"\",\"choices\":[{\"index\":0,\"content_filter_offsets\":{\"x\":1}}]}");
    assertThat(reply.text()).isEqualTo("Hi");
    assertThat(reply.id()).contains("r");
    assertThat(reply.finish()).isEqualTo(FinishReason.STOP);
    assertThat(reply.raw().at("/prompt_filter_results/0/x")).contains(Json.of(1));
    assertThat(reply.raw().at("/choices/0/content_filter_offsets/x")).contains(Json.of(1));
  }

  @Test
  void groqTellsUsageAndErrorsInACornerOfItsOwn() {
    ChatReply reply =
        stream(
            Profiles.groq(),
            delta("{\"content\":\"Hi\"}"),
            "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
                + "\"x_groq\":{\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}}");
    assertThat(reply.usage().inputTokens()).isEqualTo(3);
    assertThat(reply.usage().outputTokens()).isEqualTo(2);
    assertThatThrownBy(
            () ->
                stream(
                    Profiles.groq(),
                    delta("{\"content\":\"Hi\"}"),
                    "{\"choices\":[],\"x_groq\":{\"error\":\"over_capacity\"}}"))
        .isInstanceOf(StreamError.class);
  }

  @Test
  void perplexitysMessagesTakeTurns() {
    ChatRequest request =
        ChatRequest.newBuilder()
            .message(ChatMessage.user("One"))
            .message(ChatMessage.user("Two"))
            .message(
                ChatMessage.user(List.of(Part.image(Media.inline("image/png", new byte[] {1})))))
            .message(ChatMessage.assistant("Three"))
            .build();
    Json.Obj body = json(Profiles.perplexityChatCompletions(), request);
    assertThat(body.at("/messages/2")).isEmpty();
    assertThat(body.at("/messages/0/content/0/text")).contains(Json.of("One\n\nTwo"));
    assertThat(body.at("/messages/0/content/1/type")).contains(Json.of("image_url"));
    assertThat(ApiDescription.of("perplexity").violations("POST", "/chat/completions", body))
        .isEmpty();
  }

  @Test
  void perplexitysResponsesTellSourcesSearchesAndCost() {
    ChatReply reply =
        reply(
            Profiles.perplexity(),
            "{\"id\":\"r\",\"status\":\"completed\",\"model\":\"perplexity/sonar\",\"output\":["
                + "{\"type\":\"search_results\",\"queries\":[\"q\"],\"results\":[]},"
                + "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\","
                + "\"annotations\":[{\"type\":\"citation\",\"url\":\"https://a\",\"title\":\"A\","
                + "\"start_index\":0,\"end_index\":2}]}]}],"
                + "\"usage\":{\"input_tokens\":9,\"output_tokens\":3,"
                + "\"input_tokens_details\":{\"cache_read_input_tokens\":4},"
                + "\"cost\":{\"currency\":\"USD\",\"total_cost\":0.0062},"
                + "\"tool_calls_details\":{\"web_search\":{\"invocation\":2}}}}");
    Part.Text text = (Part.Text) reply.parts().getLast();
    assertThat(text.citations())
        .containsExactly(new Part.Citation("https://a", Optional.of("A"), 0, 2));
    assertThat(reply.parts().getFirst()).isInstanceOf(Part.ProviderItem.class);
    assertThat(reply.usage().reportedUsd()).contains(new BigDecimal("0.0062"));
    assertThat(reply.usage().searches()).isEqualTo(2);
    assertThat(reply.usage().cachedInputTokens()).isEqualTo(4);
  }

  @Test
  void stepsGoBackOnlyToServersThatTakeThem() {
    for (Profile profile :
        List.of(Profiles.perplexity(), Profiles.deepSeekResponses(), Profiles.azure("r"))) {
      Json.Obj item = Json.parseObject("{\"type\":\"search_results\",\"results\":[]}");
      Part.ProviderItem step =
          new Part.ProviderItem("search_results", new Part.ProviderState(profile.id(), item));
      ChatMessage turn = ChatMessage.assistant(List.of(step, Part.text("Yes.")));
      Json.Obj body = json(profile, hello().message(turn).build());
      int items = ((Json.Arr) body.get("input").orElseThrow()).items().size();
      assertThat(items).isEqualTo(profile.id().equals("perplexity") ? 2 : 3);
    }
  }

  @Test
  void perplexitysResponsesTakeASchemaAsChatCompletionsDo() {
    Json.Obj body = json(Profiles.perplexity(), hello().format(SCHEMA).build());
    assertThat(body.at("/response_format/json_schema/name")).contains(Json.of("city"));
    assertThat(body.get("text")).isEmpty();
    assertThat(body.get("store")).isEmpty();
  }

  @Test
  void mistralsRequestsPassItsDescription() {
    Part.ToolCall call = new Part.ToolCall("call_1", "weather", "{}", Optional.empty());
    Part.ToolResult result =
        new Part.ToolResult("call_1", "weather", List.of(Part.text("Sunny")), false);
    ChatRequest request =
        hello()
            .message(ChatMessage.assistant(List.of(call)))
            .message(ChatMessage.toolResults(List.of(result)))
            .tool(WEATHER)
            .toolChoice(ToolChoice.REQUIRED)
            .parallelTools(false)
            .maxOutputTokens(9)
            .temperature(0.1)
            .stop("x")
            .cacheKey("k")
            .reasoningEffort("high")
            .format(SCHEMA)
            .extra(Json.parseObject("{\"random_seed\":1}"))
            .build();
    ModelRef asked = new ModelRef("mistral", "mistral-large-latest");
    Json.Obj body = dialect(Profiles.mistral()).body(request, asked, true).json();
    assertThat(ApiDescription.of("mistral").violations("POST", "/v1/chat/completions", body))
        .isEmpty();
    assertThat(body.get("tool_choice")).contains(Json.of("any"));
    assertThat(body.get("max_tokens")).contains(Json.of(9));
    assertThat(body.get("stream_options")).isEmpty();
    String id = ((Json.Str) body.at("/messages/1/tool_calls/0/id").orElseThrow()).value();
    assertThat(id).matches("[a-zA-Z0-9]{9}");
    assertThat(body.at("/messages/2/tool_call_id")).contains(Json.of(id));
    assertThat(ShortIds.of("aB3dE6gH9")).isEqualTo("aB3dE6gH9");
  }

  @Test
  void mistralsThinkingPartsAreReasoning() {
    String content =
        "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"Hm.\"}]},"
            + "{\"type\":\"text\",\"text\":\"Yes.\"}]}";
    for (ChatReply reply :
        List.of(
            reply(Profiles.mistral(), message(content)),
            stream(Profiles.mistral(), delta(content), STOP))) {
      assertThat(reply.text()).isEqualTo("Yes.");
      assertThat(reply.parts().getFirst()).isEqualTo(new Part.Reasoning("Hm.", Optional.empty()));
    }
  }

  @Test
  void openRouterCountsReasoningAndTellsTheCost() {
    Dialect.Body body = body(Profiles.openRouter(), hello().reasoningTokens(2000).build());
    assertThat(body.json().at("/reasoning/max_tokens")).contains(Json.of(2000));
    assertThat(body.warnings()).isEmpty();
    Json.Obj shown = json(Profiles.openRouter(), hello().reasoningShown(true).build());
    assertThat(shown.at("/reasoning/enabled")).contains(Json.of(true));
    ChatReply reply =
        reply(
            Profiles.openRouter(),
            message("{\"content\":\"Hi\",\"reasoning\":\"Hm.\"}")
                .replace("\"id\"", "\"usage\":{\"prompt_tokens\":1,\"cost\":0.00014},\"id\""));
    assertThat(reply.usage().reportedUsd()).contains(new BigDecimal("0.00014"));
  }

  @Test
  void xaisReasoningIsAddedToTheOutputThatLeavesItOut() {
    ChatReply reply =
        reply(
            Profiles.xai(),
            message("{\"content\":\"Hi\"}")
                .replace(
                    "\"id\"",
                    "\"citations\":[\"https://a\"],\"usage\":{\"prompt_tokens\":10,"
                        + "\"completion_tokens\":2,\"total_tokens\":42,"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":30}},\"id\""));
    assertThat(reply.usage().outputTokens()).isEqualTo(32);
    assertThat(((Part.Text) reply.parts().getFirst()).citations())
        .extracting(Part.Citation::source)
        .containsExactly("https://a");
  }

  @Test
  void localServersMayLeaveOutIdsAndTheLastMarker() {
    for (Profile local :
        List.of(
            Profiles.llamaCpp(),
            Profiles.lmStudio(),
            Profiles.vllm("http://localhost:8000/v1"),
            Profiles.ollamaCompatible())) {
      assertThat(local.keyRequired()).isFalse();
      ChatReply reply =
          reply(
              local,
              message(
                  "{\"reasoning_content\":\"Hm.\",\"tool_calls\":[{\"function\":"
                      + "{\"name\":\"weather\",\"arguments\":{\"a\":1}}}]}"));
      assertThat(reply.toolCalls().getFirst().id()).isEqualTo("r-0");
      assertThat(reply.toolCalls().getFirst().arguments()).isEqualTo("{\"a\":1}");
      assertThat(reply.finish()).isEqualTo(FinishReason.TOOL_CALLS);
    }
  }

  @Test
  void hostedPresetsHaveTheirAddressesAndAskForUsage() {
    assertThat(
            List.of(
                Profiles.xai().base(),
                Profiles.together().base(),
                Profiles.fireworks().base(),
                Profiles.openRouter().base()))
        .containsExactly(
            "https://api.x.ai/v1",
            "https://api.together.xyz/v1",
            "https://api.fireworks.ai/inference/v1",
            "https://openrouter.ai/api/v1");
    for (Profile profile : List.of(Profiles.xai(), Profiles.together(), Profiles.fireworks())) {
      Json.Obj body =
          dialect(profile).body(hello().build(), new ModelRef(profile.id(), "m"), true).json();
      assertThat(body.at("/stream_options/include_usage")).contains(Json.of(true));
      assertThat(profile.keyRequired()).isTrue();
    }
  }
}
