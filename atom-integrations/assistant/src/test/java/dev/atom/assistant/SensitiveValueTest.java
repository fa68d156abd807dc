package dev.atom.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.conversation.Author;
import dev.atom.conversation.Message;
import dev.atom.json.Json;
import dev.atom.mock.MockModel;
import dev.atom.model.ChatMessage;
import dev.atom.schema.Delta;
import dev.atom.schema.Document;
import dev.atom.schema.Merge;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A PIN that the customer has said, once it is in its sensitive field. */
class SensitiveValueTest {
  private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
  private static final Message PIN = says("m1", "My pin is x4711, on the 47110 line.");

  private static Message says(String id, String text) {
    return Message.of(id, new Author(Author.Kind.CUSTOMER, "ann"), NOW, text);
  }

  private static Document known() {
    Delta delta =
        new Delta(
            "pin",
            new Delta.Set(Json.of("4711")),
            List.of(new Delta.Quote(Optional.of("m1"), "x4711")),
            Delta.Certainty.STATED);
    return Merge.under(Bank.SCHEMA)
        .apply(
            Document.empty("c1", Bank.SCHEMA),
            List.of(delta),
            Merge.Proposal.analysed("analysis", NOW, List.of(PIN)))
        .document();
  }

  private static TurnInput input(List<Message> history, Message message) {
    return new TurnInput(history, List.of(message), known(), Bank.CONTEXT);
  }

  private static String prompt(MockModel model) {
    return model.lastRequest().messages().stream()
        .map(ChatMessage::text)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void isHiddenFromTheWriterAlsoWhereTheCustomerSaidIt() {
    MockModel model = MockModel.newBuilder().reply("Thanks.").reply("Thanks.").build();
    ModelReplyWriter writer = ModelReplyWriter.of(model, Bank.SCHEMA, "You help.");
    ReplyWriter.Grounds grounds = new ReplyWriter.Grounds(List.of(), List.of());

    writer.write(input(List.of(), PIN), grounds);
    assertThat(prompt(model)).contains("My pin is (hidden), on the 47110 line.");

    writer.write(input(List.of(PIN), says("m2", "Is 4711 right?")), grounds);
    assertThat(prompt(model))
        .contains("My pin is (hidden), on the 47110 line.")
        .contains("Is (hidden) right?");
  }

  @Test
  void isHiddenFromTheAnalyserInTheHistory() {
    MockModel model =
        MockModel.newBuilder().reply("{\"intent\": \"other\", \"changes\": []}").build();

    ModelAnalyser.of(model, Bank.SCHEMA, List.of())
        .analyse(input(List.of(PIN), says("m2", "My new pin is 0815.")));

    assertThat(prompt(model)).contains("My pin is (hidden), on").contains("0815");
  }
}
