package dev.atom.rules.table;

/**
 * How large a table may be, and how long its check may take.
 *
 * @param characters the length of the document's text
 * @param rows the number of rows, at most 100 000
 * @param columns the number of inputs, and of outputs, at most 100
 * @param steps the work of {@link DecisionTable#analyse} on each of its three questions: a step is a
 *     comparison or so, a hundred nanoseconds
 */
public record TableLimits(int characters, int rows, int columns, long steps) {
  /** 16 million characters, 100 000 rows, 100 inputs and outputs, 20 million steps. */
  public static final TableLimits DEFAULT = new TableLimits(16_000_000, 100_000, 100, 20_000_000);

  /** Refuses numbers out of range. */
  public TableLimits {
    if (characters < 1 || rows < 1 || columns < 1 || steps < 1 || rows > 100_000 || columns > 100) {
      throw new IllegalArgumentException(
          "limits are at least 1, rows at most 100000 and columns at most 100, not "
              + String.join(", ", "" + characters, "" + rows, "" + columns, "" + steps));
    }
  }
}
