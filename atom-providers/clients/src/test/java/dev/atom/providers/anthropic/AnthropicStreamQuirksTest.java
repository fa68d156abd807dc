package dev.atom.providers.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.FinishReason;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelException;
import dev.atom.model.Overloaded;
import dev.atom.model.Part;
import dev.atom.model.RateLimited;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.TruncatedStream;
import dev.atom.providers.openai.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What streams may do by the documentation and by reports, though no recording shows it. */
class AnthropicStreamQuirksTest {
  private static final String START =
      data(
          "{'type':'message_start','message':{'id':'msg_1','model':'m','content':[],"
              + "'usage':{'input_tokens':10,'cache_read_input_tokens':5,'output_tokens':1}}}");
  private static final String HELLO =
      data("{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}")
          + piece(0, "'type':'text_delta','text':'Hello'");
  private static final String STOP = data("{'type':'message_stop'}");

  private final TestServer server = new TestServer();

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  private static String data(String json) {
    return "data: " + json.replace('\'', '"') + "\n\n";
  }

  private static String piece(int index, String delta) {
    return data("{'type':'content_block_delta','index':" + index + ",'delta':{" + delta + "}}");
  }

  private static String end(String reason) {
    return data(
            "{'type':'message_delta','delta':{'stop_reason':'"
                + reason
                + "'},'usage':{'output_tokens':9}}")
        + STOP;
  }

  private ReplyStream open() {
    return TestModels.chat(server).stream(ChatRequest.of("Hi"), CallContext.create());
  }

  private List<ReplyEvent> events(String body) {
    server.stream(body);
    List<ReplyEvent> events = new ArrayList<>();
    try (ReplyStream stream = open()) {
      stream.forEachRemaining(events::add);
    }
    ChatReply reply = ((ReplyEvent.Finished) events.getLast()).reply();
    assertThat(Normalised.deltas(events)).isEqualTo(Normalised.deltas(reply));
    return events;
  }

  private ChatReply reply(String body) {
    return ((ReplyEvent.Finished) events(body).getLast()).reply();
  }

  @Test
  void usageInTheLastEventCorrectsThatOfTheFirst() {
    ChatReply reply =
        reply(
            START
                + HELLO
                + data(
                    "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{"
                        + "'input_tokens':12,'cache_read_input_tokens':null,"
                        + "'cache_creation_input_tokens':7,'output_tokens':30,"
                        + "'server_tool_use':{'web_search_requests':2}}}")
                + STOP);
    assertThat(reply.usage().inputTokens()).isEqualTo(12 + 5 + 7);
    assertThat(reply.usage().cachedInputTokens()).isEqualTo(5);
    assertThat(reply.usage().cacheWriteTokens()).isEqualTo(7);
    assertThat(reply.usage().outputTokens()).isEqualTo(30);
    assertThat(reply.usage().searches()).isEqualTo(2);
  }

  @Test
  void pingUnknownEventsFieldsAndPiecesArePassedOver() {
    String ping = "event: ping\n" + data("{'type':'ping'}");
    ChatReply reply =
        reply(
            ping
                + START
                + ping
                + data("{'type':'message_mood','mood':'good'}")
                + HELLO
                + piece(0, "'type':'mood_delta','mood':'better'")
                + ping
                + data(
                    "{'type':'message_delta','delta':{'stop_reason':'tired','novelty':1},"
                        + "'context_management':{'applied_edits':[]},'usage':{'output_tokens':2}}")
                + STOP);
    assertThat(reply.text()).isEqualTo("Hello");
    assertThat(reply.finish()).isEqualTo(FinishReason.OTHER);
    assertThat(reply.raw().at("/novelty")).contains(Json.of(1));
    assertThat(reply.raw().at("/context_management/applied_edits")).isPresent();
  }

  @Test
  void errorInsideAStreamBecomesItsException() {
    String overloaded =
        "event: error\n"
            + data(
                "{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'},"
                    + "'request_id':'req_1'}");
    for (String before : List.of("", START, START + HELLO)) {
      server.stream(before + overloaded);
      try (ReplyStream stream = open()) {
        ModelException e = catchThrowableOfType(ModelException.class, stream::reply);
        assertThat(e).isInstanceOf(Overloaded.class);
        assertThat(e.failure().requestId()).contains("req_1");
      }
    }
    server.stream(data("{'error':{'type':'rate_limit_error','message':'slow down'}}"));
    try (ReplyStream stream = open()) {
      assertThatThrownBy(stream::reply).isInstanceOf(RateLimited.class);
    }
  }

  @Test
  void streamThatEndsBeforeTheMessageIsTruncated() {
    for (String body : List.of("", START, START + HELLO, START + HELLO + "data: {\"ty")) {
      server.stream(body);
      try (ReplyStream stream = open()) {
        assertThatThrownBy(stream::reply).isInstanceOf(TruncatedStream.class);
      }
    }
  }

  @Test
  void garbledAndSenselessEventsAreMalformed() {
    String orphan = piece(4, "'type':'text_delta','text':'Hello'");
    for (String body : List.of(START + "data: {oops}\n\n", START + orphan, STOP)) {
      server.stream(body);
      try (ReplyStream stream = open()) {
        assertThatThrownBy(stream::reply).isInstanceOf(MalformedReply.class);
      }
    }
  }

