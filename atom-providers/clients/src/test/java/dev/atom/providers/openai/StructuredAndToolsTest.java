package dev.atom.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.mock.SequentialIds;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.model.ReplyEvent;
import dev.atom.model.Structured;
import dev.atom.model.StructuredAnswer;
import dev.atom.model.Tool;
import dev.atom.model.ToolChoice;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import dev.atom.operation.ToolLoop;
import dev.atom.operation.ToolLoopEvent;
import dev.atom.operation.ToolLoopStream;
import dev.atom.operation.ToolRun;
import dev.atom.providers.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records and loops of tools over both of OpenAI's protocols, on a local server. */
class StructuredAndToolsTest {
  record Step(String name, Optional<Integer> hours) {}

  record Counts(Map<String, Integer> counts) {}

  record City(String city) {}

  private static final String STEP = "{\"name\":\"a\",\"hours\":null}";
  private static final ChatRequest REQUEST = ChatRequest.of("Go");
  private final TestServer server = new TestServer();
  private final CallContext context = CallContext.create();
  private final Operation weather =
      Operation.of(
          new Tool("weather", "Weather.", JsonSchema.of(City.class)),
          Effect.READ,
          (arguments, call) -> Json.of("21 in " + arguments.text("city").orElse("")));

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  private ChatModel model(Protocol protocol) {
    return TestModel.newBuilder().model("gpt-5.4").dialect(protocol).baseUrl(server.base()).build();
  }

  private Json.Obj sent() throws Exception {
    return Json.parseObject(server.take().body());
  }

  /** Answers with one body after the other. */
  private void answers(String type, String... bodies) {
    AtomicInteger next = new AtomicInteger();
    server.answer(
        exchange -> {
          byte[] bytes = bodies[next.getAndIncrement()].getBytes(StandardCharsets.UTF_8);
          exchange.head(200, Map.of("Content-Type", type, "Content-Length", "" + bytes.length));
          exchange.write(bytes);
        });
  }

  private static String text(Protocol protocol, String text) {
    Json quoted = Json.of(text);
    return protocol == Protocol.OPENAI_RESPONSES
        ? "{\"id\":\"r\",\"model\":\"gpt-5.4\",\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"content\":"
            + "[{\"type\":\"output_text\",\"text\":"
            + quoted
            + "}]}],"
            + "\"usage\":{\"input_tokens\":10,\"output_tokens\":2}}"
        : "{\"id\":\"r\",\"model\":\"gpt-5.4\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":"
            + "{\"role\":\"assistant\",\"content\":"
            + quoted
            + "}}],"
            + "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2}}";
  }

