package dev.atom.providers.openai;

import static dev.atom.providers.openai.OperationServer.form;
import static dev.atom.providers.openai.OperationServer.path;
import static dev.atom.providers.openai.OperationServer.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.MalformedReply;
import dev.atom.model.Media;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Warning;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.speech.Transcript;
import dev.atom.speech.TranscriptionRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptionTest {
  private static final Media WAV = Media.inline("audio/wav", new byte[] {'R', 'I', 'F', 'F'});
  private final OperationServer server = new OperationServer();

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  static List<RecordedExchange> recorded() {
    return Stream.of("openai", "groq")
        .flatMap(p -> Recordings.of(p, "transcription", "transcription_stream").stream())
        .toList();
  }

  static List<RecordedExchange> forms() {
    return recorded().stream().filter(e -> !e.requestParts().isEmpty()).toList();
  }

  private static TranscriptionRequest request(RecordedExchange exchange) {
    Map<String, String> fields = new TreeMap<>();
    exchange
        .requestParts()
        .forEach(p -> p.text("value").ifPresent(v -> fields.put(p.text("name").orElseThrow(), v)));
    TranscriptionRequest.Builder request = TranscriptionRequest.newBuilder(WAV);
    if (fields.containsKey("language")) {
      request.language(fields.get("language"));
    }
    if (fields.containsKey("prompt")) {
      request.prompt(fields.get("prompt"));
    }
    request.speakers("diarized_json".equals(fields.get("response_format")));
    fields.keySet().retainAll(List.of("temperature", "stream"));
    Json.Obj extra = (Json.Obj) Json.from(fields);
    if (exchange.notes().contains("response_format=text")) {
      extra = Json.object().put("response_format", "text").build();
    }
    return request.extra(extra).build();
  }

  private static String model(RecordedExchange exchange) {
    return exchange.requestParts().stream()
        .filter(p -> p.text("name").orElseThrow().equals("model"))
        .flatMap(p -> p.text("value").stream())
        .findFirst()
        .orElse("whisper-1");
  }

  private Transcript replay(RecordedExchange exchange, int pieces) {
    server.replay(exchange, pieces);
    return server
        .provider(exchange)
        .transcription(model(exchange))
        .transcribe(request(exchange), CallContext.create());
  }

  private Transcript replay(String provider, String file) {
    return replay(Recordings.one(provider, file), Integer.MAX_VALUE);
  }

  @Test
  void everyRecordedFileIsRead() {
    assertThat(recorded()).hasSize(9);
    assertThat(forms()).hasSize(6);
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void recordedTextIsReadWholeAndInPieces(RecordedExchange exchange) {
    String expected =
        switch (exchange.caseName().replaceFirst(".*-", "")) {
          case "d0fb", "5f36", "1977" ->
              "Ruby is a programming language designed for developer happiness.";
          case "c320", "6620" ->
              "The sun was setting slowly, casting long shadows across the empty field.";
          case "fba9", "d5e5" -> "Hello friend.";
          case "9988" -> "あたし";
          case "995f" -> "Hello from the Versal AISDK.";
          default -> throw new AssertionError(exchange);
        };
    Transcript whole = replay(exchange, Integer.MAX_VALUE);
    assertThat(whole.text()).isEqualTo(expected);
    assertThat(replay(exchange, 1)).isEqualTo(whole);
    assertThat(whole.words()).isEmpty();
  }

  @Test
  void speakersAreToldApart() {
    Transcript read = replay("openai", "transcription-diarize");
    assertThat(read.duration()).contains(Duration.ofMillis(3700));
    assertThat(read.segments()).hasSize(1);
    Transcript.Span span = read.segments().get(0);
    assertThat(span.text()).isEqualTo(read.text());
    assertThat(span.speaker()).contains("A");
    assertThat(span.start()).isZero();
    assertThat(span.end()).isEqualTo(Duration.ofMillis(3300));
    assertThat(span.confidence()).isEqualTo(-1);
    assertThat(read.usage().inputTokens()).isEqualTo(37);
    assertThat(read.usage().audioInputTokens()).isEqualTo(37);
    assertThat(read.usage().outputTokens()).isEqualTo(145);
    assertThat(read.language()).contains("en");
  }

  @Test
  void timeOrTokensAreCharged() {
    Transcript byTime = replay("openai", "transcription-completions-client-reports-duration");
    assertThat(byTime.usage().audio()).isEqualTo(Duration.ofSeconds(6));
    assertThat(byTime.usage().totalTokens()).isZero();
    Transcript byTokens = replay("openai", "transcription-completions-client-reports-token");
    assertThat(byTokens.usage().inputTokens()).isEqualTo(54);
    assertThat(byTokens.usage().outputTokens()).isEqualTo(16);
    assertThat(byTokens.usage().audio()).isZero();
  }

  /**
   * The same fields with the same values, but for the format, which Atom always names, and the file,
   * whose name and type Atom makes of its media type.
   */
  @ParameterizedTest
  @MethodSource("forms")
  void requestIsTheRecordedOne(RecordedExchange exchange) {
    replay(exchange, Integer.MAX_VALUE);
    TestServer.Received sent = server.take();
    assertThat(path(sent)).isEqualTo(exchange.path().orElseThrow());
    Map<String, String> fields = new TreeMap<>(values(form(sent)));
    assertThat(ApiDescription.of("openai").formViolations("POST", path(sent), fields)).isEmpty();
    assertThat(fields.remove("file")).isEqualTo("RIFF");
    Map<String, String> recorded = new TreeMap<>();
    exchange
        .requestParts()
        .forEach(
            p -> p.text("value").ifPresent(v -> recorded.put(p.text("name").orElseThrow(), v)));
    recorded.putIfAbsent("response_format", "json");
    assertThat(fields).isEqualTo(recorded);
  }

  private TestServer.Received sent(Provider provider, String model, TranscriptionRequest request) {
    server.json("{\"text\":\"Hi\"}");
    provider.transcription(model).transcribe(request, CallContext.create());
    return server.take();
  }

  @Test
  void fileHasNameAndType() {
    TranscriptionRequest request =
        TranscriptionRequest.of(
            Media.inline("audio/mpeg", "sound".getBytes(StandardCharsets.UTF_8)));
    OperationServer.Field file =
        form(sent(server.openAi(), "whisper-1", request)).stream()
            .filter(field -> field.name().equals("file"))
            .findFirst()
            .orElseThrow();
    assertThat(file.file()).contains("audio.mp3");
    assertThat(file.type()).contains("audio/mpeg");
    assertThat(file.value()).isEqualTo("sound");
  }

  @Test
  void wordTimesAreAskedOfWhisperAndMissedElsewhere() {
    TranscriptionRequest request =
        TranscriptionRequest.newBuilder(WAV).wordTimes(true).speakers(true).build();
    TestServer.Received sent = sent(server.openAi(), "whisper-1", request);
    assertThat(form(sent))
        .extracting(OperationServer.Field::name, OperationServer.Field::value)
        .contains(
            org.assertj.core.groups.Tuple.tuple("response_format", "verbose_json"),
            org.assertj.core.groups.Tuple.tuple("timestamp_granularities[]", "word"),
            org.assertj.core.groups.Tuple.tuple("timestamp_granularities[]", "segment"));
    assertThat(ApiDescription.of("openai").formViolations("POST", path(sent), values(form(sent))))
        .isEmpty();
    server.json("{\"text\":\"Hi\"}");
    Transcript read =
        server
            .openAi()
            .transcription("gpt-4o-transcribe")
            .transcribe(request, CallContext.create());
    assertThat(read.warnings())
        .extracting(Warning::code)
        .containsExactly("ignored_parameter", "ignored_parameter");
  }

  @Test
  @DisplayName("not recorded: verbose_json as OpenAI describes it")
  void timesOfWordsAndSegmentsAreRead() {
    server.json(
        """
        {"task":"transcribe","language":"english","duration":2.5,"text":"Hello there.",
         "words":[{"word":"Hello","start":0.0,"end":0.5},{"word":"there","start":0.5,"end":1.25}],
         "segments":[{"id":0,"seek":0,"start":0.0,"end":2.5,"text":" Hello there.","tokens":[1],
           "temperature":0.0,"avg_logprob":-0.2,"compression_ratio":1.1,"no_speech_prob":0.01}]}
        """);
    Transcript read =
        server
            .openAi()
            .transcription("whisper-1")
            .transcribe(
                TranscriptionRequest.newBuilder(WAV).wordTimes(true).build(), CallContext.create());
    assertThat(read.language()).contains("english");
    assertThat(read.words()).extracting(Transcript.Span::text).containsExactly("Hello", "there");
    assertThat(read.words().get(1).end()).isEqualTo(Duration.ofMillis(1250));
    assertThat(read.segments().get(0).text()).isEqualTo("Hello there.");
    assertThat(read.usage().audio()).isEqualTo(Duration.ofMillis(2500));
    assertThat(read.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "srt", "vtt"})
  @DisplayName("not recorded at OpenAI: plain forms come as they are")
  void plainFormsAreTheText(String format) {
    server.socket().answer(200, "text/plain; charset=utf-8", "1\n00:00 --> 00:01\nHello\n");
    Transcript read =
        server
            .openAi()
            .transcription("whisper-1")
            .transcribe(
                TranscriptionRequest.newBuilder(WAV)
                    .extra(Json.object().put("response_format", format).build())
                    .build(),
                CallContext.create());
    assertThat(read.text()).isEqualTo("1\n00:00 --> 00:01\nHello");
    assertThat(values(form(server.take()))).containsEntry("response_format", format);
  }

  @Test
  @DisplayName("not recorded: translation into English")
  void translationHasItsOwnPath() {
    TranscriptionRequest request =
        TranscriptionRequest.newBuilder(WAV).translated(true).language("de").prompt("Atom").build();
    server.json("{\"text\":\"Hi\",\"language\":\"english\",\"duration\":1.0}");
    Transcript read =
        server.openAi().transcription("whisper-1").transcribe(request, CallContext.create());
    assertThat(read.warnings()).extracting(Warning::code).containsExactly("ignored_parameter");
    TestServer.Received sent = server.take();
    assertThat(path(sent)).isEqualTo("/v1/audio/translations");
    assertThat(values(form(sent)).keySet())
        .containsExactly("model", "file", "prompt", "response_format");
    assertThat(ApiDescription.of("openai").formViolations("POST", path(sent), values(form(sent))))
        .isEmpty();
  }

  @Test
  void whoDoesNotTranslateIsNotAsked() {
    Provider local = server.provider(Profiles.compatible("local", "http://localhost/v1"));
    assertThatExceptionOfType(CapabilityMissing.class)
        .isThrownBy(
            () ->
                local
                    .transcription("whisper")
                    .transcribe(
                        TranscriptionRequest.newBuilder(WAV).translated(true).build(),
                        CallContext.create()));
    assertThat(server.socket().waiting()).isZero();
  }

  @Test
  @DisplayName("not recorded: Groq fetches a recording itself, others are not asked to")
  void addressGoesToGroqOnly() {
    TranscriptionRequest request =
        TranscriptionRequest.of(Media.remote(URI.create("https://files.example/a.mp3")));
    TestServer.Received sent =
        sent(server.provider(Profiles.groq()), "whisper-large-v3-turbo", request);
    assertThat(values(form(sent))).containsEntry("url", "https://files.example/a.mp3");
    assertThat(values(form(sent))).containsEntry("response_format", "verbose_json");
    assertThat(ApiDescription.of("groq").formViolations("POST", path(sent), values(form(sent))))
        .isEmpty();
    assertThatExceptionOfType(CapabilityMissing.class)
        .isThrownBy(
            () ->
                server
                    .openAi()
                    .transcription("whisper-1")
                    .transcribe(request, CallContext.create()));
  }

  @Test
  void termsLeadTheModelExceptTheOneThatTakesNone() {
    TranscriptionRequest request =
        TranscriptionRequest.newBuilder(WAV).prompt("A call.").term("Atom").term("Rho").build();
    assertThat(values(form(sent(server.openAi(), "whisper-1", request))))
        .containsEntry("prompt", "A call. Atom, Rho");
    assertThat(values(form(sent(server.openAi(), "gpt-4o-transcribe-diarize", request))))
        .doesNotContainKey("prompt");
  }

  @Test
  void streamThatBreaksOffIsNoTranscript() {
    RecordedExchange exchange = Recordings.one("openai", "transcription_stream");
    String body = exchange.body();
    String cut = body.substring(0, body.indexOf("\"transcript.text.done\""));
    server.socket().stream(cut);
    assertThatExceptionOfType(TruncatedStream.class)
        .isThrownBy(
            () ->
                server
                    .openAi()
                    .transcription("gpt-4o-transcribe")
                    .transcribe(request(exchange), CallContext.create()));
  }

  @Test
  void errorInsideAStreamIsItsException() {
    server.socket().stream(
        "data: {\"error\":{\"message\":\"slow down\",\"code\":\"rate_limit_exceeded\"}}\n\n");
    assertThatExceptionOfType(dev.atom.model.RateLimited.class)
        .isThrownBy(
            () ->
                server
                    .openAi()
                    .transcription("gpt-4o-transcribe")
                    .transcribe(TranscriptionRequest.of(WAV), CallContext.create()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"text\":", "<html>Gateway</html>", ""})
  void replyWithoutATextIsAFailure(String reply) {
    server.json(reply);
    assertThatExceptionOfType(MalformedReply.class)
        .isThrownBy(
            () ->
                server
                    .openAi()
                    .transcription("whisper-1")
                    .transcribe(TranscriptionRequest.of(WAV), CallContext.create()));
  }
}
