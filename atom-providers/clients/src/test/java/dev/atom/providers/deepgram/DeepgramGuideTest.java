package dev.atom.providers.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.Media;
import dev.atom.model.ModelException;
import dev.atom.model.RateLimited;
import dev.atom.providers.Profile;
import dev.atom.providers.Provider;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import dev.atom.speech.AudioFormat;
import dev.atom.speech.AudioSpeech;
import dev.atom.speech.LiveEvent;
import dev.atom.speech.LiveTranscription;
import dev.atom.speech.LiveTranscriptionRequest;
import dev.atom.speech.TextToSpeech;
import dev.atom.speech.Transcript;
import dev.atom.speech.TranscriptionRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The examples of the guide, run against a local server. */
class DeepgramGuideTest {
  private static final String TRANSCRIPT =
      "{\"metadata\":{\"duration\":2.5,\"channels\":1},\"results\":{\"channels\":[{\"alternatives\":"
          + "[{\"transcript\":\"Good morning\"}]}],\"utterances\":[{\"transcript\":\"Good morning\","
          + "\"start\":0.5,\"end\":1.5,\"speaker\":0}]}}";

  private final SpeechServer server = new SpeechServer();
  private final CallContext context = CallContext.create();

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void firstCall() {
    server.answer(200, TRANSCRIPT);
    Profile profile = Deepgram.profile(server);
    KeySource keys = ref -> Optional.of(Secret.of(Deepgram.KEY));
    // @start region="first-call"
    Provider deepgram = Provider.of(profile, keys); // Profiles.deepgram(), KeySource.environment()
    Media recording = Media.remote(URI.create("https://example.com/meeting.wav"));
    Transcript transcript =
        deepgram.transcription("nova-3").transcribe(TranscriptionRequest.of(recording), context);
    String text = transcript.text();
    Duration paid = transcript.usage().audio(); // of all channels together
    // @end
    assertThat(text).isEqualTo("Good morning");
    assertThat(paid).isEqualTo(Duration.ofMillis(2500));
  }

  @Test
  void options() {
    server.answer(200, TRANSCRIPT);
    Provider deepgram = Deepgram.provider(server);
    Media recording = Media.inline("audio/wav", new byte[] {1});
    // @start region="options"
    TranscriptionRequest request =
        TranscriptionRequest.newBuilder(recording)
            .speakers(true)
            .term("Grüezi")
            .extra(
                Json.object()
                    .put("detect_language", true)
                    .put("smart_format", true)
                    .put("utterances", true)
                    .build())
            .build();
    List<Transcript.Span> segments =
        deepgram.transcription("nova-3").transcribe(request, context).segments();
    // @end
    assertThat(segments.get(0).speaker()).contains("0");
  }

  @Test
  void live() {
    server.serve(
        peer -> {
          peer.accept(Map.of());
          peer.read();
          peer.read();
          peer.text(
              "{\"type\":\"Results\",\"is_final\":true,\"channel\":{\"alternatives\":"
                  + "[{\"transcript\":\"Good morning\"}]}}");
          peer.text("{\"type\":\"Metadata\",\"duration\":2.5,\"channels\":1}");
          peer.close(1000, "");
          peer.awaitClosed();
        });
    Provider deepgram = Deepgram.provider(server);
    byte[] sound = new byte[640];
    StringBuilder said = new StringBuilder();
    // @start region="live"
    LiveTranscriptionRequest request =
        LiveTranscriptionRequest.newBuilder(new AudioFormat(16_000, 1)).interim(true).build();
    try (LiveTranscription live = deepgram.liveTranscription("nova-3").open(request, context)) {
      live.send(sound); // mostly from another thread, piece by piece
      live.finish();
      LiveEvent event = live.next();
      while (!(event instanceof LiveEvent.Finished)) {
        if (event instanceof LiveEvent.Final words) {
          said.append(words.stretch().text());
        }
        event = live.next();
      }
    }
    // @end
    assertThat(said).hasToString("Good morning");
  }

  @Test
  void turns() {
    server.serve(
        peer -> {
          peer.accept(Map.of());
          peer.text("{\"type\":\"TurnInfo\",\"event\":\"EndOfTurn\",\"transcript\":\"Hello\"}");
          peer.awaitClosed();
        });
    Provider deepgram = Deepgram.provider(server);
    LiveTranscriptionRequest request = LiveTranscriptionRequest.of(new AudioFormat(16_000, 1));
    // @start region="turns"
    try (LiveTranscription live =
        deepgram.liveTranscription("flux-general-en").open(request, context)) {
      String heard =
          switch (live.next()) {
            case LiveEvent.Turn turn when turn.phase() == LiveEvent.TurnPhase.ENDED ->
                turn.stretch().text();
            default -> "";
          };
      assertThat(heard).isEqualTo("Hello");
    }
    // @end
  }

  @Test
  void voice() {
    server.answer(
        200,
        Map.of("Content-Type", "audio/l16;rate=24000", "dg-char-count", "5"),
        new byte[] {1, 0, 2, 0});
    Provider deepgram = Deepgram.provider(server);
    // @start region="voice"
    TextToSpeech voice =
        TextToSpeech.of(
            deepgram.speech("aura-2-thalia-en"),
            new AudioFormat(24_000, 1),
            request -> request.voice("zeus"));
    AudioSpeech hello = voice.speak("Hello", context);
    // @end
    assertThat(hello.format()).isEqualTo(new AudioFormat(24_000, 1));
    assertThat(hello.pcm()).containsExactly(1, 0, 2, 0);
  }

  @Test
  void errors() {
    server.answer(429, "{\"err_code\":\"TOO_MANY_REQUESTS\",\"err_msg\":\"Too many requests\"}");
    Provider deepgram = Deepgram.provider(server);
    TranscriptionRequest request =
        TranscriptionRequest.of(Media.inline("audio/wav", new byte[] {1}));
    String outcome;
    // @start region="errors"
    try {
      outcome = deepgram.transcription("nova-3").transcribe(request, context).text();
    } catch (RateLimited e) {
      outcome = "too many at once: wait for one to end";
    } catch (ModelException e) {
      outcome = e.remedy() + ", request " + e.failure().requestId().orElse("unknown");
    }
    // @end
    assertThat(outcome).startsWith("too many");
  }
}
