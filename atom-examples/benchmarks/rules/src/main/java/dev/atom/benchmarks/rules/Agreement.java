package dev.atom.benchmarks.rules;

import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Nobody is measured who does not match what the tests themselves say. */
final class Agreement {
  /** Of so many events, one is also given to the call that is measured. */
  private static final int COUNTED = 16;

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
    for (int i = 0; i < events.size(); i++) {
      Map<String, Object> event = events.get(i);
      BitSet expected = new BitSet();
      for (int r = 0; r < rules.size(); r++) {
        expected.set(r, rules.get(r).stream().allMatch(test -> test.holds(event)));
      }
      Object prepared = contender.prepare(event);
      BitSet actual = contender.matches(prepared);
      boolean counted = i % COUNTED != 0 || contender.match(prepared) == expected.cardinality();
      if (!actual.equals(expected) || !counted) {
        throw new IllegalStateException(
            name + " matches " + actual + " in place of " + expected + " for " + event);
      }
      found += expected.cardinality();
    }
    return (double) found / rules.size() / events.size();
  }
}