  private static Json format(Json.Obj body, Protocol protocol) {
    return body.at(
            protocol == Protocol.OPENAI_RESPONSES ? "/text/format" : "/response_format/json_schema")
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_RESPONSES", "OPENAI_CHAT_COMPLETIONS"})
  void aRecordWithOptionalMembersIsAskedForStrictlyAndItsNullsAreRead(Protocol protocol)
      throws Exception {
    answers("application/json", text(protocol, STEP));
    StructuredAnswer<Step> answer =
        Structured.of(model(protocol)).ask(REQUEST, Step.class, context);
    assertThat(answer.value()).isEqualTo(new Step("a", Optional.empty()));
    assertThat(answer.replies().get(0).as(Step.class)).isEqualTo(answer.value());
    assertThat(answer.replies().get(0).warnings()).isEmpty();
    Json format = format(sent(), protocol);
    assertThat(format.at("/strict")).contains(Json.of(true));
    assertThat(format.at("/schema/required")).contains(Json.parse("[\"name\",\"hours\"]"));
    assertThat(format.at("/schema/properties/hours/type"))
        .contains(Json.parse("[\"integer\",\"null\"]"));
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_RESPONSES", "OPENAI_CHAT_COMPLETIONS"})
  void aMapIsAskedForWithoutStrictModeAndWithAWarning(Protocol protocol) throws Exception {
    answers("application/json", text(protocol, "{\"counts\":{\"a\":1}}"));
    StructuredAnswer<Counts> answer =
        Structured.of(model(protocol)).ask(REQUEST, Counts.class, context);
    assertThat(answer.value().counts()).containsEntry("a", 1);
    assertThat(answer.replies().get(0).warnings())
        .extracting(dev.atom.model.Warning::code)
        .containsExactly("weakened_schema");
    Json format = format(sent(), protocol);
    assertThat(format.at("/strict")).contains(Json.of(false));
    assertThat(format.at("/schema")).contains(JsonSchema.of(Counts.class).document());
  }

  @Test
  void theRepairShowsTheModelItsOwnAnswer() throws Exception {
    Protocol chat = Protocol.OPENAI_CHAT_COMPLETIONS;
    answers("application/json", text(chat, "{\"name\":1}"), text(chat, STEP));
    StructuredAnswer<Step> answer = Structured.of(model(chat)).ask(REQUEST, Step.class, context);
    assertThat(answer.usage().totalTokens()).isEqualTo(24);
    sent();
    Json second = sent();
    assertThat(second.at("/messages/1/content")).contains(Json.of("{\"name\":1}"));
    assertThat(second.at("/messages/2/content").orElseThrow().toString()).contains("/name");
  }

  private static final String CHAT_CALLS =
      "{\"id\":\"r\",\"model\":\"gpt-5.4\",\"choices\":[{\"index\":0,\"finish_reason\":\"tool_calls\",\"message\":"
          + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":["
          + "{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Bern\\\"}\"}},"
          + "{\"id\":\"c2\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Rome\\\"}\"}}]}}],"
          + "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2}}";
  private static final String RESPONSES_CALLS =
      "{\"id\":\"r\",\"model\":\"gpt-5.4\",\"status\":\"completed\",\"output\":["
          + "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":\"sealed\"},"
          + "{\"type\":\"function_call\",\"id\":\"f1\",\"call_id\":\"c1\",\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Bern\\\"}\"},"
          + "{\"type\":\"function_call\",\"id\":\"f2\",\"call_id\":\"c2\",\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Rome\\\"}\"}],"
          + "\"usage\":{\"input_tokens\":10,\"output_tokens\":2}}";

  private ToolLoop loop(Protocol protocol) {
    return ToolLoop.newBuilder(model(protocol), SequentialIds.of("key-"))
        .operation(weather)
        .build();
  }

  @Test
  void parallelCallsGoBackInOrderThroughChatCompletions() throws Exception {
    Protocol chat = Protocol.OPENAI_CHAT_COMPLETIONS;
    answers("application/json", CHAT_CALLS, text(chat, "Fine."));
    ChatRequest forced = REQUEST.toBuilder().toolChoice(ToolChoice.REQUIRED).build();
    ToolRun run = loop(chat).run(forced, context);
    assertThat(run.reply().text()).isEqualTo("Fine.");
    assertThat(run.usage().totalTokens()).isEqualTo(24);
    assertThat(sent().get("tool_choice")).contains(Json.of("required"));
    Json.Obj second = sent();
    assertThat(second.get("tool_choice")).isEmpty();
    assertThat(second.at("/messages/1/tool_calls/1/id")).contains(Json.of("c2"));
    assertThat(second.at("/messages/2"))
        .contains(
            Json.parse("{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"21 in Bern\"}"));
    assertThat(second.at("/messages/3/content")).contains(Json.of("21 in Rome"));
  }

  @Test
  void reasoningGoesBackThroughResponses() throws Exception {
    Protocol responses = Protocol.OPENAI_RESPONSES;
    answers("application/json", RESPONSES_CALLS, text(responses, "Fine."));
    ToolRun run = loop(responses).run(REQUEST, context);
    assertThat(run.answered()).isTrue();
    Json first = sent();
    assertThat(first.at("/tools/0/strict")).contains(Json.of(false));
    Json second = sent();
    assertThat(second.at("/input/1/encrypted_content")).contains(Json.of("sealed"));
    assertThat(second.at("/input/2/call_id")).contains(Json.of("c1"));
    assertThat(second.at("/input/4/output")).contains(Json.of("21 in Bern"));
    assertThat(second.at("/input/5/call_id")).contains(Json.of("c2"));
  }

  @Test
  void argumentsThatArriveInPiecesAreRunWhole() throws Exception {
    String head = "data: {\"id\":\"r\",\"model\":\"gpt-5.4\",\"choices\":[{\"index\":0,";
    String calls =
        head
            + "\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"ci\"}}]}}]}\n\n"
            + head
            + "\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"ty\\\":\\\"Bern\\\"}\"}}]}}]}\n\n"
            + head
            + "\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n";
    String answer =
        head
            + "\"delta\":{\"content\":\"Fine.\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    answers("text/event-stream", calls, answer);
    List<ToolLoopEvent> events = new ArrayList<>();
    try (ToolLoopStream stream = loop(Protocol.OPENAI_CHAT_COMPLETIONS).stream(REQUEST, context)) {
      stream.forEachRemaining(events::add);
    }
    ToolRun run = ((ToolLoopEvent.Finished) events.get(events.size() - 1)).run();
    assertThat(run.reply().text()).isEqualTo("Fine.");
    assertThat(run.calls()).hasSize(1);
    assertThat(events).contains(new ToolLoopEvent.Reply(2, new ReplyEvent.TextDelta(0, "Fine.")));
    sent();
    assertThat(sent().at("/messages/2/content")).contains(Json.of("21 in Bern"));
  }

  @Test
  void noToolIsCalledWhereNoneMayBe() throws Exception {
    Protocol chat = Protocol.OPENAI_CHAT_COMPLETIONS;
    answers("application/json", text(chat, "Fine."));
    ChatRequest none = REQUEST.toBuilder().toolChoice(ToolChoice.NONE).build();
    assertThat(loop(chat).run(none, context).calls()).isEmpty();
    assertThat(sent().get("tool_choice")).contains(Json.of("none"));
  }
}