  @Test
  void wholeReplyOrErrorWhereAStreamWasAskedIsTaken() {
    server.answer(
        200,
        "application/json",
        "{\"content\":[{\"type\":\"text\",\"text\":\"Hello\"}],\"stop_reason\":\"end_turn\"}");
    try (ReplyStream stream = open()) {
      assertThat(stream.reply().text()).isEqualTo("Hello");
    }
    server.answer(
        200,
        "application/json",
        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}}");
    assertThatThrownBy(this::open).isInstanceOf(Overloaded.class);
  }

  @Test
  void messageThatBeginsTwiceIsOneMessage() {
    String again =
        START
            .replace("\"m\"", "\"fallback\"")
            .replace("\"input_tokens\":10", "\"input_tokens\":20");
    List<ReplyEvent> events = events(START + again + HELLO + end("end_turn"));
    assertThat(events).filteredOn(ReplyEvent.Started.class::isInstance).hasSize(1);
    ChatReply reply = ((ReplyEvent.Finished) events.getLast()).reply();
    assertThat(reply.text()).isEqualTo("Hello");
    assertThat(reply.model().name()).isEqualTo("fallback");
    assertThat(reply.usage().inputTokens()).isEqualTo(25);
  }

  @Test
  void messageMayBeginWithACallThatWasMadeBefore() {
    String begun =
        START.replace(
            "\"content\":[]",
            "\"content\":[{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{\"a\":1},"
                + "\"caller\":{\"type\":\"code_execution_20250825\",\"tool_id\":\"srvtoolu_1\"}}]");
    ChatReply reply = reply(begun + begun + HELLO + end("tool_use"));
    assertThat(reply.toolCalls()).hasSize(1);
    Part.ToolCall call = reply.toolCalls().get(0);
    assertThat(call.arguments()).isEqualTo("{\"a\":1}");
    assertThat(call.state()).isPresent();
    assertThat(reply.finish()).isEqualTo(FinishReason.TOOL_CALLS);
    Json sent =
        TestModels.body(
                ChatRequest.newBuilder()
                    .message(dev.atom.model.ChatMessage.user("Go"))
                    .message(reply.toMessage())
                    .build(),
                "claude-haiku-4-5")
            .json();
    assertThat(sent.at("/messages/1/content/0/caller/tool_id")).contains(Json.of("srvtoolu_1"));
  }

  @Test
  void argumentsThatALimitCutAreKeptAsTheyAre() {
    ChatReply reply =
        reply(
            START
                + data(
                    "{'type':'content_block_start','index':0,'content_block':"
                        + "{'type':'tool_use','id':'t1','name':'f','input':{}}}")
                + data(
                    "{'type':'content_block_delta','index':0,'delta':"
                        + "{'type':'input_json_delta','partial_json':'{'}}")
                + end("max_tokens"));
    assertThat(reply.toolCalls().get(0).arguments()).isEqualTo("{");
    assertThat(reply.finish()).isEqualTo(FinishReason.LENGTH);
    Json sent =
        TestModels.body(
                ChatRequest.newBuilder()
                    .message(dev.atom.model.ChatMessage.user("Go"))
                    .message(reply.toMessage())
                    .build(),
                "claude-haiku-4-5")
            .json();
    assertThat(sent.at("/messages/1/content/0/input/INVALID_JSON")).contains(Json.of("{"));
  }

  @Test
  void citationsComeInPieces() {
    ChatReply reply =
        reply(
            START
                + HELLO
                + piece(
                    0,
                    "'type':'citations_delta','citation':{'type':'page_location','cited_text':'x',"
                        + "'document_index':1,'document_title':'Report','start_page_number':5,"
                        + "'end_page_number':7}")
                + end("end_turn"));
    Part.Text text = (Part.Text) reply.parts().get(0);
    assertThat(text.citations())
        .containsExactly(
            new Part.Citation("document:1#page=5-7", java.util.Optional.of("Report"), 0, 5));
  }

  @Test
  void hiddenReasoningAndCompactionGoBackAsTheyCame() {
    ChatReply reply =
        reply(
            START
                + data(
                    "{'type':'content_block_start','index':0,'content_block':"
                        + "{'type':'redacted_thinking','data':'secret'}}")
                + data("{'type':'content_block_stop','index':0}")
                + data(
                    "{'type':'content_block_start','index':1,'content_block':"
                        + "{'type':'compaction','content':null}}")
                + piece(1, "'type':'compaction_delta','content':'Summary'")
                + end("compaction"));
    assertThat(reply.parts()).hasSize(2);
    Json sent =
        TestModels.body(
                ChatRequest.newBuilder()
                    .message(dev.atom.model.ChatMessage.user("Go"))
                    .message(reply.toMessage())
                    .build(),
                "claude-opus-5")
            .json();
    assertThat(sent.at("/messages/1/content"))
        .contains(
            Json.parse(
                "[{\"type\":\"redacted_thinking\",\"data\":\"secret\"},"
                    + "{\"type\":\"compaction\",\"content\":\"Summary\"}]"));
  }
}
