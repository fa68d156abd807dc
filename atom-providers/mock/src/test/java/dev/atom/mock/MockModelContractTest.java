package dev.atom.mock;

import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.KeyRejected;
import dev.atom.model.RateLimited;
import java.time.Duration;

// @start region="contract"
class MockModelContractTest extends ChatModelContract {
  @Override
  protected ChatModel model(ModelSituation situation) {
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
    MockModel.Builder model = MockModel.newBuilder().otherwise(request -> reply);
    if (situation == ModelSituation.LIMITED) {
      model.capabilities(Capability.CHAT, Capability.STREAMING);
    }
    return model.clock(VirtualClock.at("2026-01-01T08:00:00Z")).build();
  }
}
// @end
