package dev.atom.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atom.conversation.Author;
import dev.atom.conversation.Message;
import dev.atom.json.Json;
import dev.atom.schema.Delta.Certainty;
import dev.atom.schema.Delta.Change;
import dev.atom.schema.Delta.Clear;
import dev.atom.schema.Delta.Confirm;
import dev.atom.schema.Delta.Quote;
import dev.atom.schema.Evidence.Strength;
import dev.atom.schema.Merge.Proposal;
import dev.atom.schema.MergeOutcome.Applied;
import dev.atom.schema.MergeOutcome.Cleared;
import dev.atom.schema.MergeOutcome.Conflict;
import dev.atom.schema.MergeOutcome.Ignored;
import dev.atom.schema.MergeOutcome.Reason;
import dev.atom.schema.MergeOutcome.Refused;
import dev.atom.schema.MergeOutcome.Step;
import dev.atom.schema.MergeOutcome.Strengthened;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergeTest {
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");
  private static final Schema SCHEMA =
      new Schema(
          "case",
          1,
          List.of(
              Field.newBuilder("city", FieldType.TEXT).build(),
              Field.newBuilder("people", FieldType.INTEGER).build(),
              Field.newBuilder("card", FieldType.TEXT).pattern("[0-9]{4}").sensitive().build(),
              Field.newBuilder("wild", FieldType.TEXT).pattern("(.*a){15}").build()));
  private static final Merge MERGE = Merge.under(SCHEMA);
  private static final List<Message> EPISODE =
      List.of(
          message("m1", Author.Kind.CUSTOMER, "I want a table in Paris for 150 people"),
          message("m2", Author.Kind.ASSISTANT, "There is Chez  Anne in “Lyon” at $1,500.50."),
          message("m3", Author.Kind.CUSTOMER, "Yes"),
          message("m4", Author.Kind.PERSON, "我要去北京明天"));

  private static Message message(String id, Author.Kind kind, String text) {
    return Message.of(id, new Author(kind, "x"), AT, text);
  }

  private static Delta set(String field, String value, String... quotes) {
    List<Quote> said = List.of(quotes).stream().map(q -> new Quote(Optional.empty(), q)).toList();
    return new Delta(field, new Delta.Set(Json.of(value)), said, Certainty.STATED);
  }

  private static Step apply(Document document, Delta delta) {
    return MERGE
        .apply(document, List.of(delta), Proposal.analysed("model", AT, EPISODE))
        .steps()
        .get(0);
  }

  private static Document known(Source source, String value) {
    return entered(Document.empty("d", SCHEMA), source, new Delta.Set(Json.of(value))).document();
  }

  private static MergeOutcome entered(Document document, Source source, Change change) {
    Delta delta = new Delta("city", change, List.of(), Certainty.STATED);
    return MERGE.apply(document, List.of(delta), Proposal.entered(source, "somebody", AT));
  }

  /** The table of what a value does to a cell: rows by the cell's source, columns by the value's. */
  @ParameterizedTest
  @CsvSource({
    "DEFAULT,         Applied, Applied, Applied,  Applied,  Applied",
    "IMPLIED,         Ignored, Applied, Applied,  Applied,  Applied",
    "CUSTOMER_STATED, Ignored, Ignored, Applied,  Applied,  Applied",
    "SYSTEM,          Conflict, Conflict, Conflict, Applied, Applied",
    "PERSON_EDIT,     Conflict, Conflict, Conflict, Conflict, Applied"
  })
  void anotherValueWinsByRank(
      Source held, String byDefault, String implied, String stated, String system, String person) {
    List<String> expected = List.of(byDefault, implied, stated, system, person);
    for (Source source : Source.values()) {
      Document before = known(held, "Paris");
      MergeOutcome outcome = entered(before, source, new Delta.Set(Json.of("Lyon")));
      Step step = outcome.steps().get(0);
      assertThat(step.getClass().getSimpleName())
          .as("%s over %s", source, held)
          .isEqualTo(expected.get(source.ordinal()));
      boolean applied = step instanceof Applied;
      assertThat(outcome.document().value("city")).contains(Json.of(applied ? "Lyon" : "Paris"));
      if (step instanceof Applied a) {
        assertThat(a.correction()).isEqualTo(source == held);
      }
      if (step instanceof Conflict conflict) {
        assertThat(conflict.after().candidate().orElseThrow().value()).contains(Json.of("Lyon"));
        assertThat(conflict.after().provenance().source()).isEqualTo(held);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DEFAULT,         Cleared, Cleared, Cleared,  Cleared,  Cleared",
    "IMPLIED,         Cleared, Cleared, Cleared,  Cleared,  Cleared",
    "CUSTOMER_STATED, Ignored, Ignored, Cleared,  Cleared,  Cleared",
    "SYSTEM,          Conflict, Conflict, Conflict, Cleared, Cleared",
    "PERSON_EDIT,     Conflict, Conflict, Conflict, Conflict, Cleared"
  })
  void aClearWinsByRankToo(
      Source held, String byDefault, String implied, String stated, String system, String person) {
    List<String> expected = List.of(byDefault, implied, stated, system, person);
    for (Source source : Source.values()) {
      MergeOutcome outcome = entered(known(held, "Paris"), source, new Clear());
      Step step = outcome.steps().get(0);
      assertThat(step.getClass().getSimpleName())
          .as("%s clears %s", source, held)
          .isEqualTo(expected.get(source.ordinal()));
      assertThat(outcome.document().cell("city").isPresent()).isEqualTo(!(step instanceof Cleared));
      if (step instanceof Conflict conflict) {
        assertThat(conflict.after().candidate().orElseThrow().value()).isEmpty();
      }
    }
  }

  @Test
  void theSameValueKeepsTheCellAndTakesTheHigherRank() {
    for (Source held : Source.values()) {
      for (Source source : Source.values()) {
        MergeOutcome outcome =
            entered(known(held, "Paris"), source, new Delta.Set(Json.of("Paris")));
        Source higher = held.compareTo(source) > 0 ? held : source;
        assertThat(outcome.document().cell("city").orElseThrow().provenance().source())
            .isEqualTo(higher);
        assertThat(outcome.steps().get(0))
            .isInstanceOf(higher == held ? Ignored.class : Strengthened.class);
      }
    }
  }

  @Test
  void anEmptyCellTakesAnyValueAndHasNothingToClearOrConfirm() {
    Document empty = Document.empty("d", SCHEMA);
    for (Source source : Source.values()) {
      assertThat(entered(empty, source, new Delta.Set(Json.of("Paris"))).changes()).hasSize(1);
      assertThat(entered(empty, source, new Clear()).steps().get(0)).isInstanceOf(Ignored.class);
      assertThat(entered(empty, source, new Confirm()).steps().get(0)).isInstanceOf(Ignored.class);
    }
  }

  @Test
  void aNewerStatementOfTheCustomerIsACorrection() {
    Document paris = known(Source.CUSTOMER_STATED, "Paris");
    Applied step = (Applied) apply(paris, set("city", "Lyon", "Lyon"));
    assertThat(step.correction()).isTrue();
    assertThat(step.before()).isEqualTo(paris.cell("city"));
    assertThat(
            ((Applied) apply(Document.empty("d", SCHEMA), set("city", "Lyon", "Lyon")))
                .correction())
        .isFalse();
  }

  @Test
  void aCandidateGoesWhenItsRankSpeaksForThePresentValue() {
    Document held = known(Source.PERSON_EDIT, "Paris");
    Document torn =
        entered(held, Source.CUSTOMER_STATED, new Delta.Set(Json.of("Lyon"))).document();
    assertThat(torn.cell("city").orElseThrow().candidate()).isPresent();
    assertThat(entered(torn, Source.IMPLIED, new Confirm()).document()).isEqualTo(torn);
    Document settled = entered(torn, Source.PERSON_EDIT, new Confirm()).document();
    assertThat(settled.cell("city").orElseThrow().candidate()).isEmpty();
    assertThat(entered(torn, Source.CUSTOMER_STATED, new Delta.Set(Json.of("Paris"))).document())
        .isEqualTo(held);
  }

  @Test
  void aCandidateIsNotReplacedByALesserOne() {
    Document torn =
        entered(known(Source.PERSON_EDIT, "Paris"), Source.SYSTEM, new Delta.Set(Json.of("Lyon")))
            .document();
    MergeOutcome lesser = entered(torn, Source.IMPLIED, new Delta.Set(Json.of("Nice")));
    assertThat(lesser.steps().get(0)).isInstanceOf(Ignored.class);
    assertThat(lesser.document()).isEqualTo(torn);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "paris|m1|customer|Paris|STRONG",
        "TABLE IN  paris|m1|customer|table in Paris|STRONG",
        "150|m1|customer|150|STRONG",
        "chez anne|m2|assistant|Chez  Anne|STRONG",
        "\"Lyon\"|m2|assistant|“Lyon”|STRONG",
        "$1500.50|m2|assistant|$1,500.50|STRONG",
        "1,500.50|m2|assistant|1,500.50|STRONG",
        "yes|m3|customer|Yes|WEAK",
        "北京|m4|person|北京|STRONG"
      })
  void aQuoteIsFoundAsItStandsInTheMessage(
      String quote, String message, String author, String words, Strength strength) {
    Applied step = (Applied) apply(Document.empty("d", SCHEMA), set("city", "x", quote));
    assertThat(step.after().evidence())
        .containsExactly(new Evidence(message, author, words, strength));
    assertThat(step.after().provenance().source()).isEqualTo(Source.CUSTOMER_STATED);
  }

  @ParameterizedTest
  @CsvSource({"15", "50", "ari", "London", "1500.5", "500.50", "1", "' '", "paris for 160"})
  void aQuoteThatIsNotThereRefusesTheDelta(String quote) {
    Document before = Document.empty("d", SCHEMA);
    Refused step = (Refused) apply(before, set("city", "x", quote));
    assertThat(step.reason()).isEqualTo(Reason.EVIDENCE_NOT_FOUND);
  }

  @Test
  void everyQuoteMustBeFoundAndInTheMessageItNames() {
    Document empty = Document.empty("d", SCHEMA);
    assertThat(apply(empty, set("city", "x", "Paris", "London"))).isInstanceOf(Refused.class);
    Quote elsewhere = new Quote(Optional.of("m2"), "Paris");
    Delta delta =
        new Delta("city", new Delta.Set(Json.of("x")), List.of(elsewhere), Certainty.STATED);
    assertThat(((Refused) apply(empty, delta)).reason()).isEqualTo(Reason.EVIDENCE_NOT_FOUND);
    assertThat(((Refused) apply(empty, set("city", "x"))).reason()).isEqualTo(Reason.NO_EVIDENCE);
  }

  @Test
  void anImpliedValueRanksBelowAStatedOne() {
    Delta implied =
        new Delta(
            "city",
            new Delta.Set(Json.of("Lyon")),
            List.of(new Quote(Optional.empty(), "Lyon")),
            Certainty.IMPLIED);
    assertThat(apply(known(Source.CUSTOMER_STATED, "Paris"), implied)).isInstanceOf(Ignored.class);
    Applied step = (Applied) apply(Document.empty("d", SCHEMA), implied);
    assertThat(step.after().provenance()).isEqualTo(new Provenance(Source.IMPLIED, "model", AT));
  }

  @Test
  void evidenceGathersWithoutDoubles() {
    Document once =
        MERGE
            .apply(
                Document.empty("d", SCHEMA),
                List.of(
                    set("city", "Paris", "Paris"),
                    set("city", "Paris", "Yes"),
                    set("city", "Paris", "paris")),
                Proposal.analysed("model", AT, EPISODE))
            .document();
    assertThat(once.cell("city").orElseThrow().evidence())
        .extracting(Evidence::quote)
        .containsExactly("Paris", "Yes");
  }

  @Test
  void refusalsSayWhyAndNeverShowSensitiveValues() {
    Document empty = Document.empty("d", SCHEMA);
    Refused unknown = (Refused) apply(empty, set("colour", "red", "Yes"));
    assertThat(unknown.reason()).isEqualTo(Reason.UNKNOWN_FIELD);
    assertThat(unknown.message()).contains("colour", "city", "people");
    Refused number = (Refused) apply(empty, set("people", "many", "Yes"));
    assertThat(number.reason()).isEqualTo(Reason.INVALID_VALUE);
    assertThat(number.message()).isEqualTo("\"many\" is not a whole number");
    Refused card = (Refused) apply(empty, set("card", "4111-confidential", "Yes"));
    assertThat(card.message()).isEqualTo("the value does not match [0-9]{4}");
    assertThat(card.toString()).isEqualTo("Refused[card, INVALID_VALUE]");
    assertThat(apply(empty, set("card", "4111", "Yes"))).isInstanceOf(Applied.class);
    assertThat(apply(empty, set("card", "4111\n1", "Yes"))).isInstanceOf(Refused.class);
    assertThat(apply(empty, set("wild", "a".repeat(200) + "!", "Yes"))).isInstanceOf(Refused.class);
  }

  @Test
  void refusesADocumentOfAnotherSchema() {
    Document other = new Document("d", "other", 1, java.util.Map.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MERGE.apply(other, List.of(), Proposal.analysed("m", AT, EPISODE)));
  }

  @Test
  void nothingShowsItsContentInToString() {
    Document torn = known(Source.PERSON_EDIT, "confidential");
    MergeOutcome outcome =
        MERGE.apply(
            torn,
            List.of(set("city", "confidential too", "table in paris")),
            Proposal.analysed(
                "model", AT, List.of(message("m", Author.Kind.CUSTOMER, "A Table in Paris"))));
    assertThat(outcome.steps().get(0)).isInstanceOf(Conflict.class);
    assertThat(outcome.toString() + torn + set("city", "confidential", "Paris"))
        .doesNotContain("confidential")
        .doesNotContainIgnoringCase("paris");
  }
}
