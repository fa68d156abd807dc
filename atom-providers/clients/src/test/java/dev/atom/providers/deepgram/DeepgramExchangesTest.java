package dev.atom.providers.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.Media;
import dev.atom.model.ModelException;
import dev.atom.providers.fixtures.ExpectedErrors;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.speech.AudioEncoding;
import dev.atom.speech.LiveEvent;
import dev.atom.speech.LiveTranscription;
import dev.atom.speech.LiveTranscriptionRequest;
import dev.atom.speech.SpeechRequest;
import dev.atom.speech.SpeechStream;
import dev.atom.speech.SpokenAudio;
import dev.atom.speech.Transcript;
import dev.atom.speech.TranscriptionRequest;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every exchange recorded with Deepgram, played by a local server. None is skipped. */
class DeepgramExchangesTest {
  private static final Json.Obj EXPECTED = Recordings.expectedReplies("deepgram");

  private final SpeechServer server = new SpeechServer();
  private final CallContext context = CallContext.create();

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  static List<RecordedExchange> transcriptions() {
    return Recordings.of("deepgram", "transcription");
  }

  static List<RecordedExchange> speeches() {
    return Recordings.of("deepgram", "speech");
  }

  static List<RecordedExchange> messages() {
    return Recordings.of("deepgram", "transcription_ws");
  }

  static List<RecordedExchange> errors() {
    return Recordings.of("deepgram", "error");
  }

  @Test
  void noRecordingIsForgotten() {
    int covered = transcriptions().size() + speeches().size() + messages().size() + errors().size();
    assertThat(covered).isEqualTo(Recordings.of("deepgram").size()).isEqualTo(15);
    assertThat(EXPECTED.members()).hasSize(15 - errors().size());
  }

  private static Map<String, String> headers(RecordedExchange exchange) {
    Map<String, String> headers = new TreeMap<>();
    exchange.responseHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    return headers;
  }

