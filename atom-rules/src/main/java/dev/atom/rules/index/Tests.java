package dev.atom.rules.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tests that conjunctions ask for beside their fields: the cheapest first, equal ones run once per
 * event. Immutable and thread-safe.
 */
final class Tests<S> {
  private static final int[] NONE = {};

  private final List<Residual<S>> distinct;

  /** For each conjunction where its tests begin; one more at the end. Empty if none has any. */
  private final int[] begins;

  private final int[] numbers;

  Tests(List<List<Residual<S>>> ofConjunctions) {
    Map<Residual<S>, Integer> known = new HashMap<>();
    List<Residual<S>> all = new ArrayList<>();
    Ints begin = new Ints();
    Ints tests = new Ints();
    for (List<Residual<S>> residuals : ofConjunctions) {
      begin.add(tests.size());
      for (Residual<S> test : sorted(residuals)) {
        int number = known.computeIfAbsent(test, t -> all.size());
        if (number == all.size()) {
          all.add(test);
        }
        tests.add(number);
      }
    }
    begin.add(tests.size());
    distinct = List.copyOf(all);
    begins = all.isEmpty() ? NONE : begin.toArray();
    numbers = tests.toArray();
  }

  private static <S> List<Residual<S>> sorted(List<Residual<S>> residuals) {
    if (residuals.size() < 2) {
      return residuals;
    }
    List<Residual<S>> sorted = new ArrayList<>(residuals);
    sorted.sort(Comparator.comparingInt(Residual::cost));
    return sorted;
  }

  int count() {
    return distinct.size();
  }

  boolean hold(int position, S event, Scratch<S> scratch) {
    if (begins.length == 0) {
      return true;
    }
    for (int i = begins[position]; i < begins[position + 1]; i++) {
      int number = numbers[i];
      int said = scratch.said(number);
      if (said < 0) {
        said = distinct.get(number).test(event) ? 1 : 0;
        scratch.say(number, said == 1);
      }
      if (said == 0) {
        return false;
      }
    }
    return true;
  }
}
