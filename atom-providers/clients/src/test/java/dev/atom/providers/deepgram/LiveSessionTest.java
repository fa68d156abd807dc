package dev.atom.providers.deepgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.http.Timeouts;
import dev.atom.json.Json;
import dev.atom.model.CallCancelled;
import dev.atom.model.CallTimedOut;
import dev.atom.model.KeyRejected;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelException;
import dev.atom.model.ProviderFailed;
import dev.atom.model.QuotaExhausted;
import dev.atom.model.RateLimited;
import dev.atom.model.RequestRejected;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Unreachable;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.speech.AudioFormat;
import dev.atom.speech.LiveEvent;
import dev.atom.speech.LiveEvent.TurnPhase;
import dev.atom.speech.LiveTranscription;
import dev.atom.speech.LiveTranscriptionRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Live transcriptions over real WebSockets. Two messages are recorded; all others here, errors and
 * Flux as a whole, are not recorded but written after Deepgram's AsyncAPI description, and held
 * against it.
 */
@Timeout(60)
class LiveSessionTest {
  private static final LiveTranscriptionRequest SOUND =
      LiveTranscriptionRequest.of(new AudioFormat(16_000, 1));
  private static final ApiDescription LIVE = ApiDescription.of("deepgram-live");
  private static final String ID = "\"request_id\":\"5f42ff57-e0eb-4a50-8cc1-adf827146733\"";
  private static final String METADATA =
      "{\"type\":\"Metadata\",\"transaction_key\":\"deprecated\","
          + ID
          + ",\"sha256\":\"\",\"created\":\"2026-08-13T11:30:06.369Z\",\"duration\":18.66,"
          + "\"channels\":2}";

  private final SpeechServer server = new SpeechServer();
  private final CallContext context = CallContext.create();
  private final ManualBeats beats = new ManualBeats();
  private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

  /** Beats that a test strikes. */
  private static final class ManualBeats implements Beats {
    private final List<Beat> running = new ArrayList<>();
    private Duration every = Duration.ZERO;

    @Override
    public Rhythm start(Duration every, Beat beat) {
      this.every = every;
      running.add(beat);
      return () -> running.remove(beat);
    }

    void strike() {
      List.copyOf(running).stream().filter(beat -> !beat.strike()).forEach(running::remove);
    }
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private static String results(String text, boolean last, String more) {
    return "{\"type\":\"Results\",\"channel_index\":[0,1],\"duration\":1.5,\"start\":2.0,"
        + ("\"is_final\":" + last + ",\"speech_final\":false,\"channel\":{\"alternatives\":[")
        + ("{\"transcript\":\"" + text + "\",\"confidence\":0.9,\"languages\":[\"en\"],\"words\":")
        + ("[{\"word\":\"" + text + "\",\"start\":2.1,\"end\":2.5,\"confidence\":0.8,")
        + ("\"speaker\":1}]}]},\"metadata\":{" + ID + ",\"model_uuid\":\"m\",\"model_info\":")
        + ("{\"name\":\"n\",\"version\":\"v\",\"arch\":\"nova-3\"}}" + more + "}");
  }

  private static String turn(String event, String transcript) {
    return "{\"type\":\"TurnInfo\","
        + ID
        + (",\"sequence_id\":3,\"event\":\"" + event + "\",\"turn_index\":1,")
        + "\"audio_window_start\":1.0,\"audio_window_end\":2.5,\"end_of_turn_confidence\":0.7,"
        + ("\"transcript\":\"" + transcript + "\",\"words\":[")
        + "{\"word\":\"Hi\",\"confidence\":0.9,\"start\":1.2,\"end\":1.4},"
        + "{\"word\":\"you\",\"confidence\":0.8}]}";
  }

  /** Sends messages, hears what comes until CloseStream, sends the last ones, closes. */
  private SpeechServer.Script talk(List<String> first, List<String> last, int code, String reason) {
    return peer -> {
      peer.accept(Map.of("dg-request-id", "r1"));
      for (String message : first) {
        peer.text(message);
      }
      hear(peer);
      for (String message : last) {
        peer.text(message);
      }
      peer.close(code, reason);
      peer.awaitClosed();
    };
  }

  private void hear(SpeechServer.Peer peer) throws IOException {
    while (true) {
      SpeechServer.Frame frame = peer.read();
      boolean words = frame.opcode() == SpeechServer.TEXT;
      sent.add(words ? frame.text() : "audio " + frame.payload().length);
      if (words && frame.text().contains("CloseStream")) {
        return;
      }
    }
  }

  private LiveTranscription open(String model) {
    return Deepgram.live(server, model, beats).open(SOUND, context);
  }