  @ParameterizedTest
  @MethodSource("transcriptions")
  void transcriptsAreReadWhole(RecordedExchange exchange) {
    server.answer(exchange.status(), headers(exchange), exchange.bodyBytes());
    TranscriptionRequest.Builder request =
        TranscriptionRequest.newBuilder(Media.inline("audio/wav", new byte[] {1}));
    if (exchange.path().orElse("").contains("language=en")) {
      request.language("en");
    }
    Transcript transcript =
        Deepgram.provider(server).transcription("nova-3").transcribe(request.build(), context);
    Json.Obj expected = (Json.Obj) EXPECTED.get(exchange.file()).orElseThrow();
    assertThat(transcript.text()).isEqualTo(expected.text("text").orElseThrow());
    assertThat(transcript.language()).isEqualTo(expected.text("language"));
    assertThat(transcript.duration()).contains(seconds(expected.text("seconds").orElseThrow()));
    assertThat(transcript.usage().audio())
        .isEqualTo(seconds(expected.text("billedSeconds").orElseThrow()));
    assertThat(transcript.words()).isEqualTo(words(expected));
    assertThat(shown(transcript.segments())).isEqualTo(segments(expected));
    assertThat(transcript.raw()).isEqualTo(Json.parse(exchange.body()));
    assertThat(transcript.warnings()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("speeches")
  void speechIsTheSameWholeAndInPieces(RecordedExchange exchange) throws Exception {
    Json.Obj expected = (Json.Obj) EXPECTED.get(exchange.file()).orElseThrow();
    byte[] body = exchange.bodyBytes();
    server.answer(exchange.status(), headers(exchange), body);
    SpeechRequest request = SpeechRequest.of("Hello").encoding(AudioEncoding.WAV);
    SpokenAudio whole =
        Deepgram.provider(server).speech("aura-2-thalia-en").speak(request, context);
    assertThat(whole.mediaType()).isEqualTo(expected.text("type").orElseThrow());
    assertThat(sha256(whole.bytes())).isEqualTo(expected.text("sha256").orElseThrow());
    assertThat(Json.of(whole.usage().characters()))
        .isEqualTo(expected.get("characters").orElseThrow());
    assertThat(whole.usage().estimated()).isFalse();
    server.serve(peer -> peer.answer(exchange.status(), headers(exchange), body, 2));
    assertThat(streamed(request, whole)).isEqualTo(whole.bytes());
  }

  private byte[] streamed(SpeechRequest request, SpokenAudio whole) {
    ByteArrayOutputStream sound = new ByteArrayOutputStream();
    byte[] buffer = new byte[1000];
    try (SpeechStream stream =
        Deepgram.provider(server).speech("aura-2-thalia-en").stream(request, context)) {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        sound.write(buffer, 0, count);
      }
      assertThat(stream.mediaType()).isEqualTo(whole.mediaType());
      assertThat(stream.usage()).isEqualTo(whole.usage());
    }
    return sound.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void messagesOfALiveTranscriptionBecomeEvents(RecordedExchange exchange) {
    Json.Obj expected = (Json.Obj) EXPECTED.get(exchange.file()).orElseThrow();
    server.serve(
        peer -> {
          peer.accept(Map.of());
          peer.text(exchange.body());
          peer.awaitClosed();
        });
    LiveTranscriptionRequest request =
        LiveTranscriptionRequest.newBuilder(AudioEncoding.MULAW, 8000).build();
    try (LiveTranscription live =
        Deepgram.provider(server).liveTranscription("nova-3").open(request, context)) {
      LiveEvent.Final event = (LiveEvent.Final) live.next();
      assertThat(event.stretch().text()).isEqualTo(expected.text("text").orElseThrow());
      assertThat(event.stretch().words()).isEqualTo(words(expected));
      assertThat(event.stretch().start()).isEqualTo(time(expected, "start"));
      assertThat(event.stretch().end()).isEqualTo(time(expected, "end"));
      assertThat(Json.of(event.endOfSpeech())).isEqualTo(expected.get("endOfSpeech").orElseThrow());
      assertThat(Json.of(event.flushed())).isEqualTo(expected.get("flushed").orElseThrow());
      assertThat(event.stretch().confidence())
          .isEqualTo(number(expected.get("confidence").orElseThrow()));
    }
  }

  @ParameterizedTest
  @MethodSource("errors")
  void errorsAreTheSameWhateverWasAsked(RecordedExchange exchange) {
    ExpectedErrors.Expected expected = ExpectedErrors.of(exchange).orElseThrow();
    server.answer(exchange.status(), headers(exchange), exchange.bodyBytes());
    var provider = Deepgram.provider(server);
    var recording = TranscriptionRequest.of(Media.inline("audio/wav", new byte[] {1}));
    var sound = LiveTranscriptionRequest.newBuilder(AudioEncoding.PCM, 16_000).build();
    List<ModelException> failures =
        List.of(
            Deepgram.failure(() -> provider.transcription("nova-3").transcribe(recording, context)),
            Deepgram.failure(() -> provider.speech("a-b-en").speak(SpeechRequest.of("x"), context)),
            Deepgram.failure(
                () -> provider.speech("a-b-en").stream(SpeechRequest.of("x"), context)),
            Deepgram.failure(() -> provider.liveTranscription("nova-3").open(sound, context)));
    failures.forEach(failure -> Deepgram.assertIs(failure, expected));
  }

  static List<Transcript.Span> words(Json.Obj expected) {
    List<Transcript.Span> words = new ArrayList<>();
    for (Json item : ((Json.Arr) expected.get("words").orElseThrow()).items()) {
      List<Json> word = ((Json.Arr) item).items();
      words.add(
          new Transcript.Span(
              text(word.get(0)),
              seconds(text(word.get(1))),
              seconds(text(word.get(2))),
              number(word.get(3)),
              word.get(4) instanceof Json.Str speaker
                  ? Optional.of(speaker.value())
                  : Optional.empty(),
              (int) number(word.get(5))));
    }
    return words;
  }

  private static List<String> segments(Json.Obj expected) {
    return ((Json.Arr) expected.get("segments").orElseThrow())
        .items().stream().map(DeepgramExchangesTest::segment).toList();
  }

  private static String segment(Json json) {
    List<Json> of = ((Json.Arr) json).items();
    String speaker = of.get(3) instanceof Json.Str text ? text.value() : "-";
    return text(of.get(0))
        + "|"
        + seconds(text(of.get(1)))
        + "|"
        + seconds(text(of.get(2)))
        + "|"
        + speaker;
  }

  private static List<String> shown(List<Transcript.Span> segments) {
    return segments.stream()
        .map(s -> s.text() + "|" + s.start() + "|" + s.end() + "|" + s.speaker().orElse("-"))
        .toList();
  }

  private static String text(Json json) {
    return ((Json.Str) json).value();
  }

  private static double number(Json json) {
    return ((Json.Num) json).value().doubleValue();
  }

  private static Duration time(Json.Obj expected, String name) {
    return seconds(expected.text(name).orElseThrow());
  }

  private static Duration seconds(String text) {
    return Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValue());
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
