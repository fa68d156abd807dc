package dev.atom.rules.table;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The values that the tests of a column name. Not thread-safe. */
final class Named {
  private final ColumnType type;
  private final Set<Json> values = new LinkedHashSet<>();
  private final SortedSet<BigDecimal> positions = new TreeSet<>();
  private boolean exact = true;

  Named(ColumnType type) {
    this.type = type;
  }

  void add(UnaryTest test) {
    switch (test) {
      case UnaryTest.Any any -> {}
      case UnaryTest.Missing missing -> {}
      case UnaryTest.Equal equal -> value(equal.value());
      case UnaryTest.Range range -> {
        range.low().ifPresent(low -> value(low.value()));
        range.high().ifPresent(high -> value(high.value()));
        exact &= type.ordered();
      }
      case UnaryTest.OneOf list -> list.tests().forEach(this::add);
      case UnaryTest.Not not -> add(not.test());
      case UnaryTest.Compare compare -> {
        Asked.literals(compare).forEach(this::value);
        exact &= Asked.decides(compare, type, Atom.Form.OTHER);
        if (!exact) {
          value(type == ColumnType.LIST ? Json.array(List.of()) : Json.of(""));
        }
      }
    }
  }

  private void value(Json value) {
    if (type.admits(value)) {
      values.add(value);
      if (type.ordered()) {
        positions.add(type.position(value));
      }
    }
  }

  Set<Json> values() {
    return values;
  }

  SortedSet<BigDecimal> positions() {
    return positions;
  }

  /** Whether no test tells values apart that no test names. */
  boolean exact() {
    return exact;
  }
}
