package dev.atom.providers.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.http.EventSink;
import dev.atom.http.ServerSentEvent;
import dev.atom.http.ServerSentEventParser;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays every recorded exchange with Anthropic from a real server. */
class AnthropicExchangesTest {
  private static final ChatRequest REQUEST = ChatRequest.of("Hi");
  private final TestServer server = new TestServer();

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  static List<RecordedExchange> whole() {
    return Recordings.of("anthropic", "chat");
  }

  static List<RecordedExchange> streams() {
    return Recordings.of("anthropic", "chat_stream");
  }

  static List<RecordedExchange> errors() {
    return Recordings.of("anthropic", "error");
  }

  @Test
  void everyRecordingHasAnExpectationAndATest() {
    assertThat(Recordings.of("anthropic")).hasSize(37);
    assertThat(whole()).hasSize(13);
    assertThat(streams()).hasSize(9);
    assertThat(errors()).hasSize(11);
    assertThat(errors()).allMatch(e -> ExpectedErrors.of(e).isPresent());
    // The rest is read by MessagesCounterTest and AnthropicModelsTest.
    assertThat(Recordings.of("anthropic", "count_tokens", "models")).hasSize(4);
    List<String> files = new ArrayList<>();
    whole().forEach(r -> files.add(r.file()));
    streams().forEach(r -> files.add(r.file()));
    assertThat(Recordings.expectedReplies("anthropic").members().keySet())
        .containsExactlyInAnyOrderElementsOf(files);
  }

  private static Json expected(RecordedExchange exchange) {
    return Recordings.expectedReplies("anthropic").get(exchange.file()).orElseThrow();
  }

  private void serve(RecordedExchange exchange, int size) {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange.responseHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    server.answer(
        connection -> {
          connection.head(exchange.status(), headers);
          connection.writeInPieces(exchange.bodyBytes(), size);
        });
  }

  @ParameterizedTest
  @MethodSource("whole")
  void wholeReplyIsReadAsRecorded(RecordedExchange exchange) {
    serve(exchange, Integer.MAX_VALUE);
    ChatReply reply = TestModels.chat(server).chat(REQUEST);
    assertThat(Normalised.reply(reply)).isEqualTo(expected(exchange));
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

  private void assertStream(RecordedExchange exchange, int size) {
    serve(exchange, size);
    List<ReplyEvent> events = new ArrayList<>();
    try (ReplyStream stream = TestModels.chat(server).stream(REQUEST, CallContext.create())) {
      stream.forEachRemaining(events::add);
    }
    assertThat(events.get(0)).isInstanceOf(ReplyEvent.Started.class);
    ChatReply reply = ((ReplyEvent.Finished) events.getLast()).reply();
    assertThat(Normalised.reply(reply)).isEqualTo(expected(exchange));
    assertThat(Normalised.deltas(events)).isEqualTo(Normalised.deltas(reply));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void streamIsReadTheSameAsTheWholeReplyItAmountsTo(RecordedExchange exchange) {
    byte[] body = exchange.bodyBytes();
    ChatReply streamed = read(events(body, body.length));
    ChatReply whole = MessageReply.read((Json.Obj) streamed.raw(), TestModels.ASKED, List.of());
    assertThat(Normalised.reply(whole)).isEqualTo(Normalised.reply(streamed));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void streamCutInTwoAtEveryByteGivesTheSameEvents(RecordedExchange exchange) {
    byte[] body = exchange.bodyBytes();
    List<ServerSentEvent> whole = events(body, body.length);
    assertThat(Normalised.reply(read(whole))).isEqualTo(expected(exchange));
    for (int cut = 1; cut < body.length; cut++) {
      assertThat(events(body, cut)).isEqualTo(whole);
    }
  }

  private static List<ServerSentEvent> events(byte[] body, int cut) {
    List<ServerSentEvent> events = new ArrayList<>();
    ServerSentEventParser parser = new ServerSentEventParser(1 << 20);
    EventSink sink =
        (type, data, from, to, complete) ->
            events.add(
                new ServerSentEvent(
                    type,
                    new String(data, from, to - from, StandardCharsets.UTF_8),
                    parser.lastEventId(),
                    complete));
    parser.feed(body, 0, cut, sink);
    parser.feed(body, cut, body.length, sink);
    int before = events.size();
    parser.end(sink);
    assertThat(events).hasSize(before);
    return events;
  }

  private static ChatReply read(List<ServerSentEvent> events) {
    List<ReplyEvent> replies = new ArrayList<>();
    StreamReader reader = new MessagesDialect().stream(TestModels.ASKED, List.of());
    events.forEach(event -> reader.accept(event, replies::add));
    return ((ReplyEvent.Finished) replies.getLast()).reply();
  }

  @ParameterizedTest
  @MethodSource("errors")
  void errorBecomesItsException(RecordedExchange exchange) {
    serve(exchange, Integer.MAX_VALUE);
    assertFailure(
        exchange,
        catchThrowableOfType(ModelException.class, () -> TestModels.chat(server).chat(REQUEST)));
    assertFailure(
        exchange,
        catchThrowableOfType(
            ModelException.class,
            () -> TestModels.chat(server).stream(REQUEST, CallContext.create()).close()));
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

  @Test
  void limitsAreReadFromTheHeadersOfARecordedError() {
    RecordedExchange limited = Recordings.one("anthropic", "error-429-chat-aff2");
    serve(limited, Integer.MAX_VALUE);
    ModelException failure =
        catchThrowableOfType(ModelException.class, () -> TestModels.chat(server).chat(REQUEST));
    assertThat(failure.failure().rateLimits())
        .extracting("unit", "limit", "remaining")
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("requests", 4000L, 4000L),
            org.assertj.core.groups.Tuple.tuple("tokens", 280000L, 80000L),
            org.assertj.core.groups.Tuple.tuple("input-tokens", 200000L, 0L),
            org.assertj.core.groups.Tuple.tuple("output-tokens", 80000L, 80000L));
  }
}
