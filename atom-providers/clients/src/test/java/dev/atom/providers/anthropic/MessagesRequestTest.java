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
import dev.atom.model.ToolChoice;
import dev.atom.model.Warning;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.wire.Dialect;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How requests are written, by the documentation; each is held against the API's description. */
class MessagesRequestTest {
  private static final ApiDescription DESCRIPTION = ApiDescription.of("anthropic");
  private static final Tool TOOL = new Tool("look", "Looks", JsonSchema.empty());
  private static final Part.ToolCall CALL = call("t1");

  private record Weather(String city, int celsius) {}

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

  private static Json parse(String json) {
    return Json.parse(json.replace('\'', '"'));
  }

  private static List<String> codes(Dialect.Body body) {
    return body.warnings().stream().map(Warning::code).toList();
  }

  @Test
  void limitOfOutputIsAlwaysSent() {
    assertThat(json(ask()).get("max_tokens")).contains(Json.of(8192));
    assertThat(json(ask().maxOutputTokens(7)).get("max_tokens")).contains(Json.of(7));
    assertThat(body(ask(), "claude-3-haiku-20240307").json().get("max_tokens"))
        .contains(Json.of(4096));
    assertThat(body(ask(), "claude-opus-5").json().get("max_tokens")).contains(Json.of(32000));
    assertThat(json(ask().reasoningTokens(20000)).get("max_tokens")).contains(Json.of(28192));
    assertThat(json(ask().reasoningTokens(60000)).get("max_tokens")).contains(Json.of(64000));
  }

  @Test
  void allResultsStandFirstInOneMessage() {
    Json.Obj json =
        json(
            ask()
                .message(ChatMessage.assistant(List.of(CALL, call("t2"))))
                .message(ChatMessage.user("And hurry"))
                .message(ChatMessage.toolResults(List.of(Part.toolResult(CALL, "one"))))
                .message(
                    ChatMessage.toolResults(
                        List.of(
                            new Part.ToolResult("t2", "look", List.of(Part.text("two")), true))))
                .message(ChatMessage.user("Please")));
    assertThat(json.at("/messages/2"))
        .contains(
            parse(
                "{'role':'user','content':["
                    + "{'type':'tool_result','tool_use_id':'t1','content':'one'},"
                    + "{'type':'tool_result','tool_use_id':'t2','content':'two','is_error':true},"
                    + "{'type':'text','text':'And hurry'},{'type':'text','text':'Please'}]}"));
    assertThat(json.at("/messages/3")).isEmpty();
  }

  @Test
  void resultMayHoldPicturesOrNothing() {
    Part.Image image = Part.image(Media.inline("image/png", new byte[] {1, 2, 3}));
    Part.ToolResult shown =
        new Part.ToolResult("t1", "look", List.of(Part.text("See"), image), false);
    Part.ToolResult silent = new Part.ToolResult("t2", "look", List.of(), false);
    Json.Obj json =
        json(
            ask()
                .message(ChatMessage.assistant(List.of(CALL, call("t2"))))
                .message(ChatMessage.toolResults(List.of(shown, silent))));
    assertThat(json.at("/messages/2/content/0/content/1"))
        .contains(
            parse(
                "{'type':'image','source':"
                    + "{'type':'base64','media_type':'image/png','data':'AQID'}}"));
    assertThat(json.at("/messages/2/content/1"))
        .contains(parse("{'type':'tool_result','tool_use_id':'t2'}"));
  }

  @Test
  void idsOfOtherProvidersAreMadeAcceptableOnBothSides() {
    Part.ToolCall foreign = call("call:1/x");
    Json.Obj json =
        json(
            ask()
                .message(ChatMessage.assistant(List.of(foreign)))
                .message(ChatMessage.toolResults(List.of(Part.toolResult(foreign, "ok")))));
    assertThat(json.at("/messages/1/content/0/id")).contains(Json.of("call_1_x"));
    assertThat(json.at("/messages/2/content/0/tool_use_id")).contains(Json.of("call_1_x"));
  }

  @Test
  void stateOfOtherProvidersIsDroppedAndOwnStateKept() {
    Json own = parse("{'type':'thinking','thinking':'Hm','signature':'s'}");
    List<Part> parts =
        List.of(
            new Part.Reasoning("Hm", Optional.of(new Part.ProviderState("anthropic", own))),
            new Part.Reasoning("Oh", Optional.of(new Part.ProviderState("openai", own))),
            new Part.Reasoning("Ah", Optional.empty()),
            new Part.ProviderItem("x", new Part.ProviderState("openai", own)),
            CALL);
    Json.Obj json =
        json(
            ask()
                .message(ChatMessage.assistant(parts))
                .message(ChatMessage.toolResults(List.of(Part.toolResult(CALL, "ok")))));
    List<Json> sent = ((Json.Arr) json.at("/messages/1/content").orElseThrow()).items();
    assertThat(sent).hasSize(2);
    assertThat(sent.get(0)).isEqualTo(own);
  }

