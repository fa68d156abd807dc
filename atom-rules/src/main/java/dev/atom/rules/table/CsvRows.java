package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.InvalidRules.Problem;
import dev.atom.rules.table.CsvColumn.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of a text below its header: rows of a table's document, and where they stand. */
record CsvRows(CsvColumns columns, List<CsvText.Line> lines) {
  private static final Pattern CELL = Pattern.compile("/rows/(\\d+)(?:/(when|then)/(\\d+))?.*");
  private static final Pattern COLUMN = Pattern.compile("/(inputs|outputs)/(\\d+).*");

  /** The rows of a table, whose columns are those of its document. */
  List<Json> read(Json.Obj table, Faults faults) {
    List<Json> rows = new ArrayList<>();
    for (CsvText.Line line : lines) {
      if (line.cells().size() != columns.size()) {
        String message =
            "row "
                + line.row()
                + " has "
                + line.cells().size()
                + " cells, the header "
                + columns.size();
        faults.add("", "/rows/" + rows.size(), Kind.WRONG_FORM, message);
      } else {
        rows.add(row(table, line, faults));
      }
    }
    return rows;
  }

  private Json row(Json.Obj table, CsvText.Line line, Faults faults) {
    Map<Integer, Json> when = new HashMap<>();
    Map<Integer, Json> then = new HashMap<>();
    JsonObjectBuilder row = Json.object();
    for (int i = 0; i < columns.size(); i++) {
      CsvColumn column = columns.inOrder().get(i);
      String cell = line.cells().get(i);
      int place = columns.place(column);
      try {
        switch (column.part()) {
          case ID -> {
            if (!cell.isBlank()) {
              row.put("id", CsvCells.unguarded(cell));
            }
          }
          case NOTE -> row.put("note", CsvCells.unguarded(cell));
          case WHEN -> when.put(place, CsvCells.test(cell));
          case THEN -> then.put(place, CsvCells.value(cell, output(table, place)));
        }
      } catch (CellText.BadCell e) {
        faults.add("", "", Kind.WRONG_FORM, at(line, column) + e.getMessage());
      }
    }
    return row.put("when", ordered(when)).put("then", ordered(then)).build();
  }

  private static ColumnType output(Json.Obj table, int place) {
    Json.Obj output = (Json.Obj) table.at("/outputs/" + place).orElseThrow();
    return ColumnType.named(output.text("type").orElseThrow());
  }

  private static List<Json> ordered(Map<Integer, Json> cells) {
    List<Json> ordered = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      ordered.add(cells.getOrDefault(i, Json.NULL));
    }
    return ordered;
  }

  /** The problem with the row and the column that it is about. */
  Problem placed(Problem problem) {
    Matcher cell = CELL.matcher(problem.path());
    Matcher column = COLUMN.matcher(problem.path());
    String where = "";
    if (cell.matches()) {
      CsvText.Line line = lines.get(Integer.parseInt(cell.group(1)));
      where =
          cell.group(2) == null
              ? "row " + line.row() + ": "
              : at(line, column(cell.group(2).equals("when"), cell.group(3)));
    } else if (column.matches()) {
      CsvColumn about = column(column.group(1).equals("inputs"), column.group(2));
      where = "column " + CsvColumn.quoted(about.header()) + ": ";
    }
    return new Problem(problem.rule(), problem.path(), problem.kind(), where + problem.message());
  }

  private CsvColumn column(boolean input, String place) {
    return columns.column(input ? Part.WHEN : Part.THEN, Integer.parseInt(place));
  }

  private static String at(CsvText.Line line, CsvColumn column) {
    return "row " + line.row() + ", column " + CsvColumn.quoted(column.header()) + ": ";
  }
}
