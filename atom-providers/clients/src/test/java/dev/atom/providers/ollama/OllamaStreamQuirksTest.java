package dev.atom.providers.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.http.ServerSentEvent;
import dev.atom.json.Json;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ContextTooLong;
import dev.atom.model.FinishReason;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelException;
import dev.atom.model.ModelNotFound;
import dev.atom.model.Overloaded;
import dev.atom.model.Part;
import dev.atom.model.ProviderFailed;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.TruncatedStream;
import dev.atom.providers.openai.TestServer;
import dev.atom.providers.wire.StreamReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams and replies that were not recorded: by Ollama's documentation, and broken ones. */
class OllamaStreamQuirksTest {
  private static final String HEAD = "{\"model\":\"m\",\"created_at\":\"2026-01-02T03:04:05.6Z\"";
  private static final String TEXT =
      HEAD + ",\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},\"done\":false}";
  private static final String DONE =
      HEAD
          + ",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,"
          + "\"done_reason\":\"stop\",\"prompt_eval_count\":4,\"eval_count\":2}";

  private final TestServer server = new TestServer();

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  private ReplyStream open() {
    return OllamaTestGround.chat(server).stream(ChatRequest.of("Hi"), CallContext.create());
  }

  private ChatReply streamed(String... lines) {
    OllamaTestGround.lines(server, lines);
    try (ReplyStream stream = open()) {
      return stream.reply();
    }
  }

  private <T extends ModelException> T failed(Class<T> type, String... lines) {
    OllamaTestGround.lines(server, lines);
    try (ReplyStream stream = open()) {
      T failure = catchThrowableOfType(type, stream::reply);
      assertThat(catchThrowableOfType(type, stream::hasNext)).isSameAs(failure);
      return failure;
    }
  }

  private ChatReply whole(String json) {
    server.answer(200, "application/json; charset=utf-8", json);
    return OllamaTestGround.chat(server).chat(ChatRequest.of("Hi"));
  }

  @Test
  void errorLineInAStreamOfStatus200BecomesItsException() {
    String crash = "{\"error\":\"an error was encountered while running the model\"}";
    assertThat(failed(ProviderFailed.class, TEXT.formatted("Hel"), crash))
        .hasMessageContaining("while running the model");
    failed(ContextTooLong.class, "{\"error\":\"the input length exceeds the context length\"}");
    failed(Overloaded.class, "{\"error\":\"server busy, please try again.\"}");
    failed(ModelNotFound.class, "{\"error\":\"model 'x' not found\"}");
  }

  @Test
  void streamWithoutItsLastLineIsTruncated() {
    failed(TruncatedStream.class, TEXT.formatted("Hel"), TEXT.formatted("lo"));
    failed(TruncatedStream.class, "");
  }

  @Test
  void lineCutInTheMiddleIsTruncated() {
    server.answer(
        200, "application/x-ndjson", TEXT.formatted("Hel") + "\n" + DONE.substring(0, 70));
    try (ReplyStream stream = open()) {
      assertThat(catchThrowableOfType(TruncatedStream.class, stream::reply)).isNotNull();
    }
  }

  @Test
  void garbledLineIsMalformed() {
    failed(MalformedReply.class, TEXT.formatted("Hel"), "]garbage[", DONE);
    failed(MalformedReply.class, "{\"done\":true}");
  }

