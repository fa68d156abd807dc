package dev.atom.providers.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.model.Capability;
import dev.atom.model.MalformedReply;
import dev.atom.model.Media;
import dev.atom.model.ModelException;
import dev.atom.model.TruncatedStream;
import dev.atom.providers.ModelInfo;
import dev.atom.providers.Provider;
import dev.atom.secret.KeyVerdict;
import dev.atom.speech.SpeechRequest;
import dev.atom.speech.SpeechStream;
import dev.atom.speech.Transcript;
import dev.atom.speech.TranscriptionRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Not recorded: what the documentation says, and what a server may get wrong. */
class DeepgramFaultsTest {
  private static final TranscriptionRequest RECORDING =
      TranscriptionRequest.of(Media.inline("audio/wav", new byte[] {1}));

  private final SpeechServer server = new SpeechServer();
  private final Provider deepgram = Deepgram.provider(server);
  private final CallContext context = CallContext.create();

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private ModelException refused(int status, String body) {
    server.answer(status, body);
    return Deepgram.failure(() -> deepgram.transcription("nova-3").transcribe(RECORDING, context));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|Bad Request|failed to process audio: corrupt or unsupported data|RequestRejected",
        "400|Bad Request|No such model/language/tier combination found.|ModelNotFound",
        "402|ASR_PAYMENT_REQUIRED|Project does not have enough credits|QuotaExhausted",
        "403|INSUFFICIENT_PERMISSIONS|User does not have sufficient permissions|AccessDenied",
        "413|PAYLOAD_TOO_LARGE|over 2 GB|RequestRejected",
        "429|TOO_MANY_REQUESTS|Too many requests. Please try again later|RateLimited",
        "503|SERVICE_UNAVAILABLE|busy|Overloaded",
        "504|GATEWAY_TIMEOUT|too slow|ProviderFailed"
      })
  void documentedErrors(int status, String code, String message, String type) {
    String old = "{\"err_code\":\"%s\",\"err_msg\":\"%s\",\"request_id\":\"r1\"}";
    String modern =
        "{\"category\":\"%s\",\"message\":\"%s\",\"details\":\"d\",\"request_id\":\"r1\"}";
    for (String form : List.of(old, modern)) {
      ModelException failure = refused(status, form.formatted(code, message));
      assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
      assertThat(failure).hasMessageContaining(message);
      assertThat(failure.failure().providerCode()).contains(code);
      assertThat(failure.failure().requestId()).contains("r1");
    }
  }

  @Test
  void anErrorMayBeABareString() {
    assertThat(refused(401, "\"Invalid credentials.\"").getClass().getSimpleName())
        .isEqualTo("KeyRejected");
  }

  @Test
  void theRequestIdOfTheHeaderGoesFirst() {
    server.answer(
        401,
        Map.of("dg-request-id", "h1"),
        "{\"err_code\":\"INVALID_AUTH\",\"err_msg\":\"no\",\"request_id\":\"b1\"}"
            .getBytes(StandardCharsets.UTF_8));
    ModelException failure =
        Deepgram.failure(() -> deepgram.transcription("nova-3").transcribe(RECORDING, context));
    assertThat(failure.failure().requestId()).contains("h1");
  }

  @Test
  void theKeyIsInNoMessage() {
    String body = "{\"err_code\":\"INVALID_AUTH\",\"err_msg\":\"%s is wrong\"}";
    assertThat(refused(401, body.formatted(Deepgram.KEY))).hasMessageNotContaining("0123456789");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "{\"request_id\":\"r\"}", "<html>"})
  void aTranscriptWithoutChannelsIsMalformed(String body) {
    assertThat(refused(200, body)).isInstanceOf(MalformedReply.class);
  }

  @Test
  void everyChannelIsPaidForAndUnknownMembersAreKept() {
    server.answer(
        200,
        "{\"metadata\":{\"duration\":2.5,\"channels\":2},\"new\":1,\"results\":{\"channels\":["
            + "{\"alternatives\":[{\"transcript\":\"one\",\"words\":[{\"word\":\"one\"}]}]},"
            + "{\"alternatives\":[{\"transcript\":\"two\",\"words\":[{\"word\":\"two\",\"start\":1,"
            + "\"end\":2,\"speaker\":3}],\"languages\":[\"en\"]}]}]}}");
    Transcript transcript = deepgram.transcription("nova-3").transcribe(RECORDING, context);
    assertThat(transcript.text()).isEqualTo("one");
    assertThat(transcript.usage().audio()).isEqualTo(Duration.ofSeconds(5));
    assertThat(transcript.words()).extracting(Transcript.Span::channel).containsExactly(0, 1);
    assertThat(transcript.words().get(0).end()).isEqualTo(Duration.ofMillis(2500));
    assertThat(transcript.words().get(1).speaker()).contains("3");
    assertThat(transcript.raw().toString()).contains("\"new\"");
  }

  @Test
  void soundThatIsJsonOrMissingIsNoSound() {
    SpeechRequest request = SpeechRequest.of("Hello");
    server.answer(200, "{\"ok\":true}");
    assertThat(Deepgram.failure(() -> deepgram.speech("a-b-en").speak(request, context)))
        .isInstanceOf(MalformedReply.class);
    assertThat(Deepgram.failure(() -> deepgram.speech("a-b-en").stream(request, context)))
        .isInstanceOf(MalformedReply.class);
    server.answer(200, Map.of("Content-Type", "audio/mpeg"), new byte[0]);
    assertThat(Deepgram.failure(() -> deepgram.speech("a-b-en").speak(request, context)))
        .isInstanceOf(MalformedReply.class);
    try (SpeechStream stream = deepgram.speech("a-b-en").stream(request, context)) {
      assertThat(Deepgram.failure(() -> stream.read(new byte[9])))
          .isInstanceOf(MalformedReply.class);
    }
  }

  @Test
  void anErrorInsideAGoodReplyIsAnError() {
    server.answer(200, "{\"err_code\":\"TOO_MANY_REQUESTS\",\"err_msg\":\"later\"}");
    SpeechRequest request = SpeechRequest.of("Hello");
    assertThat(Deepgram.failure(() -> deepgram.speech("a-b-en").stream(request, context)))
        .hasMessageContaining("later")
        .isInstanceOf(dev.atom.model.RateLimited.class);
  }

  @Test
  void speechThatBreaksOffIsTruncatedNowAndLater() {
    server.serve(
        peer -> {
          peer.write(
              "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 9\r\n\r\nabc"
                  .getBytes(StandardCharsets.US_ASCII));
        });
    try (SpeechStream stream =
        deepgram.speech("a-b-en").stream(SpeechRequest.of("Hello"), context)) {
      byte[] buffer = new byte[9];
      assertThat(stream.read(buffer)).isEqualTo(3);
      ModelException failure = Deepgram.failure(() -> stream.read(buffer));
      assertThat(failure).isInstanceOf(TruncatedStream.class);
      assertThat(Deepgram.failure(() -> stream.read(buffer))).isSameAs(failure);
    }
  }

  @Test
  void modelsAreListedWithWhatTheyCanDo() throws Exception {
    server.answer(
        200,
        "{\"stt\":[{\"name\":\"general\",\"canonical_name\":\"nova-3-general\",\"batch\":true,"
            + "\"streaming\":true},{\"name\":\"old\",\"batch\":true,\"streaming\":false}],"
            + "\"tts\":[{\"name\":\"thalia\",\"canonical_name\":\"aura-2-thalia-en\"}]}");
    List<ModelInfo> models = deepgram.models(context);
    assertThat(models)
        .extracting(ModelInfo::id)
        .containsExactly("nova-3-general", "old", "aura-2-thalia-en");
    assertThat(models.get(0).capabilities())
        .containsExactlyInAnyOrder(Capability.TRANSCRIPTION, Capability.LIVE_TRANSCRIPTION);
    assertThat(models.get(2).capabilities()).containsExactly(Capability.SPEECH);
    assertThat(server.take().line()).isEqualTo("GET /v1/models HTTP/1.1");
    server.answer(200, "{}");
    assertThat(Deepgram.failure(() -> deepgram.models(context))).isInstanceOf(MalformedReply.class);
  }

  @Test
  void aKeyIsAcceptedEvenIfItMayNotSeeProjects() throws Exception {
    server.answer(200, "{\"projects\":[{\"project_id\":\"p\",\"name\":\"Voices\"}]}");
    assertThat(((KeyVerdict.Accepted) deepgram.checkKey(context)).owner()).contains("Voices");
    assertThat(server.take().line()).isEqualTo("GET /v1/projects HTTP/1.1");
    server.answer(403, "{\"err_code\":\"INSUFFICIENT_PERMISSIONS\",\"err_msg\":\"no\"}");
    assertThat(deepgram.checkKey(context)).isInstanceOf(KeyVerdict.Accepted.class);
    server.answer(401, "{\"err_code\":\"INVALID_AUTH\",\"err_msg\":\"no\"}");
    assertThat(deepgram.checkKey(context)).isInstanceOf(KeyVerdict.Rejected.class);
    server.answer(503, "");
    assertThat(deepgram.checkKey(context)).isInstanceOf(KeyVerdict.Unknown.class);
  }
}