  private static void assertDescribed(String address, String message) {
    String type = Json.parseObject(message).text("type").orElseThrow();
    assertThat(LIVE.violations("RECEIVE", address + "/" + type, Json.parseObject(message)))
        .isEmpty();
  }

  @Test
  void aWholeSessionTellsEverythingAndWhatItTook() throws Exception {
    List<RecordedExchange> recorded = Recordings.of("deepgram", "transcription_ws");
    String started = "{\"type\":\"SpeechStarted\",\"channel\":[0,1],\"timestamp\":0.7}";
    String interim = results("Tes", false, "");
    String ended = "{\"type\":\"UtteranceEnd\",\"channel\":[0,1],\"last_word_end\":3.1}";
    String flushed = results("Done", true, ",\"from_finalize\":true");
    List.of(started, interim, ended, flushed, METADATA)
        .forEach(m -> assertDescribed("/v1/listen", m));
    recorded.forEach(m -> assertDescribed("/v1/listen", m.body()));
    server.serve(
        talk(
            List.of(started, interim, recorded.get(0).body(), ended, "{\"type\":\"New\"}"),
            List.of(recorded.get(1).body(), flushed, METADATA),
            1000,
            ""));
    try (LiveTranscription live = open("nova-3")) {
      assertThat(live.requestId()).contains("r1");
      assertThat(live.next()).isEqualTo(new LiveEvent.SpeechStarted(0, Duration.ofMillis(700)));
      LiveEvent.Stretch words = ((LiveEvent.Interim) live.next()).stretch();
      assertThat(words.languages()).containsExactly("en");
      assertThat(words.words().get(0).speaker()).contains("1");
      assertThat(words.end()).isEqualTo(Duration.ofMillis(3500));
      assertThat(text(live.next())).isEqualTo("Testing. 123. Testing. 123.");
      assertThat(live.next()).isEqualTo(new LiveEvent.UtteranceEnded(0, Duration.ofMillis(3100)));
      assertThat(live.next()).isInstanceOf(LiveEvent.Other.class).hasToString("Other[New]");
      live.send(new byte[320]);
      live.flush();
      live.finish();
      live.finish();
      assertThat(text(live.next())).isEqualTo("For the United States of America.");
      assertThat(((LiveEvent.Final) live.next()).flushed()).isTrue();
      assertThat(live.next()).isInstanceOf(LiveEvent.Other.class);
      LiveEvent.Finished end = (LiveEvent.Finished) live.next();
      assertThat(end.usage().audio()).isEqualTo(Duration.ofMillis(2 * 18_660));
      assertThat(end.usage().estimated()).isFalse();
      assertThat(end.raw()).isEqualTo(Json.parse(METADATA));
      assertThat(live.next()).isSameAs(end);
      assertThatThrownBy(() -> live.send(new byte[1])).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(live::flush).isInstanceOf(IllegalStateException.class);
    }
    assertThat(sent)
        .containsExactly("audio 320", "{\"type\":\"Finalize\"}", "{\"type\":\"CloseStream\"}");
    assertSendable("/v1/listen");
  }

  private void assertSendable(String address) {
    for (String message : sent) {
      if (message.startsWith("{")) {
        Json.Obj json = Json.parseObject(message);
        String type = json.text("type").orElseThrow();
        assertThat(LIVE.violations("SEND", address + "/" + type, json)).isEmpty();
      }
    }
  }

  private static String text(LiveEvent event) {
    return ((LiveEvent.Final) event).stretch().text();
  }

  @Test
  void silenceIsFilledWithASignOfLifeBeforeTenSecondsAreOver() throws Exception {
    server.serve(talk(List.of(), List.of(), 1000, ""));
    try (LiveTranscription live = open("nova-3")) {
      assertThat(beats.every.multipliedBy(2)).isLessThan(Duration.ofSeconds(10));
      live.send(new byte[2]);
      beats.strike();
      beats.strike();
      beats.strike();
      live.send(new byte[3]);
      beats.strike();
      live.finish();
      beats.strike();
      assertThat(live.next()).isInstanceOf(LiveEvent.Finished.class);
    }
    String alive = "{\"type\":\"KeepAlive\"}";
    assertThat(sent)
        .containsExactly("audio 2", alive, alive, "audio 3", "{\"type\":\"CloseStream\"}");
    assertThat(beats.running).isEmpty();
    assertSendable("/v1/listen");
  }

