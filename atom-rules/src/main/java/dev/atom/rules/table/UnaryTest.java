package dev.atom.rules.table;

import dev.atom.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a cell asks of its input. Immutable, thread-safe, equal by content.
 *
 * <p>As in all rules a test is true or false, nothing between: a test of a missing value is false
 * but for {@link Any}, {@link Missing} and a {@link Not} of a test that is false.
 */
public sealed interface UnaryTest {
  /** Always true: {@code -}. */
  record Any() implements UnaryTest {}

  /** True if the input is missing or {@code null}: {@code null}. */
  record Missing() implements UnaryTest {}

  /**
   * True if the input equals a value: {@code gold}.
   *
   * @param value the value, of the column's type
   */
  record Equal(Json value) implements UnaryTest {
    /** Refuses null. */
    public Equal {
      Objects.requireNonNull(value, "value");
    }
  }

  /**
   * True if the input lies within bounds: {@code [1..10)}, {@code < 5}.
   *
   * @param low the lower bound; empty if there is none
   * @param high the upper bound; empty if there is none, but not both
   */
  record Range(Optional<Bound> low, Optional<Bound> high) implements UnaryTest {
    /** Refuses a range without bounds. */
    public Range {
      if (low.isEmpty() && high.isEmpty()) {
        throw new IllegalArgumentException("a range has a bound");
      }
    }
  }

  /**
   * An end of a range.
   *
   * @param value the value, of the column's type
   * @param included whether the value itself is in the range
   */
  record Bound(Json value, boolean included) {}

  /**
   * True if one of the tests is: {@code gold, silver}.
   *
   * @param tests the tests, at least one; copied
   */
  record OneOf(List<UnaryTest> tests) implements UnaryTest {
    /** Copies the tests. */
    public OneOf {
      tests = List.copyOf(tests);
      if (tests.isEmpty()) {
        throw new IllegalArgumentException("a list of tests has at least one");
      }
    }
  }

  /**
   * True if a test is false: {@code not(gold, silver)}.
   *
   * @param test the test
   */
  record Not(UnaryTest test) implements UnaryTest {}

  /**
   * A condition of the rule engine without its field: {@code {"op": "startsWith", "value": "AT"}}.
   *
   * @param condition the members of the condition but {@code field} and {@code id}
   */
  record Compare(Json.Obj condition) implements UnaryTest {
    /** Refuses null. */
    public Compare {
      Objects.requireNonNull(condition, "condition");
    }
  }
}
