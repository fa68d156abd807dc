package dev.atom.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.mock.VirtualClock;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.model.ReplyStream;
import dev.atom.model.TruncatedStream;
import dev.atom.speech.TextToSpeech;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SpokenReplyTest {
  private static final String TEXT = "It is open today. We close at 6 p.m. sharp. See you!";
  private static final List<String> PIECES =
      List.of("It is open today. ", "We close at 6 p.m. sharp. ", "See you!");
  private static final int MILLIS = (17 + 25 + 8) * FakeVoice.MILLIS_PER_CHARACTER;
  private static final Duration STEP = Duration.ofMillis(10);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final FakeVoice voice = new FakeVoice();
  private VirtualClock clock = VirtualClock.at("2026-01-01T08:00:00Z");
  private FakeSpeaker speaker = new FakeSpeaker(clock);

  private static ReplyStream stream(MockReply reply) {
    return stream(reply, CallContext.create());
  }

  private static ReplyStream stream(MockReply reply, CallContext context) {
    return MockModel.newBuilder().reply(reply).build().stream(ChatRequest.of("Hello"), context);
  }

  private static ReplyStream stream() {
    return stream(MockReply.text(TEXT));
  }

  private SpokenReply.Builder builder() {
    return SpokenReply.newBuilder(voice, speaker);
  }

  /** Plays so much; a sound is always begun before the clock moves. */
  private void play(int millis) throws InterruptedException {
    for (int at = 0; at < millis; at += 10) {
      clock.awaitPending(1, PATIENCE);
      clock.advance(STEP);
    }
  }

  /** By the voice's rule: a word is heard when its last character is. */
  private static String heardAfter(int millis) {
    StringBuilder heard = new StringBuilder();
    int left = millis / FakeVoice.MILLIS_PER_CHARACTER;
    for (String piece : PIECES) {
      int said = piece.strip().length();
      int end = Math.min(left, said);
      while (end > 0 && end < said && piece.charAt(end) != ' ') {
        end--;
      }
      heard.append(piece, 0, end == 0 ? 0 : Math.min(end + 1, piece.length()));
      if (left < said) {
        break;
      }
      left -= said;
    }
    return heard.toString();
  }

  @Test
  void speaksTheWholeReply() throws InterruptedException {
    try (SpokenReply reply = builder().speak(stream())) {
      play(MILLIS);
      assertThat(reply.await())
          .isInstanceOfSatisfying(
              SpokenOutcome.Finished.class,
              finished -> {
                assertThat(finished.text()).isEqualTo(new HeardText(TEXT, ""));
                assertThat(finished.reply().text()).isEqualTo(TEXT);
              });
    }
    assertThat(voice.said).containsExactlyElementsOf(PIECES.stream().map(String::strip).toList());
  }

  @Test
  void playsTheFirstPieceBeforeTheReplyIsWhole() throws InterruptedException {
    GatedStream gated = new GatedStream(stream(), 4);
    try (SpokenReply reply = builder().speak(gated)) {
      speaker.awaitStart();
      assertThat(voice.said).containsExactly("It is open today.");
      gated.open();
      play(MILLIS);
      assertThat(reply.await()).isInstanceOf(SpokenOutcome.Finished.class);
    }
  }

  @Test
  void tellsWhatWasHeardWhenInterruptedAtAnyInstant() throws InterruptedException {
    for (int at = 0; at < MILLIS; at += 10) {
      clock = VirtualClock.at("2026-01-01T08:00:00Z");
      speaker = new FakeSpeaker(clock);
      try (SpokenReply reply = builder().speak(stream())) {
        clock.awaitPending(1, PATIENCE);
        play(at);
        SpokenOutcome outcome = reply.interrupt();
        assertThat(outcome).isInstanceOf(SpokenOutcome.Interrupted.class);
        assertThat(outcome.text().heard()).as("after %s ms", at).isEqualTo(heardAfter(at));
        assertThat(TEXT).startsWith(outcome.text().text());
      }
      assertThat(clock.pending()).isZero();
    }
  }

  @Test
  void isFinishedWhenInterruptedAtItsEnd() throws InterruptedException {
    try (SpokenReply reply = builder().speak(stream())) {
      play(MILLIS);
      assertThat(reply.interrupt()).isInstanceOf(SpokenOutcome.Finished.class);
    }
  }

  @Test
  void cancelsTheModelsStreamWhenInterrupted() throws InterruptedException {
    GatedStream gated = new GatedStream(stream(), 4);
    try (SpokenReply reply = builder().speak(gated)) {
      speaker.awaitStart();
      play(60);
      HeardText text = reply.interrupt().text();
      assertThat(gated.closed()).isTrue();
      assertThat(text.heard()).isEqualTo("It is ");
      assertThat(text.unheard()).startsWith("open today.").doesNotContain("sharp");
    }
  }

  @Test
  void playsAnUninterruptibleReplyToItsEnd() throws InterruptedException {
    try (SpokenReply reply = builder().uninterruptible().speak(stream())) {
      play(100);
      CompletableFuture<SpokenOutcome> interrupted = new CompletableFuture<>();
      Thread listener = Thread.ofVirtual().start(() -> interrupted.complete(reply.interrupt()));
      play(MILLIS - 100);
      assertThat(interrupted.join()).isInstanceOf(SpokenOutcome.Finished.class);
      assertThat(interrupted.join().text().heard()).isEqualTo(TEXT);
      listener.join();
    }
  }

  @Test
  void stopsAnUninterruptibleReplyWhenTheCallIsCancelled() throws InterruptedException {
    CallContext context = CallContext.create();
    ReplyStream stream = stream(MockReply.text(TEXT), context);
    try (SpokenReply reply = builder().uninterruptible().context(context).speak(stream)) {
      play(60);
      context.cancel();
      assertThat(reply.await()).isInstanceOf(SpokenOutcome.Interrupted.class);
      assertThat(reply.await().text().heard()).isEqualTo("It is ");
    }
  }

  @Test
  void stopsAnUninterruptibleReplyWhenItIsClosed() throws InterruptedException {
    SpokenReply reply = builder().uninterruptible().speak(stream());
    play(60);
    reply.close();
    reply.close();
    assertThat(reply.await().text().heard()).isEqualTo("It is ");
    assertThat(reply).hasToString("SpokenReply[over]");
  }

  @Test
  void playsWhatIsReadyWhenTheModelFails() throws InterruptedException {
    try (SpokenReply reply = builder().speak(stream(MockReply.text(TEXT).cutAfter(5)))) {
      play(170);
      SpokenOutcome outcome = reply.await();
      assertThat(outcome)
          .isInstanceOfSatisfying(
              SpokenOutcome.Failed.class,
              failed -> assertThat(failed.cause()).isInstanceOf(TruncatedStream.class));
      assertThat(outcome.text().heard()).isEqualTo("It is open today. ");
      assertThat(outcome.text().unheard()).isNotEmpty();
    }
  }

  @Test
  void playsWhatIsReadyAndClosesTheStreamWhenTheVoiceFails() throws InterruptedException {
    TextToSpeech broken =
        (text, context) -> {
          if (text.startsWith("We")) {
            throw new IllegalStateException("hoarse");
          }
          return voice.speak(text, context);
        };
    GatedStream gated = new GatedStream(stream(), 1 << 20);
    try (SpokenReply reply = SpokenReply.newBuilder(broken, speaker).speak(gated)) {
      play(170);
      assertThat(reply.await())
          .isInstanceOfSatisfying(
              SpokenOutcome.Failed.class,
              failed -> {
                assertThat(failed.cause()).hasMessage("hoarse");
                assertThat(failed.text().heard()).isEqualTo("It is open today. ");
              });
      assertThat(gated.closed()).isTrue();
    }
  }

  @Test
  void failsWhenTheSpeakerFails() {
    Speaker broken =
        speech -> {
          throw new IllegalStateException("unplugged");
        };
    try (SpokenReply reply = SpokenReply.newBuilder(voice, broken).speak(stream())) {
      assertThat(reply.await())
          .isInstanceOfSatisfying(
              SpokenOutcome.Failed.class,
              failed -> {
                assertThat(failed.cause()).hasMessage("unplugged");
                assertThat(failed.text().heard()).isEmpty();
              });
    }
  }

  @Test
  void speaksWhatComesBeforeAToolCallAtOnce() throws InterruptedException {
    MockReply script = MockReply.text("Let me see").andToolCall("look", "{\"a\":\"long text\"}");
    GatedStream gated = new GatedStream(stream(script), 4);
    try (SpokenReply reply = builder().speak(gated)) {
      speaker.awaitStart();
      assertThat(voice.said).containsExactly("Let me see");
      gated.open();
      play(100);
      SpokenOutcome.Finished finished = (SpokenOutcome.Finished) reply.await();
      assertThat(finished.reply().toolCalls()).hasSize(1);
    }
  }

  @Test
  void saysNothingForPiecesWithoutWords() throws InterruptedException {
    try (SpokenReply reply = builder().speak(stream(MockReply.text("  Hi.\n\n---\n\nBye.")))) {
      play(30 + 40);
      assertThat(reply.await().text()).isEqualTo(new HeardText("  Hi.\n\n---\n\nBye.", ""));
    }
    assertThat(voice.said).containsExactly("Hi.", "Bye.");
  }

  @Test
  void isFinishedAtOnceWithoutText() {
    try (SpokenReply reply = builder().speak(stream(MockReply.toolCall("look", "{}")))) {
      assertThat(reply.await()).isInstanceOf(SpokenOutcome.Finished.class);
    }
  }

  @Test
  void runsAheadOfTheSoundNoFurtherThanToldTo() throws InterruptedException {
    AtomicInteger started = new AtomicInteger();
    List<Integer> ahead = new ArrayList<>();
    Speaker counting =
        speech -> {
          ahead.add(voice.said.size() - started.incrementAndGet());
          return speaker.start(speech);
        };
    String text = "Yes it is. ".repeat(20);
    try (SpokenReply reply =
        SpokenReply.newBuilder(voice, counting).ahead(1, 1).speak(stream(MockReply.text(text)))) {
      play(20 * 100);
      assertThat(reply.await().text().heard()).isEqualTo(text);
    }
    // One in the queue and one in the hand of the thread that waits to put it there.
    assertThat(ahead).hasSize(20).allSatisfy(pieces -> assertThat(pieces).isBetween(0, 2));
  }

  @Test
  void goesOnWhenTheWaitingThreadIsInterrupted() throws InterruptedException {
    try (SpokenReply reply = builder().speak(stream())) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(reply::await).isInstanceOf(WaitInterrupted.class);
      assertThat(Thread.interrupted()).isTrue();
      play(MILLIS);
      assertThat(reply.await()).isInstanceOf(SpokenOutcome.Finished.class);
    }
  }

  @Test
  void refusesQueuesWithoutRoom() {
    assertThatIllegalArgumentException().isThrownBy(() -> builder().ahead(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().ahead(1, 0));
  }

  @Test
  void guide() throws InterruptedException {
    ChatModel model = MockModel.newBuilder().reply(TEXT).build();
    ChatRequest request = ChatRequest.of("When are you open?");
    CallContext context = CallContext.create();
    String remembered;
    // @start region="speak"
    try (SpokenReply reply =
        SpokenReply.newBuilder(voice, speaker)
            .context(context)
            .speak(model.stream(request, context))) {
      // …the listener begins to speak after 300 ms of sound:
      listenFor(Duration.ofMillis(300));
      remembered =
          switch (reply.interrupt()) {
            case SpokenOutcome.Finished finished -> finished.reply().text();
            case SpokenOutcome.Interrupted interrupted -> interrupted.text().heard();
            case SpokenOutcome.Failed failed -> failed.text().heard();
          };
    }
    // remembered is "It is open today. We close at 6 "
    // @end
    assertThat(remembered).isEqualTo("It is open today. We close at 6 ");
  }

  private void listenFor(Duration time) throws InterruptedException {
    play((int) time.toMillis());
  }

  @Test
  void chunkerGuide() {
    // @start region="chunk"
    SpeechChunker chunker = SpeechChunker.create();
    List<String> pieces = new ArrayList<>();
    for (String token : List.of("Dr. Lee is in at 8 a.m", ". The fee is $3", ".14. Bye", "!")) {
      pieces.addAll(chunker.add(token));
    }
    pieces.addAll(chunker.finish());
    // "Dr. Lee is in at 8 a.m. ", "The fee is $3.14. ", "Bye!"
    // @end
    assertThat(pieces).containsExactly("Dr. Lee is in at 8 a.m. ", "The fee is $3.14. ", "Bye!");
  }
}
