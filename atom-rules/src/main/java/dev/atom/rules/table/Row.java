package dev.atom.rules.table;

import dev.atom.json.Json;
import java.util.List;
import java.util.Objects;

/**
 * A row of a table: it matches if all its tests do. Immutable and thread-safe.
 *
 * @param id names the row in its table
 * @param when a test for each input; copied
 * @param then a value for each output, {@link Json#NULL} where the row gives none; copied
 * @param note for people; may be empty
 */
public record Row(String id, List<UnaryTest> when, List<Json> then, String note) {
  /** Copies the lists. */
  public Row {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(note, "note");
    when = List.copyOf(when);
    then = List.copyOf(then);
  }
}
