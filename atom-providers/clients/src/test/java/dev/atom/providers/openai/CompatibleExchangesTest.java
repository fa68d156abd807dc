package dev.atom.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.http.EventSink;
import dev.atom.http.ServerSentEvent;
import dev.atom.http.ServerSentEventParser;
import dev.atom.json.Json;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.providers.Profile;
import dev.atom.providers.Provider;
import dev.atom.providers.fixtures.ExpectedErrors;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.providers.wire.StreamReader;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays every recorded chat with the providers that speak OpenAI's protocols. */
class CompatibleExchangesTest {
  private static final ChatRequest REQUEST = ChatRequest.of("Hi");
  private final TestServer server = new TestServer();

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  static List<RecordedExchange> whole() {
    return Compatible.chats().stream().filter(r -> !r.isStream() && !r.isError()).toList();
  }

  static List<RecordedExchange> streams() {
    return Compatible.chats().stream()
        .filter(RecordedExchange::isStream)
        .filter(r -> ExpectedErrors.of(r).isEmpty())
        .toList();
  }

  static List<RecordedExchange> errors() {
    return Compatible.chats().stream().filter(RecordedExchange::isError).toList();
  }

  static List<RecordedExchange> errorsInStreams() {
    return Compatible.chats().stream()
        .filter(r -> !r.isError() && ExpectedErrors.of(r).isPresent())
        .toList();
  }

  /** What is left of these providers is no chat: embeddings, models, transcription. */
  @Test
  void everyRecordedChatIsTested() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    Compatible.chats().forEach(r -> counts.merge(r.provider(), 1, Integer::sum));
    assertThat(counts)
        .containsEntry("azure", 32)
        .containsEntry("deepseek", 27)
        .containsEntry("groq", 25)
        .containsEntry("perplexity", 12)
        .containsEntry("ollama", 12)
        .hasSize(5);
    long tested =
        Stream.of(whole(), streams(), errors(), errorsInStreams()).mapToLong(List::size).sum();
    assertThat(tested).isEqualTo(Compatible.chats().size());
  }

  private ChatModel model(RecordedExchange recording) {
    KeySource keys = ref -> Optional.of(Secret.of("sk-test-0123456789abcdef"));
    Profile profile =
        Compatible.profile(recording).toBuilder().base(server.base().toString()).build();
    return Provider.of(profile, keys).chat("asked");
  }

  private void serve(RecordedExchange recording, int size) {
    Map<String, String> headers = new LinkedHashMap<>();
    recording.responseHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    server.answer(
        exchange -> {
          exchange.head(recording.status(), headers);
          exchange.writeInPieces(recording.bodyBytes(), size);
        });
  }

  private static Json.Obj expected(RecordedExchange recording) {
    Json.Obj all = Recordings.expectedReplies(recording.provider());
    return (Json.Obj) all.get(recording.file()).orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("whole")
  void wholeReplyIsReadAsRecorded(RecordedExchange recording) {
    serve(recording, Integer.MAX_VALUE);
    ChatReply reply = model(recording).chat(REQUEST);
    assertThat(Normalised.reply(reply)).isEqualTo(expected(recording));
    assertThat(reply.raw()).isEqualTo(Json.parse(recording.body()));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void streamIsReadAsRecordedWholeAndInPiecesOfTwoBytes(RecordedExchange recording) {
    for (int size : List.of(Integer.MAX_VALUE, 2)) {
      serve(recording, size);
      List<ReplyEvent> events = new ArrayList<>();
      try (ReplyStream stream = model(recording).stream(REQUEST, CallContext.create())) {
        stream.forEachRemaining(events::add);
      }
      assertThat(events.get(0)).isInstanceOf(ReplyEvent.Started.class);
      ChatReply reply = ((ReplyEvent.Finished) events.getLast()).reply();
      assertThat(Normalised.reply(reply)).isEqualTo(expected(recording));
      assertThat(Normalised.deltas(events)).isEqualTo(Normalised.deltas(reply));
    }
  }

  @ParameterizedTest
  @MethodSource("streams")
  void streamCutInTwoAtEveryByteGivesTheSameEvents(RecordedExchange recording) {
    byte[] body = recording.bodyBytes();
    List<ServerSentEvent> whole = events(body, body.length);
    assertThat(Normalised.reply(read(recording, whole))).isEqualTo(expected(recording));
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
    parser.end(sink);
    return events;
  }

  private static ChatReply read(RecordedExchange recording, List<ServerSentEvent> events) {
    Profile profile = Compatible.profile(recording);
    ModelRef asked = new ModelRef(profile.id(), "asked");
    StreamReader reader = OpenAiOperations.of(profile).dialect().stream(asked, List.of());
    List<ReplyEvent> replies = new ArrayList<>();
    events.forEach(event -> reader.accept(event, replies::add));
    if (!(replies.getLast() instanceof ReplyEvent.Finished)) {
      reader.end(replies::add);
    }
    return ((ReplyEvent.Finished) replies.getLast()).reply();
  }

  @ParameterizedTest
  @MethodSource("errors")
  void errorStatusBecomesItsException(RecordedExchange recording) {
    serve(recording, Integer.MAX_VALUE);
    assertFailure(
        recording,
        catchThrowableOfType(ModelException.class, () -> model(recording).chat(REQUEST)));
    assertFailure(
        recording,
        catchThrowableOfType(
            ModelException.class,
            () -> model(recording).stream(REQUEST, CallContext.create()).close()));
  }

  @ParameterizedTest
  @MethodSource("errorsInStreams")
  void errorInsideAStreamBecomesItsException(RecordedExchange recording) {
    serve(recording, 2);
    try (ReplyStream stream = model(recording).stream(REQUEST, CallContext.create())) {
      assertFailure(recording, catchThrowableOfType(ModelException.class, stream::reply));
    }
  }

  private static void assertFailure(RecordedExchange recording, ModelException e) {
    ExpectedErrors.Expected expected = ExpectedErrors.of(recording).orElseThrow();
    ExpectedErrors.Expected found =
        new ExpectedErrors.Expected(
            e.getClass().getSimpleName(),
            e.failure().providerCode(),
            e.failure().requestId(),
            e.failure().retryAfter(),
            e.remedy());
    assertThat(found).as(String.valueOf(e.getMessage())).isEqualTo(expected);
  }
}
