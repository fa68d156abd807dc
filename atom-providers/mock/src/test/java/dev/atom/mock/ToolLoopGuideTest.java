package dev.atom.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.IdSource;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.model.ReplyEvent;
import dev.atom.model.Tool;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import dev.atom.operation.ToolLoop;
import dev.atom.operation.ToolLoopEvent;
import dev.atom.operation.ToolLoopStream;
import dev.atom.operation.ToolOutcome;
import dev.atom.operation.ToolPolicy;
import dev.atom.operation.ToolRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolLoopGuideTest {
  private static final ChatRequest REQUEST = ChatRequest.of("Is it warm in Bern?");
  private final IdSource ids = SequentialIds.of("key-");
  private final CallContext context = CallContext.create();

  // @start region="operation"
  public record City(String city) {}

  private final Operation weather =
      Operation.of(
          new Tool("weather", "The weather in a city now.", JsonSchema.of(City.class)),
          Effect.READ,
          (arguments, call) -> {
            City asked = arguments.as(City.class);
            return Json.object().put("city", asked.city()).put("celsius", 21).build();
          });

  // @end

  private static MockModel model() {
    return MockModel.newBuilder()
        .reply(MockReply.toolCall("weather", new City("Bern")))
        .reply("Yes, 21 degrees.")
        .build();
  }

  @Test
  void runsUntilTheModelAnswers() {
    ChatModel model = model();
    ChatRequest request = REQUEST;
    // @start region="run"
    ToolLoop loop = ToolLoop.newBuilder(model, ids).operation(weather).maxRounds(5).build();
    ToolRun run = loop.run(request, context);
    if (run.answered()) {
      System.out.println(run.reply().text());
    } else {
      System.out.println("stopped at a bound: " + run.ending());
    }
    // @end
    assertThat(run.reply().text()).isEqualTo("Yes, 21 degrees.");
    assertThat(run.calls()).hasSize(1);
    assertThat(run.messages()).hasSize(4);
  }

  @Test
  void streamsRoundsAndCalls() {
    StringBuilder shown = new StringBuilder();
    ToolLoop loop = ToolLoop.newBuilder(model(), ids).operation(weather).build();
    ChatRequest request = REQUEST;
    // @start region="stream"
    try (ToolLoopStream events = loop.stream(request, context)) {
      while (events.hasNext()) {
        switch (events.next()) {
          case ToolLoopEvent.Reply(int round, ReplyEvent.TextDelta delta) ->
              shown.append(delta.text());
          case ToolLoopEvent.Reply other -> {}
          case ToolLoopEvent.CallStarted started ->
              shown.append("[").append(started.call().name()).append("]");
          case ToolLoopEvent.CallEnded ended -> {}
          case ToolLoopEvent.Finished finished -> shown.append(finished.run().ending());
        }
      }
    }
    // @end
    assertThat(shown).hasToString("[weather]Yes, 21 degrees.ANSWERED");
  }

  @Test
  void policyDecidesBeforeACallRuns() {
    MockModel model = model();
    // @start region="policy"
    ToolPolicy policy =
        (operation, arguments, context) ->
            operation.effect() == Effect.READ && !arguments.text("city").orElse("").equals("Bern")
                ? new ToolPolicy.Run()
                : new ToolPolicy.Refuse("needs the consent of an editor");
    // @end
    ToolRun run =
        ToolLoop.newBuilder(model, ids)
            .operation(weather)
            .policy(policy)
            .build()
            .run(REQUEST, context);
    assertThat(run.calls())
        .extracting(ToolRun.CallReport::outcome)
        .isEqualTo(
            List.of(
                new ToolOutcome.NotRun(
                    ToolOutcome.Why.REFUSED, "refused: needs the consent of an editor")));
  }
}
