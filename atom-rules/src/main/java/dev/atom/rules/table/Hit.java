package dev.atom.rules.table;

import dev.atom.json.Json;
import java.util.List;

/** What a table says about facts. */
public sealed interface Hit {
  /**
   * One result.
   *
   * @param rows the ids of the rows that it comes from: one, or under {@link HitPolicy#ANY} and the
   *     aggregations all that match; copied
   * @param outputs the outputs by name
   */
  record Matched(List<String> rows, Json.Obj outputs) implements Hit {
    /** Copies the ids. */
    public Matched {
      rows = List.copyOf(rows);
    }
  }

  /**
   * A result for each row that matches.
   *
   * @param rows in the order that the policy says, at least one; copied
   */
  record Several(List<RowHit> rows) implements Hit {
    /** Copies the rows. */
    public Several {
      rows = List.copyOf(rows);
    }
  }

  /**
   * A row that matches.
   *
   * @param row its id
   * @param outputs its outputs by name
   */
  record RowHit(String row, Json.Obj outputs) {}

  /**
   * No row matches.
   *
   * @param defaults the outputs that have a default
   */
  record None(Json.Obj defaults) implements Hit {}

  /**
   * More rows match than the policy allows: the table is wrong.
   *
   * @param policy {@link HitPolicy#UNIQUE} or {@link HitPolicy#ANY}
   * @param rows the ids of the rows that match; copied
   */
  record Conflict(HitPolicy policy, List<String> rows) implements Hit {
    /** Copies the ids. */
    public Conflict {
      rows = List.copyOf(rows);
    }
  }
}
