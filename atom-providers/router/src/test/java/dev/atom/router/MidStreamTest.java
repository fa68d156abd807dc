package dev.atom.router;

import static dev.atom.router.TestTargets.FIRST;
import static dev.atom.router.TestTargets.SECOND;
import static dev.atom.router.TestTargets.THIRD;
import static dev.atom.router.TestTargets.replying;
import static dev.atom.router.TestTargets.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.mock.VirtualClock;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.ResponseFormat;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Usage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MidStreamTest {
  private static final ChatRequest HELLO = ChatRequest.of("Tell me a story");

  private final VirtualClock clock = VirtualClock.at("2026-10-01T08:00:00Z");
  private final Recorder recorder = new Recorder();
  private final List<ReplyEvent> events = new ArrayList<>();

  private ChatReply read(MidStream midStream, ChatRequest request, ChatModel... models) {
    Route.Builder route = Route.newBuilder("main").midStream(midStream);
    for (ChatModel model : models) {
      route.target(Target.of(model));
    }
    Router router =
        Router.newBuilder()
            .route(route.build())
            .listener(recorder)
            .clock(clock)
            .sleeper((time, context) -> clock.advance(time))
            .build();
    try (ReplyStream stream = router.stream(request, CallContext.create())) {
      stream.forEachRemaining(events::add);
    }
    return ((ReplyEvent.Finished) events.get(events.size() - 1)).reply();
  }

  /** Says "Once upon a time" and then is cut off. */
  private static MockModel cut(int events) {
    return MockModel.newBuilder()
        .model(FIRST)
        .pieceSize(5)
        .otherwise(request -> MockReply.text("Once upon a time there was").cutAfter(events))
        .build();
  }

  private String pieces() {
    StringBuilder text = new StringBuilder();
    for (ReplyEvent event : events) {
      if (event instanceof ReplyEvent.TakenOver taken && taken.fromStart()) {
        text.setLength(0);
      }
      if (event instanceof ReplyEvent.TextDelta delta) {
        text.append(delta.text());
      }
    }
    return text.toString();
  }

  // @start region="restart"
  @Test
  void anotherTargetBeginsAgain() {
    ChatReply reply = read(MidStream.RESTART, HELLO, cut(3), saying(SECOND, "A whole story."));

    assertThat(reply.text()).isEqualTo("A whole story.");
    assertThat(events).contains(new ReplyEvent.TakenOver(SECOND, true));
    assertThat(pieces()).isEqualTo("A whole story.");
    assertThat(recorder.outcomes()).containsExactly("truncated_stream", "answered");
  }

  // @end

  @Test
  void whatTheBrokenTargetSaidIsBookedAsAnEstimate() {
    read(MidStream.RESTART, HELLO, cut(3), saying(SECOND, "A whole story."));
    Usage booked = recorder.last().attempts().get(0).usage();
    assertThat(booked.estimated()).isTrue();
    assertThat(booked.outputTokens()).isBetween(1L, 6L);
    assertThat(booked.inputTokens()).isEqualTo(recorder.last().call().promptTokens());
  }

  @Test
  void anotherTargetGoesOnWhereTheFirstBrokeOff() {
    MockModel second = saying(SECOND, " a fox.");
    ChatReply reply = read(MidStream.CONTINUE, HELLO, cut(4), second);

    assertThat(events).contains(new ReplyEvent.TakenOver(SECOND, false));
    assertThat(reply.text()).isEqualTo(pieces()).endsWith(" a fox.").startsWith("Once ");
    assertThat(second.lastRequest().messages()).hasSize(3);
    assertThat(second.lastRequest().messages().get(1).text())
        .isEqualTo(reply.text().substring(0, reply.text().length() - " a fox.".length()));
  }

  @Test
  void replyInAFormIsBegunAgainAndNeverPiecedTogether() {
    ChatRequest json = HELLO.toBuilder().format(ResponseFormat.JSON).build();
    MockModel second = saying(SECOND, "{}");
    ChatReply reply = read(MidStream.CONTINUE, json, cut(3), second);
    assertThat(reply.text()).isEqualTo("{}");
    assertThat(events).contains(new ReplyEvent.TakenOver(SECOND, true));
    assertThat(second.lastRequest().messages()).hasSize(1);
  }

  @Test
  void callOfAToolIsBegunAgain() {
    MockReply call = MockReply.toolCall("weather", "{\"city\": \"Paris\"}").cutAfter(3);
    ChatReply reply = read(MidStream.CONTINUE, HELLO, replying(FIRST, call), saying(SECOND, "b"));
    assertThat(reply.text()).isEqualTo("b");
    assertThat(reply.toolCalls()).isEmpty();
    assertThat(events).contains(new ReplyEvent.TakenOver(SECOND, true));
  }

  @Test
  void takeoverThatFailsBeforeItsFirstPieceIsNotTold() {
    MockModel silent = replying(SECOND, MockReply.text("x").cutAfter(1));
    ChatReply reply = read(MidStream.CONTINUE, HELLO, cut(3), silent, saying(THIRD, " end"));
    assertThat(reply.text()).isEqualTo(pieces()).endsWith(" end");
    assertThat(events)
        .filteredOn(ReplyEvent.TakenOver.class::isInstance)
        .containsExactly(new ReplyEvent.TakenOver(THIRD, false));
  }

  @Test
  void secondBreakGoesOnFromAllThatWasSaid() {
    MockModel second =
        MockModel.newBuilder()
            .model(SECOND)
            .pieceSize(4)
            .otherwise(request -> MockReply.text(" and then it").cutAfter(3))
            .build();
    ChatReply reply = read(MidStream.CONTINUE, HELLO, cut(3), second, saying(THIRD, " ended."));
    assertThat(reply.text()).isEqualTo(pieces()).contains(" and ").endsWith(" ended.");
    assertThat(recorder.last().attempts()).hasSize(3);
  }

  @Test
  void failureIsThrownIfNobodyIsLeft() {
    assertThatThrownBy(() -> read(MidStream.RESTART, HELLO, cut(3)))
        .isInstanceOf(TruncatedStream.class);
    assertThat(recorder.traces()).hasSize(1);
    assertThat(recorder.last().failure()).contains("truncated_stream");
  }

  @Test
  void whatARouterBehindARouterBeginsAgainIsSaidOnce() {
    ChatModel inner =
        Router.newBuilder()
            .route(
                Route.newBuilder("inner")
                    .target(Target.of(cutModel(SECOND, "A long long time ago", 3)))
                    .target(Target.of(saying(THIRD, "a king.")))
                    .midStream(MidStream.RESTART)
                    .build())
            .build();

    ChatReply reply = read(MidStream.CONTINUE, HELLO, cut(4), inner);

    assertThat(reply.text()).isEqualTo(shown());
    String first = shown().replace("a king.", "");
    assertThat("Once upon a time there was").startsWith(first);
    assertThat(first).isNotEmpty();
  }

  @Test
  void whatARouterBehindARouterBeganAgainIsWhatAnotherTargetGoesOnFrom() {
    ChatModel inner =
        Router.newBuilder()
            .route(
                Route.newBuilder("inner")
                    .target(Target.of(cut(4)).named("breaks"))
                    .target(Target.of(cutModel(SECOND, "A long long time ago", 3)))
                    .retries(Retries.NONE)
                    .midStream(MidStream.RESTART)
                    .build())
            .build();
    MockModel last = saying(THIRD, " they lived.");

    ChatReply reply = read(MidStream.CONTINUE, HELLO, inner, last);

    assertThat(reply.text()).isEqualTo(shown());
    String carried = last.calls().get(0).request().messages().get(1).text();
    assertThat("A long long time ago").startsWith(carried);
    assertThat(shown()).isEqualTo(carried + " they lived.");
  }

  private static MockModel cutModel(ModelRef ref, String text, int events) {
    return MockModel.newBuilder()
        .model(ref)
        .pieceSize(5)
        .otherwise(request -> MockReply.text(text).cutAfter(events))
        .build();
  }

  /** What a reader shows who voids all before a new beginning. */
  private String shown() {
    StringBuilder shown = new StringBuilder();
    for (ReplyEvent event : events) {
      if (event instanceof ReplyEvent.TakenOver over && over.fromStart()) {
        shown.setLength(0);
      } else if (event instanceof ReplyEvent.TextDelta delta) {
        shown.append(delta.text());
      }
    }
    return shown.toString();
  }
}
