package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.rules.Check;
import dev.atom.rules.Finding;
import dev.atom.rules.RuleTrace;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a row matches or does not.
 *
 * @param row the row's id
 * @param matches whether all its cells hold
 * @param cells what each cell asked and found, in the order of the columns; copied
 */
public record RowTrace(String row, boolean matches, List<CellTrace> cells) {
  /** Copies the cells. */
  public RowTrace {
    cells = List.copyOf(cells);
  }

  /**
   * What a cell asked and found.
   *
   * @param input the label of the column
   * @param test the cell as it stands in the document
   * @param actual the input's value; empty if it is missing, or the cell is {@code -} and has not
   *     looked
   * @param wrongType whether the value is of a type that the cell can't judge
   * @param holds whether the cell holds
   */
  public record CellTrace(
      String input, Json test, Optional<Json> actual, boolean wrongType, boolean holds) {
    /** Such as {@code Total: >= 100, is 80}. */
    @Override
    public String toString() {
      String asked = test instanceof Json.Str s ? s.value() : test.toString();
      String is = actual.map(value -> "is " + value).orElse("is missing");
      String found = asked.equals("-") ? "any value" : is;
      return input
          + ": "
          + asked
          + ", "
          + found
          + (wrongType ? ", which is of the wrong type" : "");
    }
  }

  static RowTrace of(TableContent table, Row row, RuleTrace trace) {
    Iterator<Check> checks = trace.checks().iterator();
    List<CellTrace> cells = new ArrayList<>();
    for (int i = 0; i < table.inputs().size(); i++) {
      Input input = table.inputs().get(i);
      UnaryTest test = row.when().get(i);
      Json written = CellReader.write(test, input.type());
      if (test instanceof UnaryTest.Any) {
        cells.add(new CellTrace(input.label(), written, Optional.empty(), false, true));
        continue;
      }
      List<Check> seen = new ArrayList<>();
      boolean holds =
          new CellConditions(input.field(), input.type()).holds(test, recording(checks, seen));
      boolean wrong = seen.stream().anyMatch(check -> check.finding() == Finding.WRONG_TYPE);
      cells.add(new CellTrace(input.label(), written, seen.get(0).actual(), wrong, holds));
    }
    return new RowTrace(row.id(), cells.stream().allMatch(CellTrace::holds), cells);
  }

  private static Iterator<Check> recording(Iterator<Check> checks, List<Check> seen) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return checks.hasNext();
      }

      @Override
      public Check next() {
        Check check = checks.next();
        seen.add(check);
        return check;
      }
    };
  }

  /** A sentence, and a line for each cell that it rests on. */
  @Override
  public String toString() {
    String lines =
        cells.stream()
            .filter(cell -> matches || !cell.holds())
            .map(cell -> "\n  " + cell)
            .collect(Collectors.joining());
    return "row \"" + row + "\" " + (matches ? "matches:" : "does not match:") + lines;
  }
}
