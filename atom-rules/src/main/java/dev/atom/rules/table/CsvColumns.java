package dev.atom.rules.table;

import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.table.CsvColumn.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The columns of a text in their order.
 *
 * @param places where those of conditions and outputs stand among their like in the table
 */
record CsvColumns(List<CsvColumn> inOrder, Map<CsvColumn, Integer> places) {
  /** Notes columns that are there twice. */
  static CsvColumns of(List<CsvColumn> inOrder, Map<CsvColumn, Integer> places, Faults faults) {
    Set<List<Object>> seen = new HashSet<>();
    for (CsvColumn column : inOrder) {
      if (!seen.add(List.of(column.part(), column.name()))) {
        String message = "there are two columns " + CsvColumn.quoted(column.header());
        faults.add("", "", Kind.DUPLICATE_ID, message);
      }
    }
    return new CsvColumns(inOrder, places);
  }

  int size() {
    return inOrder.size();
  }

  /** -1 for an id or a note. */
  int place(CsvColumn column) {
    return places.getOrDefault(column, -1);
  }

  CsvColumn column(Part part, int place) {
    return inOrder.stream()
        .filter(column -> column.part() == part && place == place(column))
        .findFirst()
        .orElseThrow();
  }
}
