package dev.atom.benchmarks.rules;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleLimits;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Atom's rules; facts are made before, or of the HashMap within what is measured. */
final class Atom implements Contender {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final RuleSet rules;
  private final boolean factsInside;

  private Atom(RuleSet rules, boolean factsInside) {
    this.rules = rules;
    this.factsInside = factsInside;
  }

  static Atom ofConditions(List<List<Test>> rules, boolean factsInside) {
    List<Rule> built = new ArrayList<>();
    for (List<Test> rule : rules) {
      Condition[] conditions = rule.stream().map(Atom::condition).toArray(Condition[]::new);
      built.add(Rule.newBuilder("" + built.size()).when(Condition.all(conditions)).build());
    }
    return new Atom(RuleSet.of(built), factsInside);
  }

  static Atom ofJsonLogic(List<List<Test>> rules) {
    List<Json> documents = new ArrayList<>();
    for (List<Test> rule : rules) {
      documents.add(
          Json.object()
              .put("id", "" + documents.size())
              .put("when", Json.parse(JsonLogicText.of(rule)))
              .put("then", List.<Json>of())
              .build());
    }
    return new Atom(
        RuleSet.parse(Json.array(documents), RuleVocabulary.OPEN, RuleLimits.DEFAULT), false);
  }

  private static Condition condition(Test test) {
    var field = Condition.field(test.field());
    return switch (test) {
      case Test.Eq eq -> field.eq(eq.value());
      case Test.In in -> field.in(in.values().toArray());
      case Test.Range range -> field.between(range.low(), range.high());
      case Test.Contains contains -> field.contains(contains.part());
    };
  }

  private static Facts facts(Map<String, Object> event) {
    Facts.Builder facts = Facts.newBuilder();
    for (Map.Entry<String, Object> entry : event.entrySet()) {
      facts.put(entry.getKey(), json(entry.getValue()));
    }
    return facts.build();
  }

  private static Json json(Object value) {
    return switch (value) {
      case String text -> Json.of(text);
      case Long number -> Json.of(number);
      case Boolean truth -> Json.of(truth);
      default -> throw new IllegalArgumentException(value.toString());
    };
  }

  @Override
  public Object prepare(Map<String, Object> event) {
    return factsInside ? event : facts(event);
  }

  private List<Rule> fired(Object prepared) {
    @SuppressWarnings("unchecked")
    Facts facts = factsInside ? facts((Map<String, Object>) prepared) : (Facts) prepared;
    return rules.matching(facts, NOW);
  }

  @Override
  public int match(Object prepared) {
    return fired(prepared).size();
  }

  @Override
  public BitSet matches(Object prepared) {
    BitSet matched = new BitSet();
    fired(prepared).forEach(rule -> matched.set(Integer.parseInt(rule.id())));
    return matched;
  }
}
