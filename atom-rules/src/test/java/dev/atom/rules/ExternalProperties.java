package dev.atom.rules;

import static dev.atom.rules.Condition.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.rules.ExternalFacts.Question;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Rules on external facts decide as they would if the answers were fields. */
class ExternalProperties {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  /** A rule in both forms, with the same ids. */
  record Twin(Condition asked, Condition known) {
    private Twin not() {
      return new Twin(Condition.not(asked), Condition.not(known));
    }
  }

  @Provide
  Arbitrary<Twin> twins() {
    Arbitrary<Twin> plain =
        Arbitraries.of("a", "b", "c").map(name -> field(name).eq(1)).map(c -> new Twin(c, c));
    Arbitrary<Twin> asked =
        Combinators.combine(Arbitraries.of("x", "y", "z"), Arbitraries.of(0, 1))
            .as(
                (name, value) ->
                    new Twin(
                        Condition.external(name).is(answer -> answer.eq(value)),
                        field(name).eq(value)));
    return Arbitraries.recursive(
        () -> Arbitraries.oneOf(plain, asked),
        inner ->
            Combinators.combine(
                    inner.list().ofMinSize(1).ofMaxSize(3), Arbitraries.integers().between(0, 3))
                .as(ExternalProperties::combined),
        0,
        3);
  }

  private static Twin combined(List<Twin> twins, int form) {
    List<Condition> asked = twins.stream().map(Twin::asked).toList();
    List<Condition> known = twins.stream().map(Twin::known).toList();
    int half = (twins.size() + 1) / 2;
    return switch (form) {
      case 0 -> new Twin(new Condition.All(asked), new Condition.All(known));
      case 1 -> new Twin(new Condition.Any(asked), new Condition.Any(known));
      case 2 -> twins.get(0).not();
      default -> new Twin(new Condition.AtLeast(half, asked), new Condition.AtLeast(half, known));
    };
  }

  @Provide
  Arbitrary<Map<String, Json>> values() {
    return Arbitraries.maps(
        Arbitraries.of("a", "b", "c", "x", "y", "z"), Arbitraries.of(0L, 1L).map(Json::of));
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void decideAsIfTheAnswersWereFields(
      @ForAll("twins") Twin first,
      @ForAll("twins") Twin second,
      @ForAll("twins") Twin third,
      @ForAll("values") Map<String, Json> values,
      @ForAll boolean stop) {
    List<Twin> twins = List.of(first, second, third);
    List<List<Question>> calls = new ArrayList<>();
    ExternalFacts desk =
        (questions, context) -> {
          calls.add(questions);
          // Null is the answer where a field would be missing.
          return questions.stream()
              .collect(Collectors.toMap(q -> q, q -> values.getOrDefault(q.fact(), Json.NULL)));
        };
    Facts facts = Facts.of(new Json.Obj(values));
    RuleSet asking = rules(twins.stream().map(Twin::asked).toList(), stop);
    RuleSet knowing = rules(twins.stream().map(Twin::known).toList(), stop);
    Decision asked = asking.evaluate(facts, NOW, desk, CallContext.create());
    Decision known = knowing.evaluate(facts, NOW);
    assertThat(ids(asked)).isEqualTo(ids(known));
    Trace trace = asked.trace();
    assertThat(trace.rules().stream().filter(RuleTrace::fired).map(RuleTrace::rule).toList())
        .isEqualTo(ids(known));
    assertThat(calls).hasSizeLessThanOrEqualTo(1);
    calls.forEach(questions -> assertThat(questions).doesNotHaveDuplicates());
    assertThat(RuleSet.parse(asking.toJson().toString()).rules()).isEqualTo(asking.rules());
  }

  private static RuleSet rules(List<Condition> conditions, boolean stop) {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      Rule.Builder rule = Rule.newBuilder("r" + i).when(conditions.get(i));
      rules.add((stop && i == 0 ? rule.stop() : rule.group("g")).build());
    }
    return RuleSet.of(rules, Map.of("g", GroupMode.FIRST), RuleVocabulary.OPEN);
  }

  private static List<String> ids(Decision decision) {
    return decision.fired().stream().map(Rule::id).toList();
  }
}
