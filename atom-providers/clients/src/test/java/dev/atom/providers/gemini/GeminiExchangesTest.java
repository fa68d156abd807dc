package dev.atom.providers.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.http.ServerSentEvent;
import dev.atom.json.Json;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelException;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.providers.fixtures.ExpectedErrors;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.providers.openai.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays every recorded chat and error of Gemini from a local server. */
class GeminiExchangesTest {
  private static final ChatRequest REQUEST = ChatRequest.of("Hi");
  private final TestServer server = new TestServer();

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  static List<RecordedExchange> whole() {
    return Recordings.of("gemini", "chat");
  }

  static List<RecordedExchange> streams() {
    return Recordings.of("gemini", "chat_stream");
  }

  static List<RecordedExchange> errors() {
    return Recordings.of("gemini", "error");
  }

  @Test
  void everyRecordingIsReplayedHereOrByTheTestOfItsOperation() {
    assertThat(whole()).hasSize(15);
    assertThat(streams()).hasSize(11);
    assertThat(errors()).hasSize(11);
    assertThat(Recordings.of("gemini", "embeddings")).hasSize(3);
    assertThat(Recordings.of("gemini", "count_tokens")).hasSize(2);
    assertThat(Recordings.of("gemini", "models")).hasSize(2);
    assertThat(Recordings.of("gemini")).hasSize(44);
    List<String> chats = new ArrayList<>();
    whole().forEach(exchange -> chats.add(exchange.file()));
    streams().forEach(exchange -> chats.add(exchange.file()));
    assertThat(Recordings.expectedReplies("gemini").members().keySet())
        .containsExactlyInAnyOrderElementsOf(chats);
  }

  private ChatModel model() {
    return GeminiTestGround.provider(server).chat("gemini-asked");
  }

  private static Json expected(RecordedExchange exchange) {
    return Recordings.expectedReplies("gemini").get(exchange.file()).orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("whole")
  void wholeReplyIsReadAsRecorded(RecordedExchange exchange) {
    GeminiTestGround.serve(server, exchange, Integer.MAX_VALUE);
    ChatReply reply = model().chat(REQUEST);
    assertThat(GeminiTestGround.normalised(reply)).isEqualTo(expected(exchange));
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
    GeminiTestGround.serve(server, exchange, size);
    List<ReplyEvent> events = new ArrayList<>();
    try (ReplyStream stream = model().stream(REQUEST, CallContext.create())) {
      stream.forEachRemaining(events::add);
    }
    assertThat(events.get(0)).isInstanceOf(ReplyEvent.Started.class);
    ChatReply reply = GeminiTestGround.reply(events);
    assertThat(GeminiTestGround.normalised(reply)).isEqualTo(expected(exchange));
    assertThat(GeminiTestGround.deltas(events)).isEqualTo(GeminiTestGround.deltas(reply));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void streamCutInTwoAtEveryByteGivesTheSameEvents(RecordedExchange exchange) {
    byte[] body = exchange.bodyBytes();
    boolean array = body[0] == '[';
    List<ServerSentEvent> whole = GeminiTestGround.events(body, body.length, array);
    List<String> chunks = whole.stream().map(ServerSentEvent::data).toList();
    ChatReply reply = GeminiTestGround.reply(GeminiTestGround.read(chunks));
    assertThat(GeminiTestGround.normalised(reply)).isEqualTo(expected(exchange));
    for (int cut = 1; cut < body.length; cut++) {
      assertThat(GeminiTestGround.events(body, cut, array)).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource("streams")
  void streamWithoutItsLastEventIsTruncated(RecordedExchange exchange) {
    byte[] body = exchange.bodyBytes();
    List<ServerSentEvent> whole = GeminiTestGround.events(body, body.length, body[0] == '[');
    List<String> cut =
        whole.subList(0, whole.size() - 1).stream().map(ServerSentEvent::data).toList();
    assertThat(GeminiTestGround.read(cut)).noneMatch(ReplyEvent.Finished.class::isInstance);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void errorBecomesItsExceptionWholeAndWhenAStreamWasAsked(RecordedExchange exchange) {
    GeminiTestGround.serve(server, exchange, Integer.MAX_VALUE);
    assertFailure(
        exchange, catchThrowableOfType(ModelException.class, () -> model().chat(REQUEST)));
    assertFailure(
        exchange,
        catchThrowableOfType(
            ModelException.class, () -> model().stream(REQUEST, CallContext.create()).close()));
  }

  private static void assertFailure(RecordedExchange exchange, ModelException e) {
    ExpectedErrors.Expected expected = ExpectedErrors.of(exchange).orElseThrow();
    assertThat(e.getClass().getSimpleName()).isEqualTo(expected.failure());
    assertThat(e.failure().providerCode()).isEqualTo(expected.code());
    assertThat(e.failure().requestId()).isEqualTo(expected.requestId());
    assertThat(e.failure().retryAfter()).isEqualTo(expected.retryAfter());
    assertThat(e.remedy()).isEqualTo(expected.remedy());
    assertThat(e.failure().status()).contains(exchange.status());
  }
}
