package dev.atom.benchmarks.rules;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What one writes by hand: a predicate for each rule, all asked in turn. */
final class Floor implements Contender {
  private final List<Predicate<Map<String, Object>>> rules = new ArrayList<>();

  Floor(List<List<Test>> rules) {
    for (List<Test> rule : rules) {
      Predicate<Map<String, Object>> whole = predicate(rule.get(0));
      for (Test test : rule.subList(1, rule.size())) {
        whole = whole.and(predicate(test));
      }
      this.rules.add(whole);
    }
  }

  private static Predicate<Map<String, Object>> predicate(Test test) {
    String field = test.field();
    return switch (test) {
      case Test.Eq eq -> {
        Object value = eq.value();
        yield event -> value.equals(event.get(field));
      }
      case Test.In in -> {
        var values = java.util.Set.copyOf(in.values());
        yield event -> values.contains(event.get(field));
      }
      case Test.Range range -> {
        long low = range.low();
        long high = range.high();
        yield event -> {
          long value = (Long) event.get(field);
          return value >= low && value <= high;
        };
      }
      case Test.Contains contains -> {
        String part = contains.part();
        yield event -> ((String) event.get(field)).contains(part);
      }
    };
  }

  @Override
  public Object prepare(Map<String, Object> event) {
    return event;
  }

  @Override
  @SuppressWarnings("unchecked")
  public int match(Object prepared) {
    Map<String, Object> event = (Map<String, Object>) prepared;
    int count = 0;
    for (Predicate<Map<String, Object>> rule : rules) {
      if (rule.test(event)) {
        count++;
      }
    }
    return count;
  }

  @Override
  @SuppressWarnings("unchecked")
  public BitSet matches(Object prepared) {
    Map<String, Object> event = (Map<String, Object>) prepared;
    BitSet matched = new BitSet();
    for (int i = 0; i < rules.size(); i++) {
      matched.set(i, rules.get(i).test(event));
    }
    return matched;
  }
}