  @Test
  void instructionsStandApartWhereverTheyWere() {
    ChatRequest.Builder request =
        ChatRequest.newBuilder()
            .message(ChatMessage.system("One"))
            .message(ChatMessage.system("Two"))
            .message(ChatMessage.user("Hi"));
    assertThat(json(request).get("system"))
        .contains(parse("[{'type':'text','text':'One'},{'type':'text','text':'Two'}]"));
    Dialect.Body late = body(request.message(ChatMessage.system("Three")), "claude-haiku-4-5");
    assertThat(late.json().at("/system/2/text")).contains(Json.of("Three"));
    assertThat(codes(late)).containsExactly("changed_parameter");
  }

  @Test
  void blankTextIsLeftOut() {
    Json.Obj json =
        json(
            ask()
                .message(ChatMessage.assistant(" "))
                .message(ChatMessage.user(List.of(Part.text(""), Part.text("Yes")))));
    assertThat(json.at("/messages/1/content")).contains(Json.of("Yes"));
    assertThat(json.at("/messages/2")).isEmpty();
  }

  @Test
  void marksHoldTheLastFourMessages() {
    ChatRequest.Builder request =
        ChatRequest.newBuilder().message(ChatMessage.system("Rules").cached(Duration.ofMinutes(1)));
    for (int i = 0; i < 4; i++) {
      request.message(ChatMessage.user("Q" + i).cached(Duration.ofMinutes(5)));
    }
    Dialect.Body body = body(request, "claude-haiku-4-5");
    assertThat(body.json().get("system")).contains(Json.of("Rules"));
    assertThat(body.json().at("/messages/0/content/0/cache_control"))
        .contains(parse("{'type':'ephemeral','ttl':'5m'}"));
    assertThat(body.json().at("/messages/3/content/0/cache_control")).isPresent();
    assertThat(codes(body)).containsExactly("ignored_parameter");
  }

  @Test
  void markOfAnHourRaisesThoseBeforeIt() {
    Dialect.Body body =
        body(
            ChatRequest.newBuilder()
                .message(ChatMessage.system("Rules").cached(Duration.ofMinutes(5)))
                .message(ChatMessage.user("Long").cached(Duration.ofMinutes(6)))
                .message(ChatMessage.user("Short").cached(Duration.ofMinutes(2))),
            "claude-haiku-4-5");
    assertThat(body.json().at("/system/0/cache_control/ttl")).contains(Json.of("1h"));
    assertThat(body.json().at("/messages/0/content/0/cache_control/ttl")).contains(Json.of("1h"));
    assertThat(body.json().at("/messages/1/content/0/cache_control/ttl")).contains(Json.of("5m"));
    assertThat(codes(body)).containsExactly("changed_parameter");
  }

  @Test
  void markStandsOnNoReasoning() {
    Json own = parse("{'type':'thinking','thinking':'Hm','signature':'s'}");
    List<Part> parts =
        List.of(
            CALL, new Part.Reasoning("Hm", Optional.of(new Part.ProviderState("anthropic", own))));
    Json.Obj json =
        json(
            ask()
                .message(ChatMessage.assistant(parts).cached(Duration.ofMinutes(5)))
                .message(ChatMessage.toolResults(List.of(Part.toolResult(CALL, "ok")))));
    assertThat(json.at("/messages/1/content/0/cache_control")).isPresent();
    assertThat(json.at("/messages/1/content/1")).contains(own);
  }

  @Test
  void toolsAreChosenInEveryWay() {
    assertThat(json(ask().tool(TOOL)).get("tool_choice")).isEmpty();
    assertThat(json(ask().tool(TOOL).toolChoice(ToolChoice.NONE)).get("tool_choice"))
        .contains(parse("{'type':'none'}"));
    assertThat(json(ask().tool(TOOL).toolChoice(ToolChoice.REQUIRED)).get("tool_choice"))
        .contains(parse("{'type':'any'}"));
    assertThat(
            json(ask().tool(TOOL).toolChoice(new ToolChoice.Named("look")).parallelTools(false))
                .get("tool_choice"))
        .contains(parse("{'type':'tool','name':'look','disable_parallel_tool_use':true}"));
    assertThat(json(ask().tool(TOOL).parallelTools(false)).get("tool_choice"))
        .contains(parse("{'type':'auto','disable_parallel_tool_use':true}"));
    assertThat(json(ask().toolChoice(ToolChoice.NONE)).get("tool_choice")).isEmpty();
  }

