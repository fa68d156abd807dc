package dev.atom.providers.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.Media;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.speech.AudioEncoding;
import dev.atom.speech.AudioFormat;
import dev.atom.speech.LiveTranscriptionRequest;
import dev.atom.speech.SpeechRequest;
import dev.atom.speech.SpokenAudio;
import dev.atom.speech.TranscriptionRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For the intent of every recorded request Atom's request is equal, but for what is named here: one
 * channel is not mentioned, since it is the default; a container is always named, since without it
 * linear16 means a wave file to Deepgram and bare samples to Atom.
 */
class DeepgramRequestsTest {
  private static final String TRANSCRIPT =
      "{\"metadata\":{},\"results\":{\"channels\":[{\"alternatives\":[]}]}}";

  private final SpeechServer server = new SpeechServer();
  private final CallContext context = CallContext.create();
  private final ApiDescription api = ApiDescription.of("deepgram");
  private final ApiDescription live = ApiDescription.of("deepgram-live");

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  static List<RecordedExchange> transcriptions() {
    return recorded("transcription");
  }

  static List<RecordedExchange> speeches() {
    return recorded("speech");
  }

  static List<RecordedExchange> sessions() {
    return recorded("transcription_ws");
  }

  private static List<RecordedExchange> recorded(String operation) {
    return Recordings.of("deepgram", operation).stream()
        .filter(RecordedExchange::hasRequest)
        .toList();
  }

  @Test
  void allRequestsButTheMissingOnesAreHere() {
    int read = transcriptions().size() + speeches().size() + sessions().size();
    // Not recorded: those of one transcript and of two errors.
    assertThat(read).isEqualTo(Recordings.of("deepgram").size() - 3).isEqualTo(12);
  }

