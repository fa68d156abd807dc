package dev.atom.rules.table;

import dev.atom.rules.Decision;
import dev.atom.rules.RuleTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a table says about one snapshot of facts, and why. Immutable and thread-safe. */
public final class TableDecision {
  private final TableContent table;
  private final Decision decision;
  private final Hit hit;

  TableDecision(TableContent table, Map<String, Row> rows, Decision decision) {
    this.table = table;
    this.decision = decision;
    List<Row> matching = new ArrayList<>();
    decision.fired().forEach(rule -> matching.add(rows.get(rule.id())));
    this.hit = new HitResult(table, matching).hit();
  }

  /**
   * Returns the result.
   *
   * @return what the hit policy makes of the rows that match
   */
  public Hit hit() {
    return hit;
  }

  /**
   * Returns why every row matches or does not. It is worked out at this call, from the same
   * snapshot; who doesn't ask pays nothing.
   *
   * @return a trace for each row, in the order of the table
   */
  public List<RowTrace> trace() {
    List<RowTrace> traces = new ArrayList<>();
    List<RuleTrace> rules = decision.trace().rules();
    for (int i = 0; i < table.rows().size(); i++) {
      traces.add(RowTrace.of(table, table.rows().get(i), rules.get(i)));
    }
    return List.copyOf(traces);
  }
}
