package dev.atom.providers.openai;

import static dev.atom.providers.openai.OperationServer.body;
import static dev.atom.providers.openai.OperationServer.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.CallCancelled;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelException;
import dev.atom.model.RateLimited;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Warning;
import dev.atom.providers.Profiles;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.speech.AudioEncoding;
import dev.atom.speech.AudioFormat;
import dev.atom.speech.AudioSpeech;
import dev.atom.speech.SpeechRequest;
import dev.atom.speech.SpeechStream;
import dev.atom.speech.SpokenAudio;
import dev.atom.speech.TextToSpeech;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechTest {
  private static final SpeechRequest HELLO = SpeechRequest.of("hello").voice("alloy");
  private final OperationServer server = new OperationServer();

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  static List<RecordedExchange> recorded() {
    return Recordings.of("openai", "speech");
  }

  private static SpeechRequest request(RecordedExchange exchange) {
    Json.Obj body = exchange.requestJson().orElseThrow();
    SpeechRequest request =
        SpeechRequest.of(body.text("input").orElseThrow()).voice(body.text("voice").orElseThrow());
    return body.get("speed").isPresent() ? request.speed(1.0) : request;
  }

  @Test
  void everyRecordedFileIsRead() {
    assertThat(recorded()).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void recordedSoundIsRead(RecordedExchange exchange) {
    server.replay(exchange, 1000);
    SpokenAudio read =
        server.openAi().speech("tts-1").speak(request(exchange), CallContext.create());
    assertThat(read.bytes()).isEqualTo(exchange.bodyBytes());
    assertThat(read.mediaType()).isEqualTo("audio/mpeg");
    assertThat(read.usage().characters()).isEqualTo(request(exchange).text().length());
    assertThat(read.warnings()).isEmpty();
  }

  /** The same in meaning; Atom always names the encoding, mp3 being the default. */
  @ParameterizedTest
  @MethodSource("recorded")
  void requestIsTheRecordedOne(RecordedExchange exchange) {
    server.replay(exchange);
    server.openAi().speech("tts-1").speak(request(exchange), CallContext.create());
    TestServer.Received sent = server.take();
    assertThat(path(sent)).isEqualTo(exchange.path().orElseThrow());
    Json.Obj recorded = exchange.requestJson().orElseThrow();
    assertThat(body(sent)).isEqualTo(recorded.toBuilder().put("response_format", "mp3").build());
    assertThat(ApiDescription.of("openai").violations("POST", path(sent), body(sent))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void streamGivesTheSameSound(RecordedExchange exchange) {
    server.replay(exchange, 777);
    try (SpeechStream stream =
        server.openAi().speech("tts-1").stream(request(exchange), CallContext.create())) {
      assertThat(stream.mediaType()).isEqualTo("audio/mpeg");
      assertThat(all(stream, 100)).isEqualTo(exchange.bodyBytes());
      assertThat(stream.read(new byte[10])).isEqualTo(-1);
    }
  }

  private static byte[] all(SpeechStream stream, int size) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[size];
    for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
      all.write(buffer, 0, count);
    }
    return all.toByteArray();
  }

  @Test
  void soundShorterThanAnnouncedIsCut() {
    server
        .socket()
        .answer(
            exchange -> {
              exchange.head(200, Map.of("Content-Type", "audio/mpeg", "Content-Length", "1000"));
              exchange.write(new byte[600]);
            });
    assertCut();
  }

  @Test
  void soundInChunksWithoutTheLastIsCut() {
    server
        .socket()
        .answer(
            exchange -> {
              exchange.head(
                  200, Map.of("Content-Type", "audio/mpeg", "Transfer-Encoding", "chunked"));
              exchange.write("4\r\nabcd\r\n4\r\nabcd\r\n");
            });
    assertCut();
  }

  private void assertCut() {
    assertThatExceptionOfType(TruncatedStream.class)
        .isThrownBy(() -> server.openAi().speech("tts-1").speak(HELLO, CallContext.create()));
    try (SpeechStream stream =
        server.openAi().speech("tts-1").stream(HELLO, CallContext.create())) {
      TruncatedStream first = catchThrowableOfType(TruncatedStream.class, () -> all(stream, 64));
      assertThat(first).isNotNull();
      assertThat(catchThrowableOfType(ModelException.class, () -> stream.read(new byte[1])))
          .isSameAs(first);
    }
  }

  @Test
  void noSoundAtAllIsAFailure() {
    server.socket().answer(200, "audio/mpeg", "");
    assertThatExceptionOfType(MalformedReply.class)
        .isThrownBy(() -> server.openAi().speech("tts-1").speak(HELLO, CallContext.create()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/html"})
  void whatIsNoSoundIsAFailure(String type) {
    server.socket().answer(200, type, "<html>Gateway</html>");
    assertThatExceptionOfType(MalformedReply.class)
        .isThrownBy(() -> server.openAi().speech("tts-1").speak(HELLO, CallContext.create()));
  }

  @Test
  void errorWithAGoodStatusIsItsException() {
    server.json("{\"error\":{\"message\":\"slow\",\"code\":\"rate_limit_exceeded\"}}");
    assertThatExceptionOfType(RateLimited.class)
        .isThrownBy(() -> server.openAi().speech("tts-1").speak(HELLO, CallContext.create()));
  }

  @Test
  void closingTheStreamClosesTheConnection() throws Exception {
    java.util.concurrent.CountDownLatch closed = new java.util.concurrent.CountDownLatch(1);
    server
        .socket()
        .answer(
            exchange -> {
              exchange.head(200, Map.of("Content-Type", "audio/mpeg"));
              exchange.write(new byte[100]);
              exchange.awaitClosed();
              closed.countDown();
            });
    SpeechStream stream = server.openAi().speech("tts-1").stream(HELLO, CallContext.create());
    assertThat(stream.read(new byte[100])).isPositive();
    stream.close();
    stream.close();
    assertThat(closed.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    assertThatExceptionOfType(CallCancelled.class).isThrownBy(() -> stream.read(new byte[1]));
  }

  private static String events(String... audio) {
    StringBuilder events = new StringBuilder();
    for (String piece : audio) {
      String encoded = Base64.getEncoder().encodeToString(piece.getBytes());
      events.append("data: {\"type\":\"speech.audio.delta\",\"audio\":\"" + encoded + "\"}\n\n");
    }
    return events.toString();
  }

  private static final String DONE =
      "data: {\"type\":\"speech.audio.done\",\"usage\":"
          + "{\"input_tokens\":14,\"output_tokens\":101,\"total_tokens\":115}}\n\n";

  private static final SpeechRequest IN_EVENTS =
      HELLO.extra(Json.object().put("stream_format", "sse").build());

  @Test
  @DisplayName("not recorded: sound in events, as OpenAI describes them, tells the tokens")
  void soundInEventsIsReadWithItsTokens() {
    server.socket().stream(events("first ", "second") + "data: {\"type\":\"new\"}\n\n" + DONE);
    try (SpeechStream stream =
        server.openAi().speech("gpt-4o-mini-tts").stream(IN_EVENTS, CallContext.create())) {
      assertThat(stream.mediaType()).isEqualTo("audio/mpeg");
      assertThat(new String(all(stream, 4))).isEqualTo("first second");
      assertThat(stream.usage().inputTokens()).isEqualTo(14);
      assertThat(stream.usage().outputTokens()).isEqualTo(101);
      assertThat(stream.usage().characters()).isEqualTo(5);
    }
    TestServer.Received sent = server.take();
    assertThat(ApiDescription.of("openai").violations("POST", path(sent), body(sent))).isEmpty();
  }

  @Test
  @DisplayName("not recorded: events without the last one are cut sound")
  void eventsThatBreakOffAreCut() {
    server.socket().stream(events("first"));
    assertThatExceptionOfType(TruncatedStream.class)
        .isThrownBy(
            () -> server.openAi().speech("gpt-4o-mini-tts").speak(IN_EVENTS, CallContext.create()));
    server.socket().stream(events("first") + "data: {\"type\": oops}\n\n");
    assertThatExceptionOfType(MalformedReply.class)
        .isThrownBy(
            () -> server.openAi().speech("gpt-4o-mini-tts").speak(IN_EVENTS, CallContext.create()));
    server.socket().stream(
        events("first")
            + "data: {\"error\":{\"message\":\"x\",\"code\":\"rate_limit_exceeded\"}}\n\n");
    assertThatExceptionOfType(RateLimited.class)
        .isThrownBy(
            () -> server.openAi().speech("gpt-4o-mini-tts").speak(IN_EVENTS, CallContext.create()));
  }

  private SpokenAudio spoken(String model, SpeechRequest request) {
    server.socket().answer(200, "audio/mpeg", "sound");
    return server.openAi().speech(model).speak(request, CallContext.create());
  }

  @Test
  void voiceSpeedAndInstructionsAreSent() {
    spoken("gpt-4o-mini-tts", SpeechRequest.of("Hi").speed(1.25).instructions("calm"));
    assertThat(body(server.take()))
        .isEqualTo(
            Json.parse(
                """
                {"model":"gpt-4o-mini-tts","input":"Hi","response_format":"mp3","voice":"alloy",
                 "speed":1.25,"instructions":"calm"}
                """));
  }

  @Test
  void whatTheModelDropsIsAWarning() {
    SpokenAudio read = spoken("tts-1", HELLO.instructions("calm").sampleRate(8000));
    assertThat(read.warnings())
        .extracting(Warning::code)
        .containsExactly("ignored_parameter", "ignored_parameter");
    assertThat(body(server.take()).get("instructions")).isEmpty();
  }

  @Test
  void encodingThatTheProviderLacksIsRefused() {
    assertThatExceptionOfType(CapabilityMissing.class)
        .isThrownBy(() -> spoken("tts-1", HELLO.encoding(AudioEncoding.MULAW)));
    assertThatExceptionOfType(CapabilityMissing.class)
        .isThrownBy(() -> spoken("tts-1", HELLO.encoding(AudioEncoding.PCM).sampleRate(8000)));
    assertThat(server.socket().waiting()).isZero();
  }

  @Test
  @DisplayName("not recorded: Groq's speech has a sample rate and mu-law")
  void groqSpeaksForTelephones() {
    server.socket().answer(200, "audio/wav", "sound");
    server
        .provider(Profiles.groq())
        .speech("playai-tts")
        .speak(
            SpeechRequest.of("Hi")
                .voice("Fritz-PlayAI")
                .encoding(AudioEncoding.MULAW)
                .sampleRate(8000),
            CallContext.create());
    TestServer.Received sent = server.take();
    assertThat(body(sent))
        .isEqualTo(
            Json.parse(
                """
                {"model":"playai-tts","input":"Hi","response_format":"mulaw",
                 "voice":"Fritz-PlayAI","sample_rate":8000}
                """));
    assertThat(ApiDescription.of("groq").violations("POST", path(sent), body(sent))).isEmpty();
  }

  @Test
  void anyModelIsTheVoiceOfASession() {
    server.socket().answer(200, "audio/pcm", "abcdefgh");
    AudioFormat format = new AudioFormat(24_000, 1);
    TextToSpeech voice =
        TextToSpeech.of(server.openAi().speech("tts-1"), format, r -> r.voice("nova"));
    AudioSpeech speech = voice.speak("Hi", CallContext.create());
    assertThat(speech.pcm()).hasSize(8);
    assertThat(speech.format()).isEqualTo(format);
    assertThat(body(server.take()))
        .isEqualTo(
            Json.parse(
                """
                {"model":"tts-1","input":"Hi","response_format":"pcm","voice":"nova"}
                """));
    server.socket().answer(200, "audio/pcm", "abc");
    assertThatExceptionOfType(MalformedReply.class)
        .isThrownBy(() -> voice.speak("Hi", CallContext.create()));
  }
}
