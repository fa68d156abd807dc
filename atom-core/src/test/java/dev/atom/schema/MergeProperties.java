package dev.atom.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.conversation.Author;
import dev.atom.conversation.Message;
import dev.atom.json.Json;
import dev.atom.schema.Delta.Certainty;
import dev.atom.schema.Merge.Proposal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MergeProperties {
  private static final Schema SCHEMA =
      new Schema(
          "s",
          1,
          Arrays.stream(FieldType.values())
              .map(
                  type -> {
                    Field.Builder field = Field.newBuilder("f_" + type.name().toLowerCase(), type);
                    return type == FieldType.CHOICE
                        ? field.choices(List.of("A", "b")).synonym("Bee", "b").build()
                        : field.build();
                  })
              .toList());
  private static final Merge MERGE = Merge.under(SCHEMA);
  private static final List<Message> EPISODE =
      List.of(
          Message.of(
              "m1", new Author(Author.Kind.CUSTOMER, "c"), Instant.EPOCH, "one two 3 yes a b"));

  @Property
  void neverThrowsAndItsLedgerGivesTheSameDocument(
      @ForAll("deltaLists") List<Delta> first,
      @ForAll("deltaLists") List<Delta> second,
      @ForAll("proposals") Proposal one,
      @ForAll("proposals") Proposal two) {
    Document before = MERGE.apply(Document.empty("d", SCHEMA), first, one).document();
    MergeOutcome outcome = MERGE.apply(before, second, two);
    assertThat(outcome.steps()).hasSameSizeAs(second);
    Document replayed = before;
    for (Json.Obj change : outcome.cellChanges()) {
      replayed = replayed.apply(Json.parseObject(change.toString()));
    }
    assertThat(replayed).isEqualTo(outcome.document());
    assertThat(Document.fromJson(Json.parseObject(replayed.toJson().toString())))
        .isEqualTo(replayed);
  }

  @Property
  void applyingADeltaTwiceIsApplyingItOnce(
      @ForAll("deltaLists") List<Delta> before,
      @ForAll("deltas") Delta delta,
      @ForAll("proposals") Proposal one,
      @ForAll("proposals") Proposal two) {
    Document document = MERGE.apply(Document.empty("d", SCHEMA), before, one).document();
    Document once = MERGE.apply(document, List.of(delta), two).document();
    MergeOutcome twice = MERGE.apply(once, List.of(delta), two);
    assertThat(twice.document()).isEqualTo(once);
    assertThat(twice.changes()).isEmpty();
  }

  @Property
  void ofValuesOfTheSameRankTheNewestWins(
      @ForAll Source source, @ForAll("numbers") List<Integer> values) {
    List<Delta> deltas =
        values.stream()
            .map(v -> new Delta.Set(Json.of(v)))
            .map(set -> new Delta("f_integer", set, List.of(), Certainty.STATED))
            .toList();
    Document document =
        MERGE
            .apply(
                Document.empty("d", SCHEMA), deltas, Proposal.entered(source, "x", Instant.EPOCH))
            .document();
    assertThat(document.value("f_integer")).contains(Json.of(values.get(values.size() - 1)));
  }

  @Property
  void whatAPersonEnteredStaysWhateverOthersSay(
      @ForAll("deltaLists") List<Delta> deltas, @ForAll("proposals") Proposal proposal) {
    Delta edit = new Delta("f_text", new Delta.Set(Json.of("edited")), List.of(), Certainty.STATED);
    Proposal person = Proposal.entered(Source.PERSON_EDIT, "p", Instant.EPOCH);
    Document locked = MERGE.apply(Document.empty("d", SCHEMA), List.of(edit), person).document();
    boolean byPerson = proposal.source().equals(Optional.of(Source.PERSON_EDIT));
    net.jqwik.api.Assume.that(!byPerson);
    assertThat(MERGE.apply(locked, deltas, proposal).document().value("f_text"))
        .contains(Json.of("edited"));
  }

  @Provide
  Arbitrary<List<Integer>> numbers() {
    return Arbitraries.integers().list().ofMinSize(1).ofMaxSize(5);
  }

  @Provide
  Arbitrary<List<Delta>> deltaLists() {
    return deltas().list().ofMaxSize(6);
  }

  @Provide
  Arbitrary<Delta> deltas() {
    Arbitrary<String> fields =
        Arbitraries.of(SCHEMA.fields().stream().map(Field::name).toList())
            .injectDuplicates(0.3)
            .edgeCases(c -> c.add("unknown"));
    Arbitrary<Json> values =
        Arbitraries.oneOf(
            Arbitraries.of(
                Json.NULL,
                Json.of(""),
                Json.of("a"),
                Json.of("bee"),
                Json.of("yes"),
                Json.of(true),
                Json.of(3),
                Json.of("3.50"),
                Json.of("1,000"),
                Json.of(new BigDecimal("1e1000000000")),
                Json.of(new BigDecimal("1e-1000000000")),
                Json.of("2026-11-21"),
                Json.of("17:30"),
                Json.of("2026-11-21T17:30:00+01:00"),
                Json.Obj.EMPTY,
                Json.array(List.of())),
            Arbitraries.strings().ofMaxLength(12).map(Json::of));
    Arbitrary<Delta.Change> changes =
        Arbitraries.oneOf(
            values.map(Delta.Set::new),
            Arbitraries.just(new Delta.Clear()),
            Arbitraries.just(new Delta.Confirm()));
    Arbitrary<List<Delta.Quote>> quotes =
        Arbitraries.of("one", "one two 3 yes a b", "3", "nowhere", "")
            .map(words -> new Delta.Quote(Optional.empty(), words))
            .list()
            .ofMaxSize(2);
    return Combinators.combine(fields, changes, quotes, Arbitraries.of(Certainty.values()))
        .as(Delta::new);
  }

  @Provide
  Arbitrary<Proposal> proposals() {
    Arbitrary<Proposal> entered =
        Arbitraries.of(Source.values()).map(s -> Proposal.entered(s, "x", Instant.EPOCH));
    return Arbitraries.oneOf(
        entered, Arbitraries.just(Proposal.analysed("model", Instant.EPOCH, EPISODE)));
  }
}
