package dev.atom.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

/** Conditions on parts of texts find the same in a table as one by one. */
class PartsIndexProperties {
  private static final List<Operator> OPERATORS =
      List.of(
          Operator.CONTAINS,
          Operator.NOT_CONTAINS,
          Operator.CONTAINS_ANY,
          Operator.CONTAINS_ALL,
          Operator.CONTAINS_NONE,
          Operator.STARTS_WITH,
          Operator.NOT_STARTS_WITH,
          Operator.ENDS_WITH,
          Operator.NOT_ENDS_WITH);

  /** Few letters, so that parts overlap; some that fold to others, to two, or to none. */
  private static Arbitrary<String> texts(int longest) {
    return Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.of("a", "b", "A")),
            Tuple.of(
                1, Arbitraries.of("ß", "s", "İ", "i", "Σ", "ς", "\uD83D\uDE00", "\uDE00", " ")))
        .list()
        .ofMaxSize(longest)
        .map(letters -> String.join("", letters));
  }

  @Provide
  Arbitrary<Condition> conditions() {
    Arbitrary<Json> literal = texts(4).map(Json::of);
    return Combinators.combine(
            Arbitraries.of(OPERATORS),
            literal.list().ofMinSize(1).ofMaxSize(3),
            Arbitraries.of("x", "y"),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 9))
        .as(
            (operator, literals, field, ignoreCase, form) -> {
              boolean list = operator.operand() == Operator.Operand.LIST;
              FieldCondition condition =
                  Condition.field(field)
                      .is(operator, Optional.of(list ? Json.array(literals) : literals.get(0)));
              condition = ignoreCase ? condition.ignoringCase() : condition;
              condition =
                  form == 0
                      ? condition.whenMissing(Missing.MATCH)
                      : form == 1 ? condition.whenMissing(Missing.NO_MATCH) : condition;
              return form == 2 ? Condition.not(condition) : condition;
            });
  }

  @Provide
  Arbitrary<List<Condition>> both() {
    return conditions().list().ofMinSize(1).ofMaxSize(3);
  }

  @Provide
  Arbitrary<Json> values() {
    Arbitrary<Json> text = texts(12).map(Json::of);
    Arbitrary<Json> other =
        Arbitraries.of(Json.NULL, Json.of(5), Json.of(true), Json.parse("[]"), Json.parse("{}"));
    Arbitrary<Json> list =
        Arbitraries.frequencyOf(Tuple.of(5, texts(3).map(Json::of)), Tuple.of(1, other))
            .list()
            .ofMaxSize(4)
            .map(Json::array);
    return Arbitraries.frequencyOf(Tuple.of(6, text), Tuple.of(2, list), Tuple.of(1, other));
  }

  @Property(tries = 60)
  void aTableFindsWhatTestsFind(
      @ForAll @Size(min = 140, max = 260) List<@From("both") List<Condition>> conditions,
      @ForAll @Size(30) List<@From("values") Json> values) {
    List<Rule> rules = new ArrayList<>();
    for (List<Condition> all : conditions) {
      Condition when =
          all.size() == 2
              ? Condition.any(all.toArray(Condition[]::new))
              : Condition.all(all.toArray(Condition[]::new));
      rules.add(Rule.newBuilder("r" + rules.size()).when(when).build());
    }
    RuleSet set = RuleSet.of(rules);
    List<RuleSet> alone = rules.stream().map(rule -> RuleSet.of(List.of(rule))).toList();
    for (int i = 0; i + 1 < values.size(); i++) {
      Facts facts =
          i % 7 == 0
              ? Facts.newBuilder().put("x", values.get(i)).build()
              : Facts.newBuilder().put("x", values.get(i)).put("y", values.get(i + 1)).build();
      List<String> expected = new ArrayList<>();
      alone.forEach(
          one -> one.matching(facts, Instant.EPOCH).forEach(rule -> expected.add(rule.id())));
      assertThat(set.matching(facts, Instant.EPOCH))
          .as("%s", facts.values())
          .extracting(Rule::id)
          .containsExactlyElementsOf(expected);
    }
  }
}
