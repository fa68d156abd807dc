package dev.atom.providers.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.http.EventSink;
import dev.atom.http.JsonLinesParser;
import dev.atom.http.ServerSentEvent;
import dev.atom.json.Json;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelException;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.providers.fixtures.ExpectedErrors;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.providers.openai.TestServer;
import dev.atom.providers.wire.StreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays every exchange that was recorded in Ollama's own protocol from a real server. */
class OllamaExchangesTest {
  private static final ChatRequest REQUEST = ChatRequest.of("Hi");
  private final TestServer server = new TestServer();

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  static List<RecordedExchange> whole() {
    return OllamaTestGround.recordings("chat");
  }

  static List<RecordedExchange> streams() {
    return OllamaTestGround.recordings("chat_stream");
  }

  static List<RecordedExchange> errors() {
    return OllamaTestGround.recordings("error");
  }

  static List<RecordedExchange> generated() {
    return OllamaTestGround.recordings("generate", "generate_stream");
  }

  @Test
  void everyRecordingHasAnExpectationAndATest() {
    assertThat(whole()).hasSize(6);
    assertThat(streams()).hasSize(5);
    assertThat(generated()).hasSize(2);
    assertThat(errors()).hasSize(2);
    // Read by OllamaOperationsTest.
    assertThat(OllamaTestGround.recordings("embeddings", "models")).hasSize(2);
    // The others are in OpenAI's protocol, below /v1.
    List<RecordedExchange> others =
        Recordings.of("ollama").stream().filter(e -> !OllamaTestGround.own(e)).toList();
    assertThat(Recordings.of("ollama")).hasSize(6 + 5 + 2 + 2 + 2 + others.size());
    assertThat(others).hasSize(13).allMatch(e -> e.path().orElse("/v1/").startsWith("/v1/"));
    assertThat(whole()).allMatch(e -> expectations().get(e.file()).isPresent());
    assertThat(streams()).allMatch(e -> expectations().get(e.file()).isPresent());
    assertThat(errors()).allMatch(e -> ExpectedErrors.of(e).isPresent());
  }

  private static Json.Obj expectations() {
    return Recordings.expectedReplies("ollama");
  }

  private static Json expected(RecordedExchange exchange) {
    return expectations().get(exchange.file()).orElseThrow();
  }

  private ChatReply served(RecordedExchange exchange) {
    OllamaTestGround.serve(server, exchange, Integer.MAX_VALUE);
    return OllamaTestGround.chat(server).chat(REQUEST);
  }

