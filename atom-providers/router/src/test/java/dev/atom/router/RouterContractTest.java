package dev.atom.router;

import dev.atom.mock.ChatModelContract;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.mock.ModelSituation;
import dev.atom.mock.VirtualClock;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.KeyRejected;
import dev.atom.model.Overloaded;
import dev.atom.model.RateLimited;
import java.time.Duration;

/** A router whose first target never answers is as good a model as its second one. */
class RouterContractTest extends ChatModelContract {
  @Override
  protected ChatModel model(ModelSituation situation) {
    VirtualClock clock = VirtualClock.at("2026-01-01T08:00:00Z");
    MockReply text = MockReply.text("It is sunny in Paris, 21 degrees.");
    MockReply reply =
        switch (situation) {
          case TEXT, LIMITED -> text;
          case TOOL_CALL -> MockReply.toolCall("weather", "{\"city\": \"Paris\"}");
          case STRUCTURED -> MockReply.json(new ModelSituation.Weather("Paris", 21));
          case REASONING -> text.reasoning("The user asks for the weather.");
          case KEY_REJECTED -> MockReply.failure(facts -> new KeyRejected(facts.build()));
          case RATE_LIMITED -> MockReply.failure(facts -> new RateLimited(facts.build()));
          case CUT_STREAM -> text.cutAfter(2);
          case SILENT -> text.after(Duration.ofDays(1));
          case STALLED_STREAM -> text.betweenEvents(Duration.ofDays(1));
        };
    MockReply first =
        situation == ModelSituation.KEY_REJECTED
            ? reply
            : MockReply.failure(facts -> new Overloaded(facts.build()));
    if (situation == ModelSituation.RATE_LIMITED) {
      first = reply;
    }
    return Router.newBuilder()
        .target(target(situation, clock, first))
        .target(target(situation, clock, reply))
        .clock(clock)
        .sleeper((time, context) -> clock.advance(time))
        .build();
  }

  private static MockModel target(ModelSituation situation, VirtualClock clock, MockReply reply) {
    MockModel.Builder model = MockModel.newBuilder().otherwise(request -> reply).clock(clock);
    if (situation == ModelSituation.LIMITED) {
      model.capabilities(Capability.CHAT, Capability.STREAMING);
    }
    return model.build();
  }
}
