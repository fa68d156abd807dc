package dev.atom.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.Deadline;
import dev.atom.model.CallTimedOut;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.FinishReason;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.ProviderFailed;
import dev.atom.model.RateLimited;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MockModelTest {
  // @start region="scripted"
  @Test
  void answersByScript() {
    MockModel model =
        MockModel.newBuilder()
            .whenAsked("weather")
            .reply(MockReply.toolCall("weather", Map.of("city", "Paris")))
            .reply("Hello!")
            .reply(MockReply.failure(facts -> new RateLimited(facts.status(429).build())))
            .build();

    assertThat(model.chat("Good morning").text()).isEqualTo("Hello!");
    assertThat(model.chat("What is the weather?").toolCalls()).hasSize(1);
    assertThatThrownBy(() -> model.chat("Still there?")).isInstanceOf(RateLimited.class);
    assertThat(model.calls()).hasSize(3);
    model.assertFinished();
  }

  // @end

  @Test
  void echoRepeatsTheLastMessageWithoutAKey() {
    ChatReply reply = MockModel.echo().chat("Hello, Atom");
    assertThat(reply.text()).isEqualTo("Hello, Atom");
    assertThat(reply.model()).isEqualTo(new ModelRef("mock", "echo"));
    assertThat(reply.usage())
        .isEqualTo(Usage.newBuilder().inputTokens(3).outputTokens(3).estimated(true).build());
  }

  @Test
  void unexpectedCallTellsWhatWasAskedAndWhatWasExpected() {
    MockModel model =
        MockModel.newBuilder()
            .when("asks for an order", request -> false)
            .reply("never")
            .reply("once")
            .build();
    model.chat("first");
    assertThatThrownBy(() -> model.chat("second question"))
        .isInstanceOf(UnexpectedCall.class)
        .hasMessageContaining("call 2")
        .hasMessageContaining("second question")
        .hasMessageContaining("All 1 replies in order were given")
        .hasMessageContaining("asks for an order");
    assertThatThrownBy(model::assertFinished).hasMessageContaining("second question");
    assertThat(model.calls()).hasSize(2);
  }

  @Test
  void replyNeverAskedForIsTold() {
    MockModel model = MockModel.newBuilder().reply("a").reply("b").build();
    model.chat("x");
    assertThatThrownBy(model::assertFinished).hasMessageContaining("1 of 2");
  }

  @Test
  void replyMayDependOnTheRequest() {
    MockModel model =
        MockModel.newBuilder()
            .reply(request -> MockReply.text(request.messages().size() + " messages"))
            .build();
    assertThat(model.chat("x").text()).isEqualTo("1 messages");
    assertThat(model.lastRequest().messages()).containsExactly(ChatMessage.user("x"));
  }

  @Test
  void streamsInPiecesWithoutSplittingCharacters() {
    MockModel model = MockModel.newBuilder().pieceSize(2).reply("a😀b😀c").build();
    List<String> pieces = new ArrayList<>();
    try (ReplyStream stream = model.stream(ChatRequest.of("x"), CallContext.create())) {
      stream.forEachRemaining(
          event -> {
            if (event instanceof ReplyEvent.TextDelta delta) {
              pieces.add(delta.text());
            }
          });
    }
    assertThat(pieces).containsExactly("a😀", "b😀", "c");
  }

  @Test
  void parallelToolCallsGetIdsAndTheirFinishReason() {
    MockReply calls = MockReply.toolCall("a", "{}").andToolCall("b", Map.of("n", 1));
    ChatReply reply = MockModel.newBuilder().reply(calls).build().chat("x");
    assertThat(reply.finish()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(reply.toolCalls()).extracting(Part.ToolCall::id).containsExactly("call-1", "call-2");
    assertThat(reply.toolCalls().get(1).arguments()).isEqualTo("{\"n\":1}");
  }

  @Test
  void givenUsageIsNotFlaggedAsEstimated() {
    MockModel model =
        MockModel.newBuilder().reply(MockReply.text("x").usage(Usage.of(7, 9))).build();
    assertThat(model.chat("x").usage()).isEqualTo(Usage.of(7, 9));
  }

  @Test
  void refusalEndsWithItsOwnReason() {
    ChatReply reply = MockModel.newBuilder().reply(MockReply.refusal("I can't")).build().chat("x");
    assertThat(reply.refusal()).contains("I can't");
    assertThat(reply.finish()).isEqualTo(FinishReason.REFUSAL);
  }

  @Test
  void brokenStreamFailsBehindItsFirstEvents() {
    MockReply reply =
        MockReply.text("12345678abcdefgh")
            .brokenAfter(2, facts -> new ProviderFailed(facts.status(500).build()));
    MockModel model = MockModel.newBuilder().otherwise(request -> reply).build();
    List<ReplyEvent> events = new ArrayList<>();
    try (ReplyStream stream = model.stream(ChatRequest.of("x"), CallContext.create())) {
      assertThatThrownBy(() -> stream.forEachRemaining(events::add))
          .isInstanceOf(ProviderFailed.class)
          .hasMessageContaining("mock/scripted");
    }
    assertThat(events)
        .containsExactly(
            new ReplyEvent.Started(model.ref()), new ReplyEvent.TextDelta(0, "12345678"));
    assertThatThrownBy(() -> model.chat("x")).isInstanceOf(ProviderFailed.class);
  }

  @Test
  void lateReplyComesWhenTheClockIsMoved() throws Exception {
    VirtualClock clock = VirtualClock.at("2026-01-01T08:00:00Z");
    MockModel model = late(clock, Duration.ofSeconds(30));
    CompletableFuture<ChatReply> reply = inBackground(model, CallContext.create());
    clock.awaitPending(1, Duration.ofSeconds(10));
    clock.advance(Duration.ofSeconds(29));
    assertThat(reply).isNotDone();
    clock.advance(Duration.ofSeconds(1));
    assertThat(reply.get().text()).isEqualTo("late");
    assertThat(clock.pending()).isZero();
  }

  @Test
  void virtualDeadlineBeforeTheReplyTimesOutEvenIfTheClockJumpsOverBoth() throws Exception {
    VirtualClock clock = VirtualClock.at("2026-01-01T08:00:00Z");
    MockModel model = late(clock, Duration.ofSeconds(30));
    CallContext context =
        CallContext.create().deadline(Deadline.after(Duration.ofSeconds(20), clock));
    CompletableFuture<ChatReply> reply = inBackground(model, context);
    clock.awaitPending(1, Duration.ofSeconds(10));
    clock.advance(Duration.ofHours(1));
    assertThatThrownBy(reply::get).hasCauseInstanceOf(CallTimedOut.class);
  }

  @Test
  void replyBeforeTheDeadlineComesEvenIfTheClockJumpsOverBoth() throws Exception {
    VirtualClock clock = VirtualClock.at("2026-01-01T08:00:00Z");
    MockModel model = late(clock, Duration.ofSeconds(10));
    CallContext context =
        CallContext.create().deadline(Deadline.after(Duration.ofSeconds(20), clock));
    CompletableFuture<ChatReply> reply = inBackground(model, context);
    clock.awaitPending(2, Duration.ofSeconds(10));
    clock.advance(Duration.ofHours(1));
    assertThat(reply.get().text()).isEqualTo("late");
  }

  @Test
  void lateReplyWithoutAClockIsAMistake() {
    MockReply late = MockReply.text("x").after(Duration.ofSeconds(1));
    MockModel model = MockModel.newBuilder().reply(late).build();
    assertThatThrownBy(() -> model.chat("x"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("clock");
  }

  @Test
  void requestMayNameAnotherModelOfTheProvider() {
    ChatRequest request = ChatRequest.of("x").toBuilder().model("other").build();
    assertThat(MockModel.echo().chat(request).model()).isEqualTo(new ModelRef("mock", "other"));
  }

  @Test
  void givesEachReplyOnceWhenManyThreadsAsk() throws InterruptedException {
    MockModel.Builder builder = MockModel.newBuilder();
    for (int i = 0; i < 500; i++) {
      builder.reply("reply " + i);
    }
    MockModel model = builder.build();
    ConcurrentSkipListSet<String> texts = new ConcurrentSkipListSet<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      threads.add(Thread.startVirtualThread(() -> texts.add(model.chat("x").text())));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(texts).hasSize(500);
    assertThat(model.calls()).hasSize(500);
    model.assertFinished();
  }

  private static MockModel late(VirtualClock clock, Duration time) {
    return MockModel.newBuilder().clock(clock).reply(MockReply.text("late").after(time)).build();
  }

  private static CompletableFuture<ChatReply> inBackground(MockModel model, CallContext context) {
    CompletableFuture<ChatReply> reply = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            reply.complete(model.chat(ChatRequest.of("x"), context));
          } catch (RuntimeException e) {
            reply.completeExceptionally(e);
          }
        });
    return reply;
  }
}