  @ParameterizedTest
  @MethodSource("whole")
  void wholeReplyIsReadAsRecorded(RecordedExchange exchange) {
    ChatReply reply = served(exchange);
    assertThat(OllamaTestGround.normalised(reply)).isEqualTo(expected(exchange));
    assertThat(reply.usage().estimated()).isFalse();
    assertThat(reply.raw()).isEqualTo(Json.parse(exchange.body()));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void streamIsReadAsRecorded(RecordedExchange exchange) {
    assertStream(exchange, Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void streamIsReadTheSameInPiecesOfTwoBytes(RecordedExchange exchange) {
    assertStream(exchange, 2);
  }

  private List<ReplyEvent> streamed(RecordedExchange exchange, int size) {
    OllamaTestGround.serve(server, exchange, size);
    List<ReplyEvent> events = new ArrayList<>();
    try (ReplyStream stream = OllamaTestGround.chat(server).stream(REQUEST, CallContext.create())) {
      stream.forEachRemaining(events::add);
    }
    return events;
  }

  private void assertStream(RecordedExchange exchange, int size) {
    List<ReplyEvent> events = streamed(exchange, size);
    assertThat(events.get(0)).isInstanceOf(ReplyEvent.Started.class);
    ChatReply reply = ((ReplyEvent.Finished) events.getLast()).reply();
    assertThat(OllamaTestGround.normalised(reply)).isEqualTo(expected(exchange));
    assertThat(OllamaTestGround.deltas(events)).isEqualTo(OllamaTestGround.deltas(reply));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void streamIsTheWholeReplyItAmountsTo(RecordedExchange exchange) {
    byte[] body = exchange.bodyBytes();
    ChatReply streamed = read(events(body, body.length));
    ChatReply whole =
        OllamaReply.read((Json.Obj) streamed.raw(), OllamaTestGround.ASKED, List.of());
    assertThat(OllamaTestGround.normalised(whole)).isEqualTo(OllamaTestGround.normalised(streamed));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void streamCutInTwoAtEveryByteGivesTheSameEvents(RecordedExchange exchange) {
    byte[] body = exchange.bodyBytes();
    List<ServerSentEvent> whole = events(body, body.length);
    assertThat(OllamaTestGround.normalised(read(whole))).isEqualTo(expected(exchange));
    for (int cut = 1; cut < body.length; cut++) {
      assertThat(events(body, cut)).isEqualTo(whole);
    }
  }

  private static List<ServerSentEvent> events(byte[] body, int cut) {
    List<ServerSentEvent> events = new ArrayList<>();
    JsonLinesParser parser = new JsonLinesParser(1 << 20);
    EventSink sink =
        (type, data, from, to, complete) ->
            events.add(
                new ServerSentEvent(
                    type, new String(data, from, to - from, StandardCharsets.UTF_8), "", complete));
    parser.feed(body, 0, cut, sink);
    parser.feed(body, cut, body.length, sink);
    int before = events.size();
    parser.end(sink);
    assertThat(events).hasSize(before);
    return events;
  }

  private static ChatReply read(List<ServerSentEvent> events) {
    List<ReplyEvent> replies = new ArrayList<>();
    StreamReader reader = OllamaTestGround.DIALECT.stream(OllamaTestGround.ASKED, List.of());
    events.forEach(event -> reader.accept(event, replies::add));
    return ((ReplyEvent.Finished) replies.getLast()).reply();
  }

  /** The path is not called, see the package's page; what it answers is read all the same. */
  @ParameterizedTest
  @MethodSource("generated")
  void replyOfGenerateIsReadAsOneOfTheChat(RecordedExchange exchange) {
    ChatReply reply =
        exchange.isStream()
            ? ((ReplyEvent.Finished) streamed(exchange, 2).getLast()).reply()
            : served(exchange);
    boolean counting = exchange.isStream();
    assertThat(reply.text()).startsWith(counting ? "Okay, here we go!" : "Hello there!");
    assertThat(reply.text()).endsWith(counting ? "1, 2, 3, 4, 5\n" : "your day going so far?");
    assertThat(reply.finish().name()).isEqualTo("STOP");
    assertThat(reply.usage().inputTokens()).isEqualTo(counting ? 16 : 15);
    assertThat(reply.usage().outputTokens()).isEqualTo(counting ? 22 : 65);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void errorBecomesItsException(RecordedExchange exchange) {
    assertFailure(exchange, catchThrowableOfType(ModelException.class, () -> served(exchange)));
    assertFailure(
        exchange,
        catchThrowableOfType(
            ModelException.class,
            () -> OllamaTestGround.chat(server).stream(REQUEST, CallContext.create()).close()));
  }

  private static void assertFailure(RecordedExchange exchange, ModelException failure) {
    ExpectedErrors.Expected expected = ExpectedErrors.of(exchange).orElseThrow();
    assertThat(failure.getClass().getSimpleName()).isEqualTo(expected.failure());
    assertThat(failure.failure().providerCode()).isEqualTo(expected.code());
    assertThat(failure.failure().requestId()).isEqualTo(expected.requestId());
    assertThat(failure.failure().retryAfter()).isEqualTo(expected.retryAfter());
    assertThat(failure.remedy()).isEqualTo(expected.remedy());
    assertThat(failure.failure().status()).contains(exchange.status());
  }
}
