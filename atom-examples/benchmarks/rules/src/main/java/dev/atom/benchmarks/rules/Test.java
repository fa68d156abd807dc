package dev.atom.benchmarks.rules;

import java.util.Map;
import java.util.Set;

/** A condition on one field of an event; a rule is a conjunction of two to five. */
sealed interface Test {
  String field();

  boolean holds(Map<String, Object> event);

  record Eq(String field, Object value) implements Test {
    @Override
    public boolean holds(Map<String, Object> event) {
      return value.equals(event.get(field));
    }
  }

  record In(String field, Set<String> values) implements Test {
    @Override
    public boolean holds(Map<String, Object> event) {
      return values.contains(event.get(field));
    }
  }

  /** Both ends are in it. */
  record Range(String field, long low, long high) implements Test {
    @Override
    public boolean holds(Map<String, Object> event) {
      long value = (Long) event.get(field);
      return value >= low && value <= high;
    }
  }

  record Contains(String field, String part) implements Test {
    @Override
    public boolean holds(Map<String, Object> event) {
      return ((String) event.get(field)).contains(part);
    }
  }
}