  @Test
  void modelsThatRefuseForcedToolsAreNotAsked() {
    for (String model : List.of("claude-opus-5-5", "claude-sonnet-5-5", "claude-fable-5-1")) {
      assertThatThrownBy(() -> body(ask().tool(TOOL).toolChoice(ToolChoice.REQUIRED), model))
          .isInstanceOf(CapabilityMissing.class);
    }
  }

  @Test
  void providersToolsStandBehindTheRequestsOwn() {
    Json.Obj search =
        (Json.Obj) parse("{'type':'web_search_20250305','name':'web_search','max_uses':3}");
    Json.Obj json =
        json(ask().tool(TOOL).extra(Json.object().put("tools", List.of(search)).build()));
    assertThat(json.at("/tools/0/name")).contains(Json.of("look"));
    assertThat(json.at("/tools/1")).contains(search);
  }

  @Test
  void reasoningIsAskedForAsEachGenerationWantsIt() {
    Json.Obj counted = json(ask().reasoningEffort("low").reasoningShown(true));
    assertThat(counted.get("thinking"))
        .contains(parse("{'type':'enabled','budget_tokens':2048,'display':'summarized'}"));
    assertThat(counted.get("output_config")).isEmpty();
    Json.Obj both = body(ask().reasoningEffort("low"), "claude-opus-4-5-20251101").json();
    assertThat(both.at("/thinking/budget_tokens")).contains(Json.of(2048));
    assertThat(both.at("/output_config/effort")).contains(Json.of("low"));
    for (String model : List.of("claude-opus-4-6", "claude-opus-4-7", "claude-sonnet-5")) {
      Json.Obj adaptive = body(ask().reasoningEffort("max"), model).json();
      assertThat(adaptive.get("thinking")).contains(parse("{'type':'adaptive'}"));
      assertThat(adaptive.get("output_config")).contains(parse("{'effort':'max'}"));
    }
    assertThat(body(ask().reasoningTokens(3000), "claude-opus-4-6").json().get("thinking"))
        .contains(parse("{'type':'enabled','budget_tokens':3000}"));
    Dialect.Body ignored = body(ask().reasoningTokens(3000), "claude-opus-5");
    assertThat(ignored.json().get("thinking")).contains(parse("{'type':'adaptive'}"));
    assertThat(codes(ignored)).containsExactly("ignored_parameter");
  }

  @Test
  void reasoningIsTurnedOffAsEachGenerationWantsIt() {
    assertThat(json(ask().reasoningTokens(0)).get("thinking")).isEmpty();
    assertThat(body(ask().reasoningEffort("none"), "claude-opus-4-8").json().get("thinking"))
        .isEmpty();
    assertThat(body(ask().reasoningEffort("none"), "claude-sonnet-5").json().get("thinking"))
        .contains(parse("{'type':'disabled'}"));
    Dialect.Body never = body(ask().reasoningEffort("none"), "claude-opus-5-5");
    assertThat(never.json().get("thinking")).isEmpty();
    assertThat(codes(never)).containsExactly("ignored_parameter");
    // Newer than the description.
    Json between =
        TestModels.body(ask().reasoningTokens(0).build(), "claude-sonnet-5-5")
            .json()
            .get("thinking")
            .orElseThrow();
    assertThat(between).isEqualTo(parse("{'type':'between_tools'}"));
  }

  @Test
  void tokensOfReasoningStayBelowTheLimit() {
    Dialect.Body lowered = body(ask().reasoningTokens(5000).maxOutputTokens(4000), "claude-3-7");
    assertThat(lowered.json().at("/thinking/budget_tokens")).contains(Json.of(3999));
    assertThat(codes(lowered)).containsExactly("changed_parameter");
    Dialect.Body raised = body(ask().reasoningTokens(5), "claude-3-7");
    assertThat(raised.json().at("/thinking/budget_tokens")).contains(Json.of(1024));
    assertThat(codes(raised)).containsExactly("changed_parameter");
    Dialect.Body none = body(ask().reasoningTokens(5000).maxOutputTokens(1000), "claude-3-7");
    assertThat(none.json().get("thinking")).isEmpty();
    assertThat(codes(none)).containsExactly("ignored_parameter");
  }

