package dev.atom.rules.table;

import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.table.CsvColumn.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The columns of a table that is there, which the header of a text names. Not thread-safe. */
final class NamedColumns {
  private final DecisionTable table;
  private final Faults faults;
  private final Map<CsvColumn, Integer> places = new HashMap<>();

  NamedColumns(DecisionTable table, Faults faults) {
    this.table = table;
    this.faults = faults;
  }

  CsvColumns read(List<String> header) {
    List<CsvColumn> found = new ArrayList<>();
    for (String cell : header) {
      column(CsvCells.unguarded(cell).strip()).ifPresent(found::add);
    }
    CsvColumns columns = CsvColumns.of(found, places, faults);
    allNamed(Part.WHEN, table.inputs().stream().map(CsvColumn::name).toList());
    allNamed(Part.THEN, table.outputs().stream().map(CsvColumn::name).toList());
    return columns;
  }

  private void allNamed(Part part, List<String> names) {
    for (String name : names) {
      int place = names.indexOf(name);
      if (places.entrySet().stream()
          .noneMatch(column -> column.getKey().part() == part && column.getValue() == place)) {
        faults.add("", "", Kind.MISSING_MEMBER, "there is no column \"" + name + "\"");
      }
    }
  }

  /** A column under its name or its label. */
  private Optional<CsvColumn> column(String header) {
    Optional<CsvColumn> parsed = CsvColumn.parse(header);
    if (parsed.filter(c -> c.part() == Part.ID || c.part() == Part.NOTE).isPresent()) {
      return parsed;
    }
    List<CsvColumn> found = new ArrayList<>();
    for (int i = 0; i < table.inputs().size(); i++) {
      Input input = table.inputs().get(i);
      if (names(header, parsed, Part.WHEN, input.field()) || header.equals(input.label())) {
        found.add(placed(header, Part.WHEN, input.field(), i));
        typed(parsed, input.type());
      }
    }
    for (int i = 0; i < table.outputs().size(); i++) {
      Output output = table.outputs().get(i);
      if (names(header, parsed, Part.THEN, output.name()) || header.equals(output.label())) {
        found.add(placed(header, Part.THEN, output.name(), i));
        typed(parsed, output.type());
      }
    }
    if (found.size() != 1) {
      String message = found.isEmpty() ? " is no column of the table" : " is more than one column";
      faults.add("", "", Kind.UNKNOWN_FIELD, CsvColumn.quoted(header) + message);
    }
    return found.stream().findFirst();
  }

  private static boolean names(String header, Optional<CsvColumn> parsed, Part part, String name) {
    return parsed.filter(c -> c.part() == part && c.name().equals(name)).isPresent()
        || header.equals(name);
  }

  private CsvColumn placed(String header, Part part, String name, int place) {
    CsvColumn column = new CsvColumn(header, part, name, Optional.empty());
    places.put(column, place);
    return column;
  }

  private void typed(Optional<CsvColumn> parsed, ColumnType type) {
    parsed
        .filter(column -> column.type().filter(given -> !given.equals(type.jsonName())).isPresent())
        .ifPresent(
            column -> {
              String name = CsvColumn.quoted(column.header());
              String message = "column " + name + " is of type " + type.jsonName();
              faults.add("", "", Kind.WRONG_TYPE, message);
            });
  }
}
