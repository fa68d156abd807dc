package dev.atom.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.conversation.Author;
import dev.atom.conversation.Message;
import dev.atom.json.Json;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.schema.Document;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelAnalyserTest {
  private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
  private static final Document EMPTY = Document.empty("c1", Bank.SCHEMA);

  private static final String GOOD =
      """
      {"intent": "transfer", "changes": [{"field": "amount", "op": "set", "value": "250",
        "evidence": [{"message": "m1", "quote": "$250"}], "certainty": "stated"}]}
      """;

  private static TurnInput input(Document document, String text) {
    Message message = Message.of("m1", new Author(Author.Kind.CUSTOMER, "ann"), NOW, text);
    return new TurnInput(List.of(), List.of(message), document, Bank.CONTEXT);
  }

  private static Analysis analyse(MockModel model) {
    return ModelAnalyser.of(model, Bank.SCHEMA, List.of("transfer", "balance"))
        .analyse(input(EMPTY, "Please send $250"));
  }

  @Test
  void readsIntentAndChanges() {
    Analysis analysis = analyse(MockModel.newBuilder().reply(GOOD).build());

    assertThat(analysis.result().text("intent")).contains("transfer");
    assertThat(DeltaForm.read(analysis.result().get("changes").orElseThrow())).hasSize(1);
    assertThat(analysis.calls()).hasSize(1);
  }

  @Test
  void whatTheMergeWouldRefuseGoesBackOnceWithTheReason() {
    MockModel model =
        MockModel.newBuilder().reply(GOOD.replace("$250", "never said")).reply(GOOD).build();

    Analysis analysis = analyse(model);

    assertThat(analysis.result().toString()).contains("$250");
    assertThat(analysis.calls()).hasSize(2);
    assertThat(model.lastRequest().messages().get(model.lastRequest().messages().size() - 1).text())
        .contains("amount")
        .contains("quote");
  }

  @Test
  void anAnswerThatIsNoJsonTwiceIsAnEmptyAnalysisAndNoException() {
    for (String garbage : List.of("Sure! The amount is 250.", "{\"intent\":", "[]", "")) {
      Analysis analysis = analyse(MockModel.newBuilder().reply(garbage).reply(garbage).build());
      assertThat(analysis.result()).isEqualTo(Json.object().put("intent", "other").build());
    }
  }

  @Test
  void anUnknownIntentCountsAsOther() {
    Analysis analysis =
        analyse(MockModel.newBuilder().reply(GOOD.replace("transfer", "sing")).build());
    assertThat(analysis.result().text("intent")).contains("other");
  }

  @Test
  void aRefusedAnswerIsEmpty() {
    MockModel model =
        MockModel.newBuilder()
            .reply(MockReply.refusal("no"))
            .reply(MockReply.refusal("no"))
            .build();
    assertThat(analyse(model).result().get("changes")).isEmpty();
  }

  @Test
  void aSensitiveValueIsNotShownToTheModel() {
    Document known =
        dev.atom.schema.Merge.under(Bank.SCHEMA)
            .apply(
                EMPTY,
                List.of(
                    new dev.atom.schema.Delta(
                        "pin",
                        new dev.atom.schema.Delta.Set(Json.of("CANARY-4711")),
                        List.of(),
                        dev.atom.schema.Delta.Certainty.STATED)),
                dev.atom.schema.Merge.Proposal.entered(
                    dev.atom.schema.Source.SYSTEM, "core-banking", NOW))
            .document();
    MockModel model = MockModel.newBuilder().reply(GOOD).build();
    ModelAnalyser.of(model, Bank.SCHEMA, List.of("transfer"))
        .analyse(input(known, "Please send $250"));

    assertThat(model.lastRequest().messages().toString()).doesNotContain("CANARY");
    model
        .lastRequest()
        .messages()
        .forEach(message -> assertThat(message.text()).doesNotContain("CANARY"));
    assertThat(model.lastRequest().messages().get(0).text()).contains("(known)");
  }

  @Test
  void deltasSurviveTheirWrittenForm() {
    Json changes = Json.parseObject(GOOD).get("changes").orElseThrow();
    List<Json.Obj> written = DeltaForm.read(changes).stream().map(DeltaForm::write).toList();
    assertThat(DeltaForm.read(Json.array(written))).isEqualTo(DeltaForm.read(changes));
    assertThat(DeltaForm.schema(Bank.SCHEMA).check(written.get(0))).isEmpty();
  }

  @Test
  void changesWithoutReadableFormAreLeftOut() {
    Json changes =
        Json.parse(
            """
            [1, {"op": "set"}, {"field": "amount", "op": "explode", "value": "1"},
             {"field": "amount", "op": "set", "value": null},
             {"field": "account", "op": "clear"}]
            """);
    assertThat(DeltaForm.read(changes)).hasSize(1);
    assertThat(DeltaForm.read(Json.of("nonsense"))).isEmpty();
  }
}