  @Test
  void lastLineNeedsNoLineEnd() {
    server.answer(200, "application/x-ndjson", TEXT.formatted("Hello") + "\n" + DONE);
    try (ReplyStream stream = open()) {
      assertThat(stream.reply().text()).isEqualTo("Hello");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/x-ndjson", "text/plain"})
  void wholeReplyInPlaceOfAStreamIsRead(String type) {
    server.answer(200, type, DONE.replace("\"content\":\"\"", "\"content\":\"Hello\""));
    try (ReplyStream stream = open()) {
      List<ReplyEvent> events = new ArrayList<>();
      stream.forEachRemaining(events::add);
      ChatReply reply = ((ReplyEvent.Finished) events.getLast()).reply();
      assertThat(reply.text()).isEqualTo("Hello");
      assertThat(OllamaTestGround.deltas(events)).isEqualTo(OllamaTestGround.deltas(reply));
    }
  }

  @Test
  void pageOfAProxyIsNoReply() {
    server.answer(200, "text/html", "<html>Welcome</html>");
    MalformedReply failure = catchThrowableOfType(MalformedReply.class, () -> open().close());
    assertThat(failure).isNotNull();
  }

  @Test
  void unknownMembersAndLinesAreIgnoredAndKept() {
    ChatReply reply =
        streamed(
            "{\"model\":\"m\",\"news\":{\"a\":1}}",
            TEXT.formatted("Hello").replace("\"done\"", "\"logprobs\":[1],\"done\""),
            TEXT.formatted("!").replace("\"done\"", "\"logprobs\":[2],\"done\""),
            DONE);
    assertThat(reply.text()).isEqualTo("Hello!");
    assertThat(reply.raw().at("/news/a")).contains(Json.of(1));
    assertThat(reply.raw().at("/logprobs")).contains(Json.parse("[1,2]"));
    assertThat(reply.raw().at("/message/content")).contains(Json.of("Hello!"));
  }

  @Test
  void thinkingComesBeforeTheText() {
    String thought =
        HEAD
            + ",\"message\":{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"%s\"},"
            + "\"done\":false}";
    ChatReply reply =
        streamed(
            thought.formatted("Hm"), thought.formatted(", well"), TEXT.formatted("Hello"), DONE);
    assertThat(reply.parts())
        .containsExactly(
            new Part.Reasoning("Hm, well", java.util.Optional.empty()), Part.text("Hello"));
  }

  @Test
  void callsWithoutAnIdGetOnesThatDifferBetweenTurns() {
    String calls =
        HEAD
            + ",\"message\":{\"content\":\"\",\"tool_calls\":["
            + "{\"function\":{\"name\":\"a\",\"arguments\":{\"x\":1}}},"
            + "{\"function\":{\"name\":\"b\"}}]},\"done\":false}";
    String another =
        HEAD
            + ",\"message\":{\"content\":\"\",\"tool_calls\":["
            + "{\"id\":\"own\",\"function\":{\"name\":\"c\",\"arguments\":\"{\\\"y\\\":2}\"}}]},"
            + "\"done\":false}";
    ChatReply reply = streamed(calls, another, DONE);
    assertThat(reply.finish()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(reply.toolCalls())
        .extracting(Part.ToolCall::id)
        .containsExactly("call-202601020304056-0", "call-202601020304056-1", "own");
    assertThat(reply.toolCalls())
        .extracting(Part.ToolCall::arguments)
        .containsExactly("{\"x\":1}", "{}", "{\"y\":2}");
    assertThat(OllamaReply.callId("", 3)).isEqualTo("call-3");
  }

  @Test
  void finishIsByTheReason() {
    assertThat(whole(DONE).finish()).isEqualTo(FinishReason.STOP);
    assertThat(whole(DONE.replace("\"stop\"", "\"length\"")).finish())
        .isEqualTo(FinishReason.LENGTH);
    assertThat(whole(DONE.replace("\"stop\"", "\"news\"")).finish()).isEqualTo(FinishReason.OTHER);
    for (String reason : List.of("load", "unload")) {
      ChatReply reply = whole("{\"model\":\"m\",\"done\":true,\"done_reason\":\"" + reason + "\"}");
      assertThat(reply.finish()).isEqualTo(FinishReason.OTHER);
      assertThat(reply.parts()).isEmpty();
      assertThat(reply.usage().estimated()).isFalse();
    }
  }

  @Test
  void replyThatIsNotDoneOrHasNoMessageIsMalformed() {
    for (String json : List.of(TEXT.formatted("Hel"), "{}", "[]", "{\"done\":true}")) {
      assertThat(catchThrowableOfType(MalformedReply.class, () -> whole(json))).isNotNull();
    }
  }

  @Test
  void errorOfStatus200BecomesItsException() {
    String error = "{\"error\":\"model runner has unexpectedly stopped\"}";
    assertThat(catchThrowableOfType(ProviderFailed.class, () -> whole(error)))
        .hasMessageContaining("unexpectedly stopped");
  }

  @Test
  void countsThatAreMissingAreMarkedAsEstimated() {
    String cached = DONE.replace("\"prompt_eval_count\":4,", "");
    ChatReply reply = whole(cached.replace("\"content\":\"\"", "\"content\":\"Hello\""));
    assertThat(reply.usage().estimated()).isTrue();
    assertThat(reply.usage().outputTokens()).isEqualTo(2);
    ChatReply uncounted =
        whole(HEAD + ",\"message\":{\"content\":\"Good morning\"},\"done\":true}");
    assertThat(uncounted.usage().outputTokens()).isEqualTo(3);
    assertThat(uncounted.usage().estimated()).isTrue();
  }

  @Test
  void moreTextIsTakenWithoutReading() {
    StreamReader reader = OllamaTestGround.DIALECT.stream(OllamaTestGround.ASKED, List.of());
    List<ReplyEvent> events = new ArrayList<>();
    reader.accept(event(TEXT.formatted("Hel")), events::add);
    assertThat(reader.repeat().orElseThrow().ignored()).containsExactly("created_at");
    assertThat(reader.repeat().orElseThrow().member()).isEqualTo("content");
    reader.repeat().orElseThrow().more().accept("lo", events::add);
    reader.accept(
        event(TEXT.formatted("!").replace("\"done\"", "\"logprobs\":[],\"done\"")), events::add);
    assertThat(reader.repeat()).isEmpty();
    reader.accept(event(DONE), events::add);
    assertThat(((ReplyEvent.Finished) events.getLast()).reply().text()).isEqualTo("Hello!");
  }

  private static ServerSentEvent event(String json) {
    return new ServerSentEvent("message", json, "", true);
  }
}
