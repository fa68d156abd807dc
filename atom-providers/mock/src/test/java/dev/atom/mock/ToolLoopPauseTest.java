package dev.atom.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.FinishReason;
import dev.atom.model.Part;
import dev.atom.model.Tool;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import dev.atom.operation.ToolLoop;
import dev.atom.operation.ToolLoopStream;
import dev.atom.operation.ToolRun;
import dev.atom.operation.ToolRun.Ending;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A provider that interrupts a long turn has not answered: its reply goes back, and it goes on. */
class ToolLoopPauseTest {
  private static final ChatRequest REQUEST = ChatRequest.of("What is new in Ulm?");
  private static final MockReply PAUSED = MockReply.text("Searching").finish(FinishReason.PAUSED);
  private static final Operation READ =
      Operation.of(
          new Tool("read", "", JsonSchema.empty()),
          Effect.READ,
          (arguments, call) -> Json.of("a fair"));

  private static ToolLoop loop(MockModel model, int rounds) {
    return ToolLoop.newBuilder(model, SequentialIds.of("key-"))
        .operation(READ)
        .maxRounds(rounds)
        .build();
  }

  private static void answered(ToolRun run) {
    assertThat(run.ending()).isEqualTo(Ending.ANSWERED);
    assertThat(run.reply().text()).isEqualTo("A fair");
    assertThat(run.messages()).extracting(ChatMessage::role).doesNotContain(ChatMessage.Role.TOOL);
    assertThat(run.messages().stream().map(message -> Part.textOf(message.parts())))
        .containsExactly("What is new in Ulm?", "Searching", "Searching", "A fair");
  }

  @Test
  void pausedReplyGoesBackAsItIsUntilTheAnswer() {
    MockModel model = MockModel.newBuilder().reply(PAUSED).reply(PAUSED).reply("A fair").build();
    answered(loop(model, 5).run(REQUEST, CallContext.create()));
  }

  @Test
  void pausedStreamGoesOnToo() {
    MockModel model = MockModel.newBuilder().reply(PAUSED).reply(PAUSED).reply("A fair").build();
    try (ToolLoopStream stream = loop(model, 5).stream(REQUEST, CallContext.create())) {
      answered(stream.run());
    }
  }

  @Test
  void modelThatPausesForEverIsStoppedByTheBound() {
    MockModel model = MockModel.newBuilder().reply(PAUSED).reply(PAUSED).reply("A fair").build();
    ToolRun run = loop(model, 2).run(REQUEST, CallContext.create());
    assertThat(run.ending()).isEqualTo(Ending.ROUNDS);
    assertThat(run.calls()).isEqualTo(List.of());
    assertThat(run.messages().getLast().parts()).isEqualTo(run.reply().parts());
  }
}
