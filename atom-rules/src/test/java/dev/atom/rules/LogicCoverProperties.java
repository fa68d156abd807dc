package dev.atom.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.rules.jsonlogic.Explanation;
import dev.atom.rules.jsonlogic.JsonLogic;
import dev.atom.rules.jsonlogic.JsonLogicException;
import dev.atom.rules.jsonlogic.LogicArbitraries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** An index of JsonLogic rules answers as the rules themselves do. */
class LogicCoverProperties {
  @Provide
  Arbitrary<Json> data() {
    return LogicArbitraries.data();
  }

  @Provide
  Arbitrary<Json> rules() {
    return LogicArbitraries.rules();
  }

  @Property(tries = 200)
  void theIndexAnswersAsTheRulesDo(
      @ForAll @Size(min = 5, max = 150) List<@From("rules") Json> any,
      @ForAll @Size(20) List<@From("data") Json> events) {
    List<Json> rules =
        any.stream().filter(rule -> JsonLogic.parse(rule).faults().isEmpty()).toList();
    List<Rule> built = new ArrayList<>();
    for (Json rule : rules) {
      Condition logic = Condition.logic(JsonLogic.parse(rule));
      built.add(Rule.newBuilder("r" + built.size()).when(logic).build());
      built.add(Rule.newBuilder("n" + built.size()).when(Condition.not(logic)).build());
    }
    RuleSet set = RuleSet.of(built);
    for (Json event : events) {
      Facts facts = Facts.of((Json.Obj) event);
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < rules.size(); i++) {
        boolean holds = JsonLogic.parse(rules.get(i)).holds(event);
        expected.add(built.get(2 * i + (holds ? 0 : 1)).id());
      }
      assertThat(set.matching(facts, Instant.EPOCH))
          .as("%s", event)
          .extracting(Rule::id)
          .containsExactlyElementsOf(expected);
    }
  }

  @Property(tries = 1_000)
  void theAnswerOfAConditionIsThatOfTheTestUnlessThatFails(
      @ForAll("rules") Json rule, @ForAll("data") Json data) {
    JsonLogic logic = JsonLogic.parse(rule);
    Explanation explanation = logic.explain(data);
    assertThat(logic.holds(data)).isEqualTo(explanation.holds());
    try {
      boolean truth = logic.test(data);
      assertThat(explanation.failures()).isEmpty();
      assertThat(truth).isEqualTo(explanation.holds());
    } catch (JsonLogicException e) {
      assertThat(explanation.failures()).isNotEmpty();
    }
  }
}