  @Test
  void reasoningThatWouldBeRefusedIsNotAskedFor() {
    List<Dialect.Body> bodies = new ArrayList<>();
    bodies.add(body(ask().reasoningEffort("low"), "claude-3-5-haiku-latest"));
    bodies.add(body(ask().reasoningEffort("brief"), "claude-haiku-4-5"));
    bodies.add(
        body(
            ask().tool(TOOL).toolChoice(ToolChoice.REQUIRED).reasoningEffort("low"),
            "claude-opus-4-6"));
    bodies.add(
        body(
            ask()
                .tool(TOOL)
                .message(ChatMessage.assistant(List.of(CALL)))
                .message(ChatMessage.toolResults(List.of(Part.toolResult(CALL, "ok"))))
                .reasoningEffort("low"),
            "claude-haiku-4-5"));
    for (Dialect.Body body : bodies) {
      assertThat(body.json().get("thinking")).isEmpty();
      assertThat(codes(body)).containsExactly("ignored_parameter");
    }
  }

  @Test
  void samplingIsLeftOutWhereItIsRefused() {
    ChatRequest.Builder both = ask().temperature(0.2).topP(0.5);
    Json.Obj old = body(both, "claude-3-opus-20240229").json();
    assertThat(old.get("temperature")).isPresent();
    assertThat(old.get("top_p")).isPresent();
    Dialect.Body either = body(both, "claude-haiku-4-5");
    assertThat(either.json().get("temperature")).isPresent();
    assertThat(either.json().get("top_p")).isEmpty();
    assertThat(either.warnings()).hasSize(1);
    for (String model : List.of("claude-opus-4-7", "claude-sonnet-5", "claude-haiku-5-5")) {
      Dialect.Body neither = body(both, model);
      assertThat(neither.json().get("temperature")).isEmpty();
      assertThat(neither.json().get("top_p")).isEmpty();
      assertThat(neither.warnings()).hasSize(2);
    }
    Dialect.Body thinking =
        body(ask().temperature(0.2).topP(0.5).reasoningTokens(2000), "claude-haiku-4-5");
    assertThat(thinking.json().get("temperature")).isEmpty();
    assertThat(thinking.warnings()).hasSize(2);
    Dialect.Body hot = body(ask().temperature(1.5), "claude-haiku-4-5");
    assertThat(hot.json().get("temperature")).contains(Json.of(1));
    assertThat(codes(hot)).containsExactly("changed_parameter");
  }

  @Test
  void replyIsBegunOnlyWhereTheModelTakesIt() {
    ChatRequest.Builder begun = ask().message(ChatMessage.assistant("Once upon a time \n"));
    assertThat(json(begun).at("/messages/1/content")).contains(Json.of("Once upon a time"));
    Dialect.Body newer = body(begun, "claude-opus-5");
    assertThat(newer.json().at("/messages/1")).isEmpty();
    assertThat(codes(newer)).containsExactly("ignored_parameter");
    Json item =
        parse("{'type':'server_tool_use','id':'srvtoolu_1','name':'web_search','input':{}}");
    Part paused =
        new Part.ProviderItem("server_tool_use", new Part.ProviderState("anthropic", item));
    Dialect.Body resumed =
        body(ask().message(ChatMessage.assistant(List.of(paused))), "claude-opus-5");
    assertThat(resumed.json().at("/messages/1/content/0")).contains(item);
    assertThat(resumed.warnings()).isEmpty();
  }

  @Test
  void picturesAndDocumentsGoInlineByAddressOrByFile() {
    Part pdf = new Part.File(Media.inline("application/pdf", new byte[] {1}), Optional.of("a.pdf"));
    Part notes =
        new Part.File(
            Media.inline("text/markdown; charset=utf-8", "# Hi".getBytes()), Optional.empty());
    Part far = new Part.File(Media.remote(URI.create("https://a.example/a.pdf")), Optional.empty());
    Part picture = Part.image(Media.remote(URI.create("https://a.example/a.png")));
    Json.Obj json =
        json(
            ChatRequest.newBuilder()
                .message(ChatMessage.user(List.of(pdf, notes, far, picture)))
                .extra((Json.Obj) parse("{'citations':{'enabled':true}}")));
    assertThat(json.at("/messages/0/content"))
        .contains(
            parse(
                "[{'type':'document','source':{'type':'base64','media_type':'application/pdf',"
                    + "'data':'AQ=='},'title':'a.pdf','citations':{'enabled':true}},"
                    + "{'type':'document','source':{'type':'text','media_type':'text/plain',"
                    + "'data':'# Hi'},'citations':{'enabled':true}},"
                    + "{'type':'document','source':{'type':'url',"
                    + "'url':'https://a.example/a.pdf'},'citations':{'enabled':true}},"
                    + "{'type':'image','source':{'type':'url',"
                    + "'url':'https://a.example/a.png'}}]"));
    assertThat(json.get("citations")).isEmpty();
  }

