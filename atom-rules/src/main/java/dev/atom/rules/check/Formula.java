package dev.atom.rules.check;

import java.util.ArrayList;
import java.util.List;

/** A condition as the checks see it: tests, their complements, and "at least so many of". */
sealed interface Formula {
  /** A test or its complement. */
  record Literal(FieldTest test, boolean positive) implements Formula {}

  /** All is as many as there are, any is one; none at all is true. */
  record AtLeast(int count, List<Formula> of) implements Formula {
    boolean all() {
      return count == of.size();
    }
  }

  static Formula all(List<Formula> of) {
    return of.size() == 1 ? of.getFirst() : new AtLeast(of.size(), of);
  }

  static Formula any(List<Formula> of) {
    return of.size() == 1 ? of.getFirst() : new AtLeast(1, of);
  }

  /** The complement, with tests alone complemented. */
  static Formula not(Formula formula) {
    return switch (formula) {
      case Literal literal -> new Literal(literal.test(), !literal.positive());
      case AtLeast some ->
          new AtLeast(
              some.of().size() - some.count() + 1, some.of().stream().map(Formula::not).toList());
    };
  }

  /** Every test in it, with repetitions. */
  default List<FieldTest> tests() {
    List<FieldTest> tests = new ArrayList<>();
    collect(this, tests);
    return tests;
  }

  private static void collect(Formula formula, List<FieldTest> tests) {
    switch (formula) {
      case Literal literal -> tests.add(literal.test());
      case AtLeast some -> some.of().forEach(member -> collect(member, tests));
    }
  }
}
