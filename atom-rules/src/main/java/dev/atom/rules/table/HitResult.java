package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.rules.table.Hit.RowHit;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes a result of the rows that match, as the table's policy says. */
record HitResult(TableContent table, List<Row> matching) {

  Hit hit() {
    if (matching.isEmpty()) {
      return new Hit.None(
          TableRules.outputs(table, Collections.nCopies(table.outputs().size(), Json.NULL)));
    }
    return switch (table.policy()) {
      case UNIQUE -> matching.size() == 1 ? single(matching.get(0)) : conflict();
      case FIRST -> single(matching.get(0));
      case PRIORITY -> single(ordered().get(0));
      case ANY -> any();
      case COLLECT, RULE_ORDER -> several(matching);
      case OUTPUT_ORDER -> several(ordered());
      case COLLECT_SUM ->
          aggregate(Optional.of(numbers().reduce(BigDecimal.ZERO, BigDecimal::add)));
      case COLLECT_MIN -> aggregate(numbers().min(Comparator.naturalOrder()));
      case COLLECT_MAX -> aggregate(numbers().max(Comparator.naturalOrder()));
      case COLLECT_COUNT -> aggregate(Optional.of(BigDecimal.valueOf(matching.size())));
    };
  }

  private Json.Obj outputs(Row row) {
    return TableRules.outputs(table, row.then());
  }

  private Hit single(Row row) {
    return new Hit.Matched(List.of(row.id()), outputs(row));
  }

  private List<String> ids() {
    return matching.stream().map(Row::id).toList();
  }

  private Hit conflict() {
    return new Hit.Conflict(table.policy(), ids());
  }

  private Hit any() {
    Json.Obj first = outputs(matching.get(0));
    return matching.stream().allMatch(row -> outputs(row).equals(first))
        ? new Hit.Matched(ids(), first)
        : conflict();
  }

  private Hit several(List<Row> rows) {
    return new Hit.Several(rows.stream().map(row -> new RowHit(row.id(), outputs(row))).toList());
  }

  /** The sort is stable: rows of the same outputs keep the order of the table. */
  private List<Row> ordered() {
    return matching.stream().sorted(order(table)).toList();
  }

  /** The first output that has an order decides, then the next. */
  static Comparator<Row> order(TableContent table) {
    return (a, b) -> {
      for (int i = 0; i < table.outputs().size(); i++) {
        Output output = table.outputs().get(i);
        int order = Integer.compare(output.rank(a.then().get(i)), output.rank(b.then().get(i)));
        if (order != 0 && !output.allowed().isEmpty()) {
          return order;
        }
      }
      return 0;
    };
  }

  private Stream<BigDecimal> numbers() {
    Output output = table.outputs().get(0);
    return matching.stream()
        .flatMap(row -> output.of(row.then().get(0)).stream())
        .map(value -> ((Json.Num) value).value());
  }

  private Hit aggregate(Optional<BigDecimal> result) {
    var outputs = Json.object();
    result.ifPresent(number -> outputs.put(table.outputs().get(0).name(), number));
    return new Hit.Matched(ids(), outputs.build());
  }
}