  @Test
  void uploadedFilesNeedTheirFeature() {
    Dialect.Body body =
        body(
            ChatRequest.newBuilder()
                .message(
                    ChatMessage.user(
                        List.of(
                            Part.image(new Media.Uploaded("file_1")),
                            new Part.File(new Media.Uploaded("file_2"), Optional.empty()))))
                .extra((Json.Obj) parse("{'betas':['context-1m-2025-08-07']}")),
            "claude-haiku-4-5");
    assertThat(body.json().at("/messages/0/content/0/source"))
        .contains(parse("{'type':'file','file_id':'file_1'}"));
    assertThat(body.headers())
        .containsEntry("anthropic-beta", "files-api-2025-04-14,context-1m-2025-08-07");
    assertThat(body.json().get("betas")).isEmpty();
  }

  @Test
  void mediaWithoutAFormHereAreRefused() {
    for (Part part :
        List.<Part>of(
            Part.image(Media.inline("image/tiff", new byte[] {1})),
            new Part.File(Media.inline("application/zip", new byte[] {1}), Optional.empty()),
            new Part.Audio(Media.inline("audio/wav", new byte[] {1}), Optional.empty()))) {
      ChatRequest request =
          ChatRequest.newBuilder().message(ChatMessage.user(List.of(part))).build();
      assertThatThrownBy(() -> TestModels.body(request, "claude-haiku-4-5"))
          .isInstanceOf(CapabilityMissing.class);
    }
  }

  @Test
  void formatIsASchemaBesideWhatElseConfiguresTheOutput() {
    Json.Obj json =
        json(
            ask()
                .format(ResponseFormat.of(Weather.class))
                .extra((Json.Obj) parse("{'output_config':{'effort':'low'}}")));
    assertThat(json.at("/output_config/effort")).contains(Json.of("low"));
    assertThat(json.at("/output_config/format/type")).contains(Json.of("json_schema"));
    assertThat(json.at("/output_config/format/schema/properties/city")).isPresent();
    assertThatThrownBy(() -> json(ask().format(ResponseFormat.JSON)))
        .isInstanceOf(CapabilityMissing.class);
  }

  @Test
  void whatASchemaCanNotDemandIsDescribed() {
    String schema =
        "{'type':'object','properties':{"
            + "'age':{'type':'integer','minimum':0,'maximum':150,'description':'In years'},"
            + "'minimum':{'type':'string','format':'color','enum':['a']},"
            + "'day':{'type':'string','format':'date'},"
            + "'tags':{'type':'array','minItems':1,'maxItems':3,'items':{'type':'object',"
            + "'additionalProperties':true,'properties':{'tag':{'type':'string'}}}},"
            + "'one':{'oneOf':[{'type':'string','pattern':'x'},{'type':'null'}]}}}";
    ResponseFormat format =
        new ResponseFormat.Schema("person", JsonSchema.of((Json.Obj) parse(schema)), true);
    assertThat(json(ask().format(format)).at("/output_config/format/schema"))
        .contains(
            parse(
                "{'type':'object','properties':{"
                    + "'age':{'type':'integer',"
                    + "'description':'In years; maximum: 150; minimum: 0'},"
                    + "'minimum':{'type':'string','enum':['a'],"
                    + "'description':'format: \\'color\\''},"
                    + "'day':{'type':'string','format':'date'},"
                    + "'tags':{'type':'array','minItems':1,'items':{'type':'object',"
                    + "'additionalProperties':false,'properties':{'tag':{'type':'string'}}},"
                    + "'description':'maxItems: 3'},"
                    + "'one':{'anyOf':[{'type':'string','description':'pattern: \\'x\\''},"
                    + "{'type':'null'}]}},"
                    + "'additionalProperties':false}"));
  }

  @Test
  void stopsAndExtraMembersGoAlong() {
    Json.Obj json = json(ask().stop("END").extra((Json.Obj) parse("{'top_k':5,'max_tokens':9}")));
    assertThat(json.get("stop_sequences")).contains(parse("['END']"));
    assertThat(json.get("top_k")).contains(Json.of(5));
    assertThat(json.get("max_tokens")).contains(Json.of(9));
  }

  @Test
  void modelsOfOtherMakersAreTakenForTheMiddleGeneration() {
    Dialect.Body body =
        body(ask().temperature(0.3).topP(0.9).reasoningEffort("high"), "deepseek-v4");
    assertThat(body.json().at("/output_config/effort")).contains(Json.of("high"));
    assertThat(body.json().at("/thinking/type")).contains(Json.of("enabled"));
  }
}
