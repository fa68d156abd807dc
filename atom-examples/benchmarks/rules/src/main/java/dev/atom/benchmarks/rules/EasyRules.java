package dev.atom.benchmarks.rules;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jeasy.rules.api.Facts;
import org.jeasy.rules.api.Rules;
import org.jeasy.rules.core.DefaultRulesEngine;
import org.jeasy.rules.core.RuleBuilder;
import org.jeasy.rules.mvel.MVELRule;

/** Easy Rules with lambdas or with MVEL; the event is one fact. */
final class EasyRules extends SinkContender {
  private static final String EVENT = "e";

  private final Rules rules = new Rules();
  private final DefaultRulesEngine engine = new DefaultRulesEngine();

  EasyRules(List<List<Test>> tests, boolean mvel) {
    for (int i = 0; i < tests.size(); i++) {
      rules.register(mvel ? mvel(i, tests.get(i)) : lambda(i, tests.get(i)));
    }
  }

  private Object lambda(int number, List<Test> tests) {
    Test[] all = tests.toArray(Test[]::new);
    return new RuleBuilder()
        .name("r" + number)
        .priority(number)
        .when(
            facts -> {
              Map<String, Object> event = facts.get(EVENT);
              for (Test test : all) {
                if (!test.holds(event)) {
                  return false;
                }
              }
              return true;
            })
        .then(facts -> sink.add(number))
        .build();
  }

  private static Object mvel(int number, List<Test> tests) {
    String condition = tests.stream().map(EasyRules::mvel).collect(Collectors.joining(" && "));
    return new MVELRule()
        .name("r" + number)
        .priority(number)
        .when(condition)
        .then("sink.add(" + number + ")");
  }

  private static String mvel(Test test) {
    String field = "e[\"" + test.field() + "\"]";
    return switch (test) {
      case Test.Eq eq ->
          field + " == " + (eq.value() instanceof String s ? "\"" + s + "\"" : eq.value());
      case Test.In in ->
          in.values().stream()
              .map(text -> field + " == \"" + text + "\"")
              .collect(Collectors.joining(" || ", "(", ")"));
      case Test.Range r ->
          "(" + field + " >= " + r.low() + " && " + field + " <= " + r.high() + ")";
      case Test.Contains c -> field + ".contains(\"" + c.part() + "\")";
    };
  }

  @Override
  public Object prepare(Map<String, Object> event) {
    Facts facts = new Facts();
    facts.put(EVENT, event);
    facts.put("sink", sink);
    return facts;
  }

  @Override
  void fire(Object prepared) {
    engine.fire(rules, (Facts) prepared);
  }
}
