package dev.atom.benchmarks.rules;

import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Nobody is measured who does not match what the tests themselves say. */
final class Agreement {
  private Agreement() {}

  /**
   * Compares the rules that match each event.
   *
   * @return how many matched, of all pairs of a rule and an event
   * @throws IllegalStateException if one is not as it should be
   */
  static double check(
      String name, Contender contender, List<List<Test>> rules, List<Map<String, Object>> events)
      throws Exception {
    long found = 0;
    for (Map<String, Object> event : events) {
      BitSet expected = new BitSet();
      for (int i = 0; i < rules.size(); i++) {
        expected.set(i, rules.get(i).stream().allMatch(test -> test.holds(event)));
      }
      Object prepared = contender.prepare(event);
      BitSet actual = contender.matches(prepared);
      if (!actual.equals(expected) || contender.match(prepared) != expected.cardinality()) {
        throw new IllegalStateException(
            name + " matches " + actual + " in place of " + expected + " for " + event);
      }
      found += expected.cardinality();
    }
    return (double) found / rules.size() / events.size();
  }
}
