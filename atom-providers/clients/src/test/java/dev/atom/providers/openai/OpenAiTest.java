package dev.atom.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.Capability;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.KeyRejected;
import dev.atom.model.Media;
import dev.atom.model.Part;
import dev.atom.model.ReplyStream;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Tool;
import dev.atom.model.ToolChoice;
import dev.atom.providers.Profile;
import dev.atom.providers.Profiles;
import dev.atom.providers.Protocol;
import dev.atom.providers.Provider;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenAiTest {
  private static final String REPLY =
      "{\"id\":\"resp_1\",\"model\":\"gpt-5.4\",\"status\":\"completed\",\"output\":[%s]}";
  private static final String TEXT =
      "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\"}]}";

  private final TestServer server = new TestServer();

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  private TestModel builder() {
    server.answer(200, "application/json", REPLY.formatted(TEXT));
    return TestModel.newBuilder().model("gpt-5.4").baseUrl(server.base());
  }

  private Json.Obj sent() throws Exception {
    return Json.parseObject(server.take().body());
  }

  private static ChatRequest.Builder request() {
    return ChatRequest.newBuilder().message(ChatMessage.user("Hi"));
  }

  @Test
  void keyIsAskedForTheTenantAndUserOfEachCall() throws Exception {
    List<SecretRef> refs = new ArrayList<>();
    List<Secret> secrets = new ArrayList<>();
    KeySource keys =
        ref -> {
          refs.add(ref);
          secrets.add(Secret.of("key-of-" + ref.tenant()));
          return Optional.of(secrets.getLast());
        };
    CallContext context = CallContext.create().tenant("acme").user("ann");
    builder()
        .keys(keys)
        .header("OpenAI-Organization", "org-1")
        .header("OpenAI-Project", "proj-1")
        .build()
        .chat(request().build(), context);
    assertThat(refs)
        .containsExactly(new SecretRef("acme", Optional.of("ann"), "openai", "default"));
    assertThat(server.take().headers())
        .containsEntry("Authorization", "Bearer key-of-acme")
        .containsEntry("OpenAI-Organization", "org-1")
        .containsEntry("OpenAI-Project", "proj-1");
    assertThatThrownBy(() -> secrets.getLast().masked()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keyOfAStreamIsClosedWithIt() throws Exception {
    List<Secret> secrets = new ArrayList<>();
    KeySource keys =
        ref -> {
          secrets.add(Secret.of("key-for-stream"));
          return Optional.of(secrets.getLast());
        };
    TestModel builder = builder();
    server.stream("data: {\"type\":\"response.created\"}\n\n");
    ReplyStream stream = builder.keys(keys).build().stream(request().build(), CallContext.create());
    assertThat(secrets.get(0).masked()).isNotNull();
    stream.close();
    assertThatThrownBy(() -> secrets.get(0).masked()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void compatibleServerNeedsNoKey() throws Exception {
    builder().provider("local").build().chat("Hi");
    assertThat(server.take().headers()).doesNotContainKey("Authorization");
  }

  @Test
  void openAiWithoutAKeyFailsBeforeAnythingIsSent() {
    var model = TestModel.newBuilder().model("gpt-5.4").keys(KeySource.none()).build();
    assertThatThrownBy(() -> model.chat("Hi"))
        .isInstanceOf(KeyRejected.class)
        .hasMessageContaining("no key for tenant \"default\"");
  }

  @Test
  void buildSaysWhatIsMissing() {
    assertThatThrownBy(() -> Provider.newBuilder(Profiles.openAi()).build())
        .hasMessageContaining("keys(");
    assertThatThrownBy(() -> Profiles.openAi().toBuilder().base("https://key@host/v1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("key@");
  }

  @Test
  void nothingIsStoredAndReasoningTravelsEncrypted() throws Exception {
    builder().build().chat(request().reasoningEffort("low").build());
    Json.Obj sent = sent();
    assertThat(sent.get("store")).contains(Json.of(false));
    assertThat(sent.at("/include/0")).contains(Json.of("reasoning.encrypted_content"));
    assertThat(sent.at("/reasoning")).contains(Json.parse("{\"effort\":\"low\"}"));
    builder().build().chat(request().model("gpt-4.1").reasoningShown(true).build());
    Json.Obj plain = sent();
    assertThat(plain.get("include")).isEmpty();
    assertThat(plain.at("/reasoning/summary")).contains(Json.of("auto"));
  }

  @Test
  void reasoningAndStepsOfTheProviderGoBackUnchanged() throws Exception {
    String reasoning =
        "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"x\",\"new\":1}";
    String search = "{\"id\":\"ws_1\",\"type\":\"web_search_call\",\"status\":\"completed\"}";
    String call =
        "{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"{}\"}";
    var model = builder().build();
    server.answer(
        200, "application/json", REPLY.formatted(String.join(",", reasoning, search, call)));
    ChatReply reply = model.chat("Hi");
    server.take();
    Part.ToolResult result = Part.toolResult(reply.toolCalls().get(0), "done");
    model.chat(
        request()
            .message(reply.toMessage())
            .message(ChatMessage.toolResults(List.of(result)))
            .build());
    Json.Obj sent = sent();
    assertThat(sent.at("/input/1")).contains(Json.parse(reasoning));
    assertThat(sent.at("/input/2")).contains(Json.parse(search));
    assertThat(sent.at("/input/3")).contains(Json.parse(call));
    assertThat(sent.at("/input/4"))
        .contains(
            Json.parse(
                "{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"done\"}"));
  }

  @Test
  void reasoningTheProviderCouldNotKnowAgainStaysBehind() throws Exception {
    String reasoning = "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[]}";
    var model = builder().build();
    server.answer(200, "application/json", REPLY.formatted(reasoning + "," + TEXT));
    ChatReply reply = model.chat("Hi");
    server.take();
    ChatRequest next = request().message(reply.toMessage()).build();
    model.chat(next);
    assertThat(((Json.Arr) sent().get("input").orElseThrow()).items()).hasSize(2);
    Json.Obj stored = Json.object().put("store", true).build();
    model.chat(next.toBuilder().extra(stored).build());
    assertThat(sent().at("/input/1")).contains(Json.parse(reasoning));
  }

  @Test
  void reasoningOfAnotherProviderStaysBehind() throws Exception {
    Part.Reasoning foreign =
        new Part.Reasoning(
            "Hm", Optional.of(new Part.ProviderState("other", Json.of("signature"))));
    builder()
        .build()
        .chat(request().message(ChatMessage.assistant(List.of(foreign, Part.text("So")))).build());
    Json.Obj sent = sent();
    assertThat(sent.at("/input/1/content")).contains(Json.of("So"));
    assertThat(sent.toString()).doesNotContain("signature");
  }

  @Test
  void parametersThatReasoningRefusesAreDroppedWithAWarning() throws Exception {
    ChatRequest request = request().temperature(0.5).topP(0.9).stop("END").build();
    ChatReply reply = builder().build().chat(request);
    assertThat(reply.warnings()).hasSize(3).allMatch(w -> w.code().equals("ignored_parameter"));
    assertThat(sent().members()).doesNotContainKeys("temperature", "top_p", "stop");
    reply = builder().build().chat(request.toBuilder().reasoningEffort("none").build());
    assertThat(reply.warnings()).hasSize(1);
    assertThat(sent().members()).containsKeys("temperature", "top_p");
    reply = builder().provider("local").build().chat(request);
    assertThat(reply.warnings()).hasSize(1);
    assertThat(sent().members()).containsKeys("temperature", "top_p");
  }

  @Test
  void compatibleServersGetTheOlderNames() {
    ChatRequest request =
        request().message(ChatMessage.system("Be terse")).maxOutputTokens(9).build();
    Json.Obj local = chatBody(false, request, true);
    assertThat(local.at("/max_tokens")).contains(Json.of(9));
    assertThat(local.at("/messages/1/role")).contains(Json.of("system"));
    assertThat(local.at("/stream_options")).contains(Json.parse("{\"include_usage\":true}"));
    Json.Obj genuine = chatBody(true, request, true);
    assertThat(genuine.at("/max_completion_tokens")).contains(Json.of(9));
    assertThat(genuine.at("/messages/1/role")).contains(Json.of("developer"));
    assertThat(genuine.at("/stream_options"))
        .contains(Json.parse("{\"include_usage\":true,\"include_obfuscation\":false}"));
  }

  private static Json.Obj chatBody(boolean genuine, ChatRequest request, boolean streaming) {
    Profile profile =
        genuine
            ? Profiles.openAiChatCompletions()
            : Profiles.compatible("local", "http://localhost/v1");
    return OpenAiOperations.of(profile)
        .dialect()
        .body(request, new dev.atom.model.ModelRef(profile.id(), "gpt-5.4"), streaming)
        .json();
  }

  @Test
  void extraMembersWinOverWhatIsWritten() throws Exception {
    Json.Obj extra = Json.object().put("store", true).put("service_tier", "flex").build();
    builder().build().chat(request().extra(extra).build());
    Json.Obj sent = sent();
    assertThat(sent.get("store")).contains(Json.of(true));
    assertThat(sent.get("service_tier")).contains(Json.of("flex"));
  }

  @Test
  void namedToolAndParallelCallsAreWritten() throws Exception {
    Tool tool = new Tool("f", "Does it", JsonSchema.empty());
    builder()
        .build()
        .chat(
            request()
                .tool(tool)
                .toolChoice(new ToolChoice.Named("f"))
                .parallelTools(false)
                .build());
    Json.Obj sent = sent();
    assertThat(sent.at("/tool_choice"))
        .contains(Json.parse("{\"type\":\"function\",\"name\":\"f\"}"));
    assertThat(sent.at("/parallel_tool_calls")).contains(Json.of(false));
  }

  @Test
  void mediaAreWrittenAsEachProtocolWants() throws Exception {
    Media inline = Media.inline("application/pdf", new byte[] {1, 2, 3});
    ChatMessage message =
        ChatMessage.user(
            List.of(
                new Part.Image(
                    Media.remote(URI.create("https://a.example/i.png")), Optional.of("low")),
                Part.image(new Media.Uploaded("file-1")),
                new Part.File(inline, Optional.of("a.pdf")),
                new Part.File(
                    Media.remote(URI.create("https://a.example/b.pdf")), Optional.empty())));
    builder().build().chat(ChatRequest.newBuilder().message(message).build());
    assertThat(sent().at("/input/0/content"))
        .contains(
            Json.parse(
                """
                [{"type":"input_image","image_url":"https://a.example/i.png","detail":"low"},
                 {"type":"input_image","file_id":"file-1"},
                 {"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,AQID"},
                 {"type":"input_file","file_url":"https://a.example/b.pdf"}]"""));
  }

  @Test
  void requestThatNeedsMoreIsRefusedBeforeAnythingIsSent() {
    Set<Capability> few = Set.of(Capability.CHAT);
    var model = builder().capabilities(few).build();
    assertThat(model.capabilities()).isEqualTo(few);
    Part.Audio audio = new Part.Audio(Media.inline("audio/wav", new byte[1]), Optional.empty());
    ChatRequest.Builder spoken = ChatRequest.newBuilder().message(ChatMessage.user(List.of(audio)));
    for (ChatRequest request :
        List.of(
            request().tool(new Tool("f", "", JsonSchema.empty())).build(),
            request().toolChoice(ToolChoice.REQUIRED).build(),
            request().format(ResponseFormat.JSON).build(),
            request().format(new ResponseFormat.Schema("s", JsonSchema.empty(), true)).build(),
            request().reasoningEffort("low").build(),
            spoken.build())) {
      assertThatThrownBy(() -> model.chat(request))
          .isInstanceOf(CapabilityMissing.class)
          .hasMessageContaining("nothing was sent");
    }
    assertThatThrownBy(() -> model.stream(request().build(), CallContext.create()))
        .isInstanceOf(CapabilityMissing.class)
        .hasMessageContaining("STREAMING");
    assertThatThrownBy(() -> builder().build().chat(spoken.build()))
        .isInstanceOf(CapabilityMissing.class)
        .hasMessageContaining("AUDIO_INPUT");
    assertThat(server.waiting()).isZero();
  }

  @Test
  void protocolWithoutWordsForAPartRefusesIt() {
    var chat = builder().dialect(Protocol.OPENAI_CHAT_COMPLETIONS).build();
    for (Part part :
        List.of(
            Part.image(new Media.Uploaded("file-1")),
            new Part.File(Media.remote(URI.create("https://a.example/b.pdf")), Optional.empty()),
            new Part.Refusal("No"))) {
      ChatRequest request =
          ChatRequest.newBuilder().message(ChatMessage.user(List.of(part))).build();
      assertThatThrownBy(() -> chat.chat(request)).isInstanceOf(CapabilityMissing.class);
    }
    assertThat(server.waiting()).isZero();
  }

  @Test
  void modelSaysWhereItIsAndNothingElse() {
    assertThat(builder().build()).hasToString("DialectModel[openai/gpt-5.4, OPENAI_RESPONSES]");
  }
}