  @Test
  void fluxTellsTurns() {
    String connected = "{\"type\":\"Connected\"," + ID + ",\"sequence_id\":0}";
    List<String> turns =
        List.of(
            turn("StartOfTurn", "Hi"),
            turn("Update", "Hi you"),
            turn("EagerEndOfTurn", "Hi you"),
            turn("TurnResumed", "Hi you"),
            turn("EndOfTurn", "Hi you"));
    assertDescribed("/v2/listen", connected);
    turns.forEach(message -> assertDescribed("/v2/listen", message));
    List<String> first = new ArrayList<>(List.of(connected));
    first.addAll(turns);
    server.serve(talk(first, List.of(), 1000, ""));
    try (LiveTranscription live = open("flux-general-en")) {
      assertThat(live.next()).hasToString("Other[Connected]");
      for (TurnPhase phase : TurnPhase.values()) {
        LiveEvent.Turn turn = (LiveEvent.Turn) live.next();
        assertThat(turn.phase()).isEqualTo(phase);
        assertThat(turn.index()).isEqualTo(1);
        assertThat(turn.endConfidence()).isEqualTo(0.7);
        assertThat(turn.stretch().words()).hasSize(2);
        assertThat(turn.stretch().words().get(0).end()).isEqualTo(Duration.ofMillis(1400));
        assertThat(turn.stretch().words().get(1).end()).isEqualTo(Duration.ofMillis(2500));
      }
      live.flush();
      beats.strike();
      live.finish();
      LiveEvent.Finished end = (LiveEvent.Finished) live.next();
      assertThat(end.usage().audio()).isEqualTo(Duration.ofMillis(2500));
      assertThat(end.usage().estimated()).isTrue();
    }
    assertThat(sent).containsExactly("{\"type\":\"CloseStream\"}");
    assertSendable("/v2/listen");
  }

  @Test
  void anErrorInTheSessionIsThrownToBothSides() {
    String error =
        "{\"type\":\"Error\",\"sequence_id\":4,\"code\":\"UNPARSABLE_CLIENT_MESSAGE\","
            + "\"description\":\"what is that?\"}";
    assertDescribed("/v2/listen", error);
    server.serve(talk(List.of(error), List.of(), 1000, ""));
    try (LiveTranscription live = open("flux-general-en")) {
      ModelException failure = Deepgram.failure(live::next);
      assertThat(failure).hasMessageContaining("what is that?");
      assertThat(failure.failure().providerCode()).contains("UNPARSABLE_CLIENT_MESSAGE");
      assertThat(Deepgram.failure(live::next)).isSameAs(failure);
      assertThat(Deepgram.failure(() -> live.send(new byte[1]))).isSameAs(failure);
    }
  }

  @Test
  void aWarningIsAnEventAndTheSessionGoesOn() {
    String warning = "{\"type\":\"Warning\",\"code\":\"W1\",\"description\":\"slow\"}";
    server.serve(talk(List.of(warning, results("Hi", true, "")), List.of(), 1000, ""));
    try (LiveTranscription live = open("nova-3")) {
      assertThat(((LiveEvent.Notice) live.next()).warning().message()).isEqualTo("slow");
      assertThat(text(live.next())).isEqualTo("Hi");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1008, DATA-0000 no sound, DATA-0000, RequestRejected",
    "1011, NET-0001 nothing came in time, NET-0001, RequestRejected",
    "1011, NET-0000 too slow, NET-0000, ProviderFailed",
    "1011, , 1011, ProviderFailed",
    "1001, going away, 1001, ProviderFailed"
  })
  void aCloseCodeIsAnError(int code, String reason, String named, String type) {
    server.serve(
        peer -> {
          peer.accept(Map.of());
          peer.close(code, reason == null ? "" : reason);
          peer.awaitClosed();
        });
    try (LiveTranscription live = open("nova-3")) {
      ModelException failure = Deepgram.failure(live::next);
      assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
      assertThat(failure.failure().providerCode()).contains(named);
      assertThat(failure).isInstanceOfAny(RequestRejected.class, ProviderFailed.class);
    }
    assertThat(beats.running).isEmpty();
  }

  @Test
  void anEndThatNobodyAskedForIsNoEnd() {
    server.serve(
        peer -> {
          peer.accept(Map.of());
          peer.close(1000, "");
        });
    try (LiveTranscription live = open("nova-3")) {
      assertThat(Deepgram.failure(live::next)).isInstanceOf(TruncatedStream.class);
    }
  }

  @Test
  void aBrokenConnectionIsNoEndUnlessAllWasSummedUp() {
    server.serve(
        peer -> {
          peer.accept(Map.of());
          hear(peer);
          peer.text(results("Hi", true, ""));
          peer.resetConnection();
        });
    try (LiveTranscription live = open("nova-3")) {
      live.finish();
      ModelException failure =
          Deepgram.failure(
              () -> {
                live.next();
                live.next();
              });
      assertThat(failure).isInstanceOf(TruncatedStream.class);
    }
    server.serve(
        peer -> {
          peer.accept(Map.of());
          hear(peer);
          peer.text(METADATA);
        });
    try (LiveTranscription live = open("nova-3")) {
      live.finish();
      live.next();
      assertThat(live.next()).isInstanceOf(LiveEvent.Finished.class);
    }
  }