  private static Map<String, String> query(String path) {
    Map<String, String> query = new TreeMap<>();
    for (String parameter : path.substring(path.indexOf('?') + 1).split("&")) {
      String[] parts = parameter.split("=", 2);
      query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private static Json.Obj rest(Map<String, String> query) {
    JsonObjectBuilder rest = Json.object();
    query.forEach(rest::put);
    return rest.build();
  }

  @ParameterizedTest
  @MethodSource("transcriptions")
  void recordings(RecordedExchange exchange) throws Exception {
    Map<String, String> asked = query(exchange.path().orElseThrow());
    Map<String, String> left = new TreeMap<>(asked);
    boolean inline = exchange.requestJson().isEmpty();
    byte[] sound = {1, 2, 3};
    Media media =
        inline
            ? Media.inline("audio/wav", sound)
            : Media.remote(
                URI.create(exchange.requestJson().orElseThrow().text("url").orElseThrow()));
    TranscriptionRequest.Builder request = TranscriptionRequest.newBuilder(media);
    String model = left.remove("model");
    request.speakers(left.remove("diarize_model") != null);
    if (left.containsKey("language")) {
      request.language(left.remove("language"));
    }
    server.answer(200, TRANSCRIPT);
    Deepgram.provider(server)
        .transcription(model)
        .transcribe(request.extra(rest(left)).build(), context);
    SpeechServer.Received sent = server.take();
    assertThat(sent.line()).startsWith("POST /v1/listen?");
    assertThat(query(sent.target())).isEqualTo(asked);
    assertThat(sent.headers()).containsEntry("Authorization", "Token " + Deepgram.KEY);
    assertThat(sent.headers().get("Content-Type"))
        .isEqualTo(exchange.requestHeaders().get("Content-Type").get(0));
    if (inline) {
      assertThat(sent.body()).isEqualTo(sound);
      assertThat(api.violations("POST", sent.target())).isEmpty();
    } else {
      Json.Obj body = Json.parseObject(sent.text());
      assertThat(body).isEqualTo(exchange.requestJson().orElseThrow());
      assertThat(api.violations("POST", sent.target(), body)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("speeches")
  void speeches(RecordedExchange exchange) throws Exception {
    Map<String, String> asked = query(exchange.path().orElseThrow());
    boolean wave = asked.get("encoding").equals("linear16");
    SpeechRequest request =
        SpeechRequest.of(exchange.requestJson().orElseThrow().text("text").orElseThrow())
            .encoding(wave ? AudioEncoding.WAV : AudioEncoding.MP3);
    if (asked.containsKey("sample_rate")) {
      request = request.sampleRate(Integer.parseInt(asked.get("sample_rate")));
    }
    if (wave) {
      asked.put("container", "wav");
    }
    SpeechServer.Received sent = spoken(asked.get("model"), request);
    assertThat(query(sent.target())).isEqualTo(asked);
    assertThat(Json.parseObject(sent.text())).isEqualTo(exchange.requestJson().orElseThrow());
  }

  private SpeechServer.Received spoken(String model, SpeechRequest request) throws Exception {
    server.answer(200, Map.of("Content-Type", "audio/mpeg"), new byte[] {1});
    SpokenAudio audio = Deepgram.provider(server).speech(model).speak(request, context);
    assertThat(audio.usage().characters()).isEqualTo(request.text().length());
    assertThat(audio.usage().estimated()).isTrue();
    SpeechServer.Received sent = server.take();
    assertThat(sent.line()).startsWith("POST /v1/speak?");
    assertThat(api.violations("POST", sent.target(), Json.parseObject(sent.text()))).isEmpty();
    return sent;
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void liveSessions(RecordedExchange exchange) throws Exception {
    Map<String, String> asked = query(exchange.path().orElseThrow());
    Map<String, String> left = new TreeMap<>(asked);
    assertThat(left.remove("channels")).isEqualTo("1");
    assertThat(left.remove("encoding")).isEqualTo("mulaw");
    String model = left.remove("model");
    int rate = Integer.parseInt(left.remove("sample_rate"));
    LiveTranscriptionRequest request =
        LiveTranscriptionRequest.newBuilder(AudioEncoding.MULAW, rate)
            .language(left.remove("language"))
            .extra(rest(left))
            .build();
    asked.remove("channels");
    SpeechServer.Received sent = opened(model, request);
    assertThat(query(sent.target())).isEqualTo(asked);
    assertThat(sent.headers()).containsEntry("Authorization", "Token " + Deepgram.KEY);
  }

  private SpeechServer.Received opened(String model, LiveTranscriptionRequest request)
      throws Exception {
    Deepgram.provider(server).liveTranscription(model).open(request, context).close();
    SpeechServer.Received sent = server.take();
    assertThat(live.violations("GET", sent.target())).isEmpty();
    return sent;
  }

  /** Not recorded. */
  @Test
  void everyWishForALiveTranscriptionIsDescribed() throws Exception {
    LiveTranscriptionRequest request =
        LiveTranscriptionRequest.newBuilder(new AudioFormat(16_000, 2))
            .language("de")
            .interim(true)
            .endOfSpeech(Duration.ofMillis(300))
            .speakers(true)
            .term("Atom")
            .term("Grüezi mitenand")
            .extra(Json.object().put("utterance_end_ms", 1000).put("vad_events", true).build())
            .build();
    assertThat(opened("nova-3", request).target())
        .isEqualTo(
            "/v1/listen?model=nova-3&encoding=linear16&sample_rate=16000&channels=2"
                + "&multichannel=true&language=de&interim_results=true&endpointing=300"
                + "&diarize_model=latest&keyterm=Atom&keyterm=Gr%C3%BCezi%20mitenand"
                + "&utterance_end_ms=1000&vad_events=true");
  }

  /** Not recorded. */
  @Test
  void fluxHasWordsOfItsOwn() throws Exception {
    LiveTranscriptionRequest request =
        LiveTranscriptionRequest.newBuilder(new AudioFormat(16_000, 1))
            .language("es")
            .endOfSpeech(Duration.ofSeconds(3))
            .term("Atom")
            .extra(Json.object().put("eager_eot_threshold", Json.parse("0.5")).build())
            .build();
    assertThat(opened("flux-general-multi", request).target())
        .isEqualTo(
            "/v2/listen?model=flux-general-multi&encoding=linear16&sample_rate=16000"
                + "&language_hint=es&eot_timeout_ms=3000&keyterm=Atom&eager_eot_threshold=0.5");
  }

  @Test
  void aContainerSaysItselfWhatItIs() throws Exception {
    LiveTranscriptionRequest request =
        LiveTranscriptionRequest.newBuilder(AudioEncoding.OPUS, 48_000).build();
    assertThat(opened("nova-3", request).target()).isEqualTo("/v1/listen?model=nova-3");
    assertThat(opened("flux-general-en", request).target())
        .isEqualTo("/v2/listen?model=flux-general-en");
  }

  @Test
  void olderModelsTakeTermsAsKeywords() throws Exception {
    server.answer(200, TRANSCRIPT);
    Deepgram.provider(server)
        .transcription("nova-2")
        .transcribe(
            TranscriptionRequest.newBuilder(Media.inline("audio/wav", new byte[] {1}))
                .term("Atom")
                .build(),
            context);
    SpeechServer.Received sent = server.take();
    assertThat(sent.target()).isEqualTo("/v1/listen?model=nova-2&keywords=Atom");
    assertThat(api.violations("POST", sent.target())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(AudioEncoding.class)
  void everyEncodingOfSpeechIsDescribed(AudioEncoding encoding) throws Exception {
    SpeechRequest request = SpeechRequest.of("Hello").encoding(encoding).speed(1.5);
    assertThat(query(spoken("aura-2-thalia-en", request).target()))
        .containsKey("encoding")
        .containsEntry("speed", "1.5");
  }

  @Test
  void aVoiceIsPartOfTheModel() throws Exception {
    SpeechRequest request = SpeechRequest.of("Hello");
    assertThat(query(spoken("aura-2-thalia-en", request.voice("zeus")).target()))
        .containsEntry("model", "aura-2-zeus-en");
    assertThat(query(spoken("aura-2-thalia-en", request.voice("aura-2-kara-de")).target()))
        .containsEntry("model", "aura-2-kara-de");
  }

  @Test
  void whatIsNotHonouredIsAWarning() throws Exception {
    server.answer(200, Map.of("Content-Type", "audio/mpeg"), new byte[] {1});
    SpeechRequest speech = SpeechRequest.of("Hello").sampleRate(8000).instructions("calm");
    assertThat(Deepgram.provider(server).speech("a-b-en").speak(speech, context).warnings())
        .hasSize(2)
        .allMatch(warning -> warning.code().equals("ignored_parameter"));
    assertThat(query(server.take().target())).doesNotContainKey("sample_rate");
    server.answer(200, TRANSCRIPT);
    TranscriptionRequest prompted =
        TranscriptionRequest.newBuilder(Media.inline("audio/wav", new byte[] {1}))
            .prompt("before")
            .build();
    assertThat(
            Deepgram.provider(server)
                .transcription("nova-3")
                .transcribe(prompted, context)
                .warnings())
        .hasSize(1);
    LiveTranscriptionRequest speakers =
        LiveTranscriptionRequest.newBuilder(AudioEncoding.PCM, 8000)
            .speakers(true)
            .language("de")
            .build();
    server.serve(peer -> peer.accept(Map.of()));
    try (var session =
        Deepgram.provider(server).liveTranscription("flux-general-en").open(speakers, context)) {
      assertThat(session.warnings()).hasSize(2);
    }
  }

  @Test
  void whatDeepgramCanNotDoIsRefusedBeforeAnythingIsSent() {
    TranscriptionRequest translated =
        TranscriptionRequest.newBuilder(Media.inline("audio/wav", new byte[] {1}))
            .translated(true)
            .build();
    TranscriptionRequest uploaded = TranscriptionRequest.of(new Media.Uploaded("f1"));
    var provider = Deepgram.provider(server);
    var stereo = LiveTranscriptionRequest.of(new AudioFormat(16_000, 2));
    var mp3 = LiveTranscriptionRequest.newBuilder(AudioEncoding.MP3, 16_000).build();
    assertThat(
            List.of(
                Deepgram.failure(
                    () -> provider.transcription("nova-3").transcribe(translated, context)),
                Deepgram.failure(
                    () -> provider.transcription("nova-3").transcribe(uploaded, context)),
                Deepgram.failure(
                    () -> provider.liveTranscription("flux-general-en").open(stereo, context)),
                Deepgram.failure(
                    () -> provider.liveTranscription("flux-general-en").open(mp3, context))))
        .hasOnlyElementsOfType(CapabilityMissing.class);
    assertThat(server.waiting()).isZero();
  }
}
