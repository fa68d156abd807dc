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
import dev.atom.providers.wire.Dialect;
import dev.atom.providers.wire.StreamReader;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays every recorded exchange with OpenAI from a real server. */
class ExchangesTest {
  private static final ChatRequest REQUEST = ChatRequest.of("Hi");
  private final TestServer server = new TestServer();

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  static List<Recording> whole() {
    return Recording.all().stream().filter(r -> !r.isStream() && !r.isError()).toList();
  }

  static List<Recording> streams() {
    return Recording.all().stream()
        .filter(r -> r.isStream() && r.expected().get("failure").isEmpty())
        .toList();
  }

  static List<Recording> errors() {
    return Recording.all().stream().filter(Recording::isError).toList();
  }

  @Test
  void everyRecordingHasAnExpectationAndATest() {
    assertThat(Recording.all()).extracting(Recording::file).hasSize(60);
    assertThat(Recording.allExpected().members().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Recording.all().stream().map(Recording::file).toList());
    List<Recording> tested = new ArrayList<>(whole());
    tested.addAll(streams());
    tested.addAll(errors());
    assertThat(Recording.all())
        .filteredOn(r -> !tested.contains(r))
        .extracting(Recording::file)
        .containsExactly("responses_stream-failed-gpt-4o-2024-08-06-0ef6.json");
  }

  private ChatModel model(Recording recording) {
    KeySource keys = ref -> Optional.of(Secret.of("sk-test-0123456789abcdef"));
    return TestModel.newBuilder()
        .model("gpt-asked")
        .baseUrl(server.base())
        .dialect(recording.dialect())
        .keys(keys)
        .build();
  }

  private void serve(Recording recording, int size) {
    byte[] body = recording.body().getBytes(StandardCharsets.UTF_8);
    server.answer(
        exchange -> {
          exchange.head(recording.status(), recording.headers());
          exchange.writeInPieces(body, size);
        });
  }

  @ParameterizedTest
  @MethodSource("whole")
  void wholeReplyIsReadAsRecorded(Recording recording) {
    serve(recording, Integer.MAX_VALUE);
    ChatReply reply = model(recording).chat(REQUEST);
    assertThat(Normalised.reply(reply)).isEqualTo(recording.expected());
    assertThat(reply.raw()).isEqualTo(Json.parse(recording.body()));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void streamIsReadAsRecorded(Recording recording) {
    assertStream(recording, Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void streamIsReadTheSameInPiecesOfTwoBytes(Recording recording) {
    assertStream(recording, 2);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void streamIsReadTheSameByteByByte(Recording recording) {
    assertStream(recording, 1);
  }

  private void assertStream(Recording recording, int size) {
    serve(recording, size);
    List<ReplyEvent> events = new ArrayList<>();
    try (ReplyStream stream = model(recording).stream(REQUEST, CallContext.create())) {
      stream.forEachRemaining(events::add);
    }
    assertThat(events.get(0)).isInstanceOf(ReplyEvent.Started.class);
    ChatReply reply = ((ReplyEvent.Finished) events.getLast()).reply();
    assertThat(Normalised.reply(reply)).isEqualTo(recording.expected());
    assertThat(Normalised.deltas(events)).isEqualTo(Normalised.deltas(reply));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void streamCutInTwoAtEveryByteGivesTheSameEvents(Recording recording) {
    byte[] body = recording.body().getBytes(StandardCharsets.UTF_8);
    List<ServerSentEvent> whole = events(body, body.length);
    assertThat(Normalised.reply(read(recording, whole))).isEqualTo(recording.expected());
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

  private static ChatReply read(Recording recording, List<ServerSentEvent> events) {
    Dialect dialect = TestModel.dialectOf(recording.dialect());
    List<ReplyEvent> replies = new ArrayList<>();
    StreamReader reader = dialect.stream(new ModelRef("openai", "gpt-asked"), List.of());
    events.forEach(event -> reader.accept(event, replies::add));
    return ((ReplyEvent.Finished) replies.getLast()).reply();
  }

  @ParameterizedTest
  @MethodSource("errors")
  void errorStatusBecomesItsException(Recording recording) {
    serve(recording, Integer.MAX_VALUE);
    ModelException whole =
        catchThrowableOfType(ModelException.class, () -> model(recording).chat(REQUEST));
    assertThat(Normalised.failure(whole, recording.expected())).isEqualTo(recording.expected());
    ModelException streamed =
        catchThrowableOfType(
            ModelException.class,
            () -> model(recording).stream(REQUEST, CallContext.create()).close());
    assertThat(Normalised.failure(streamed, recording.expected())).isEqualTo(recording.expected());
  }

  @Test
  void errorInsideAStreamOfStatus200BecomesItsException() {
    Recording failed =
        Recording.all().stream()
            .filter(r -> r.file().startsWith("responses_stream-failed"))
            .findFirst()
            .orElseThrow();
    serve(failed, 2);
    try (ReplyStream stream = model(failed).stream(REQUEST, CallContext.create())) {
      ModelException e = catchThrowableOfType(ModelException.class, stream::reply);
      assertThat(Normalised.failure(e, failed.expected())).isEqualTo(failed.expected());
      assertThat(catchThrowableOfType(ModelException.class, stream::hasNext)).isSameAs(e);
    }
  }
}
