package dev.atom.benchmarks.rules;

import io.github.jamsesso.jsonlogic.JsonLogic;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** The library json-logic-java, which keeps what it has parsed by its text. */
final class JsonLogicJava implements Contender {
  private final JsonLogic logic = new JsonLogic();
  private final String[] rules;

  JsonLogicJava(List<List<Test>> rules) throws Exception {
    this.rules = rules.stream().map(JsonLogicText::of).toArray(String[]::new);
    Object event = Workload.events(0).get(0);
    for (String rule : this.rules) {
      logic.apply(rule, event);
    }
  }

  @Override
  public Object prepare(Map<String, Object> event) {
    return event;
  }

  @Override
  public int match(Object prepared) throws Exception {
    int count = 0;
    for (String rule : rules) {
      if (JsonLogic.truthy(logic.apply(rule, prepared))) {
        count++;
      }
    }
    return count;
  }

  @Override
  public BitSet matches(Object prepared) throws Exception {
    BitSet matched = new BitSet();
    for (int i = 0; i < rules.length; i++) {
      matched.set(i, JsonLogic.truthy(logic.apply(rules[i], prepared)));
    }
    return matched;
  }
}