  @Test
  void withoutASumTheUsageIsAnEstimate() {
    server.serve(talk(List.of(results("Hi", true, "")), List.of(), 1000, ""));
    try (LiveTranscription live = open("nova-3")) {
      live.finish();
      live.next();
      LiveEvent.Finished end = (LiveEvent.Finished) live.next();
      assertThat(end.usage().audio()).isEqualTo(Duration.ofMillis(3500));
      assertThat(end.usage().estimated()).isTrue();
    }
  }

  @Test
  void wordsThatAreNoJsonAreAFailureThatDoesNotQuoteThem() {
    server.serve(talk(List.of("{secret"), List.of(), 1000, ""));
    try (LiveTranscription live = open("nova-3")) {
      assertThat(Deepgram.failure(live::next))
          .isInstanceOf(MalformedReply.class)
          .hasMessageNotContaining("secret");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e2147483647", "1e30"})
  void timesThatNoClockCanTellBreakNothing(String time) {
    String message = "{\"type\":\"Results\",\"start\":" + time + ",\"duration\":1}";
    server.serve(talk(List.of(message), List.of(), 1000, ""));
    try (LiveTranscription live = open("nova-3")) {
      assertThat(live.next()).isNotNull();
    }
  }

  @Test
  void aServerThatDoesNotEndIsNotWaitedForForever() {
    server.serve(
        peer -> {
          peer.accept(Map.of());
          while (true) {
            SpeechServer.Frame frame = peer.read();
            if (frame.opcode() == 9) {
              peer.frame(10, true, frame.payload());
            }
          }
        });
    Timeouts brief = Timeouts.DEFAULT.idle(Duration.ofMillis(300));
    LiveModel model = Deepgram.live(server, "nova-3", beats, brief);
    try (LiveTranscription live = model.open(SOUND, context)) {
      live.finish();
      assertThat(Deepgram.failure(live::next)).isInstanceOf(CallTimedOut.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, INVALID_AUTH, KeyRejected",
    "402, ASR_PAYMENT_REQUIRED, QuotaExhausted",
    "403, INSUFFICIENT_PERMISSIONS, AccessDenied",
    "429, TOO_MANY_REQUESTS, RateLimited",
    "400, Bad Request, RequestRejected",
    "503, SERVICE_UNAVAILABLE, Overloaded"
  })
  void aRefusedHandshakeIsTheErrorOfItsBody(int status, String code, String type) {
    String body = "{\"err_code\":\"" + code + "\",\"err_msg\":\"no\",\"request_id\":\"r2\"}";
    server.answer(status, body);
    ModelException failure = Deepgram.failure(() -> open("nova-3"));
    assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
    assertThat(failure.failure().providerCode()).contains(code);
    assertThat(failure.failure().requestId()).contains("r2");
    assertThat(failure)
        .isInstanceOfAny(
            KeyRejected.class, QuotaExhausted.class, RateLimited.class, ModelException.class);
  }

  @Test
  void aRefusedHandshakeMayTellWhyInAHeaderOnly() {
    server.answer(400, Map.of("dg-error", "bad encoding", "dg-request-id", "r3"), new byte[0]);
    ModelException failure = Deepgram.failure(() -> open("nova-3"));
    assertThat(failure).isInstanceOf(RequestRejected.class).hasMessageContaining("bad encoding");
    assertThat(failure.failure().requestId()).contains("r3");
  }

  @Test
  void noServerIsUnreachable() throws Exception {
    server.close();
    assertThat(Deepgram.failure(() -> open("nova-3"))).isInstanceOf(Unreachable.class);
  }

  @Test
  void cancellingFreesTheConnection() throws Exception {
    CountDownLatch freed = new CountDownLatch(1);
    server.serve(
        peer -> {
          peer.accept(Map.of());
          peer.awaitClosed();
          freed.countDown();
        });
    try (LiveTranscription live = open("nova-3")) {
      CompletableFuture<ModelException> failure = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> failure.complete(Deepgram.failure(live::next)));
      context.cancel();
      assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(CallCancelled.class);
      assertThat(freed.await(10, TimeUnit.SECONDS)).isTrue(); // long before any limit of the call
    }
  }

  @Test
  void emptySoundIsRefusedBecauseItWouldEndTheSession() {
    server.serve(talk(List.of(), List.of(), 1000, ""));
    try (LiveTranscription live = open("nova-3")) {
      assertThatThrownBy(() -> live.send(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
