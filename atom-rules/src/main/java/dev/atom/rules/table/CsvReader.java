package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.rules.FactType;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.InvalidRules.Problem;
import dev.atom.rules.RuleVocabulary;
import dev.atom.rules.table.CsvColumn.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a table from CSV: makes its document of it, and says of faults in that where they stand. */
final class CsvReader {
  private static final Pattern CELL = Pattern.compile("/rows/(\\d+)(?:/(when|then)/(\\d+))?.*");
  private static final Pattern COLUMN = Pattern.compile("/(inputs|outputs)/(\\d+).*");

  private final RuleVocabulary vocabulary;
  private final TableLimits limits;
  private final Faults faults = new Faults();

  CsvReader(RuleVocabulary vocabulary, TableLimits limits) {
    this.vocabulary = vocabulary;
    this.limits = limits;
  }

  /** The columns of a text, with the place in the table of each, and its lines below the header. */
  private record Sheet(
      List<CsvColumn> columns, Map<CsvColumn, Integer> places, List<CsvText.Line> lines) {
    CsvColumn column(Part part, int place) {
      return columns.stream()
          .filter(column -> column.part() == part && place == places.getOrDefault(column, -1))
          .findFirst()
          .orElseThrow();
    }
  }

  DecisionTable read(String csv, String id, HitPolicy policy) {
    List<CsvText.Line> lines = lines(csv);
    List<CsvColumn> columns = new ArrayList<>();
    for (String header : lines.get(0).cells()) {
      Optional<CsvColumn> column = CsvColumn.parse(CsvCells.unguarded(header));
      column.ifPresent(columns::add);
      if (column.isEmpty()) {
        fault(
            "",
            "",
            cut(header)
                + " names no column; write \"when field: type\","
                + " \"then name: type\", \"id\" or \"note\"",
            Kind.WRONG_FORM);
      }
    }
    faults.throwIfAny();
    List<Json> inputs = new ArrayList<>();
    List<Json> outputs = new ArrayList<>();
    Map<CsvColumn, Integer> places = new HashMap<>();
    for (CsvColumn column : columns) {
      List<Json> among = column.part() == Part.WHEN ? inputs : outputs;
      if (column.part() == Part.WHEN || column.part() == Part.THEN) {
        places.put(column, among.size());
        among.add(declared(column));
      }
    }
    twice(columns);
    faults.throwIfAny();
    Json.Obj table =
        Json.object()
            .put("id", id)
            .put("hitPolicy", policy.jsonName())
            .put("inputs", inputs)
            .put("outputs", outputs)
            .build();
    return table(table, new Sheet(columns, places, lines.subList(1, lines.size())));
  }

  DecisionTable readRows(String csv, DecisionTable table) {
    List<CsvText.Line> lines = lines(csv);
    List<CsvColumn> columns = new ArrayList<>();
    Map<CsvColumn, Integer> places = new HashMap<>();
    for (String header : lines.get(0).cells()) {
      column(CsvCells.unguarded(header).strip(), table, places).ifPresent(columns::add);
    }
    twice(columns);
    table.inputs().stream()
        .map(CsvColumn::name)
        .filter(name -> !placed(places, Part.WHEN, table.inputs().size(), name, table))
        .forEach(name -> fault("", "", "there is no column \"" + name + "\"", Kind.MISSING_MEMBER));
    table.outputs().stream()
        .map(CsvColumn::name)
        .filter(name -> !placed(places, Part.THEN, table.outputs().size(), name, table))
        .forEach(name -> fault("", "", "there is no column \"" + name + "\"", Kind.MISSING_MEMBER));
    faults.throwIfAny();
    return table(table.toJson(), new Sheet(columns, places, lines.subList(1, lines.size())));
  }

  private static boolean placed(
      Map<CsvColumn, Integer> places, Part part, int size, String name, DecisionTable table) {
    for (int i = 0; i < size; i++) {
      String own =
          part == Part.WHEN
              ? CsvColumn.name(table.inputs().get(i))
              : CsvColumn.name(table.outputs().get(i));
      int place = i;
      if (own.equals(name)) {
        return places.entrySet().stream()
            .anyMatch(e -> e.getKey().part() == part && e.getValue() == place);
      }
    }
    return false;
  }

  private List<CsvText.Line> lines(String csv) {
    if (csv.length() > limits.characters()) {
      String message = "the text has " + csv.length() + " characters; at most ";
      faults.add("", "", Kind.LIMIT_EXCEEDED, message + limits.characters());
    }
    faults.throwIfAny();
    try {
      List<CsvText.Line> lines = CsvText.read(csv, limits.rows() + 1, 2 * limits.columns() + 2);
      if (lines.isEmpty()) {
        fault("", "", "the text is empty; its first row names the columns", Kind.MISSING_MEMBER);
      }
      faults.throwIfAny();
      return lines;
    } catch (CsvText.BadCsv e) {
      Kind kind = e.limit() ? Kind.LIMIT_EXCEEDED : Kind.WRONG_FORM;
      faults.add("", "", kind, String.valueOf(e.getMessage()));
      faults.throwIfAny();
      throw new IllegalStateException(e);
    }
  }

  private void fault(String row, String path, String message, Kind kind) {
    faults.add(row, path, kind, message);
  }

  private static String cut(String text) {
    return "\"" + (text.length() > 80 ? text.substring(0, 79) + "…" : text) + "\"";
  }

  private void twice(List<CsvColumn> columns) {
    Set<List<Object>> seen = new HashSet<>();
    for (CsvColumn column : columns) {
      if (!seen.add(List.of(column.part(), column.name()))) {
        fault("", "", "there are two columns " + cut(column.header()), Kind.DUPLICATE_ID);
      }
    }
  }

  private Json declared(CsvColumn column) {
    boolean input = column.part() == Part.WHEN;
    Optional<String> type = column.type().or(() -> input ? known(column.name()) : Optional.empty());
    if (type.isEmpty() || !type(type.get())) {
      String message =
          "column "
              + cut(column.header())
              + " needs one of the types text, number,"
              + " integer, boolean, date, time, instant, list, any after a colon";
      fault("", "", message, Kind.MISSING_MEMBER);
    }
    return Json.object()
        .put(input ? "field" : "name", column.name())
        .put("type", type.orElse(""))
        .build();
  }

  private static boolean type(String name) {
    for (ColumnType type : ColumnType.values()) {
      if (type.jsonName().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private Optional<String> known(String field) {
    return vocabulary
        .type(field)
        .filter(type -> type != FactType.ANY)
        .flatMap(
            type ->
                List.of(ColumnType.values()).stream()
                    .filter(column -> column.factType() == type)
                    .map(ColumnType::jsonName)
                    .findFirst());
  }

  /** A column of a table that is there, under its name or its label. */
  private Optional<CsvColumn> column(
      String header, DecisionTable table, Map<CsvColumn, Integer> places) {
    Optional<CsvColumn> parsed = CsvColumn.parse(header);
    if (parsed.filter(c -> c.part() == Part.ID || c.part() == Part.NOTE).isPresent()) {
      return parsed;
    }
    List<CsvColumn> found = new ArrayList<>();
    for (int i = 0; i < table.inputs().size(); i++) {
      Input input = table.inputs().get(i);
      if (names(header, parsed, Part.WHEN, input.field()) || header.equals(input.label())) {
        found.add(place(header, Part.WHEN, input.field(), i, places));
        typed(parsed, input.type());
      }
    }
    for (int i = 0; i < table.outputs().size(); i++) {
      Output output = table.outputs().get(i);
      if (names(header, parsed, Part.THEN, output.name()) || header.equals(output.label())) {
        found.add(place(header, Part.THEN, output.name(), i, places));
        typed(parsed, output.type());
      }
    }
    if (found.size() != 1) {
      String message = found.isEmpty() ? " is no column of the table" : " is more than one column";
      fault("", "", cut(header) + message, Kind.UNKNOWN_FIELD);
    }
    return found.stream().findFirst();
  }

  private static boolean names(String header, Optional<CsvColumn> parsed, Part part, String name) {
    return parsed.filter(c -> c.part() == part && c.name().equals(name)).isPresent()
        || header.equals(name);
  }

  private static CsvColumn place(
      String header, Part part, String name, int place, Map<CsvColumn, Integer> places) {
    CsvColumn column = new CsvColumn(header, part, name, Optional.empty());
    places.put(column, place);
    return column;
  }

  private void typed(Optional<CsvColumn> parsed, ColumnType type) {
    parsed
        .flatMap(CsvColumn::type)
        .filter(given -> !given.equals(type.jsonName()))
        .ifPresent(
            given ->
                fault(
                    "",
                    "",
                    "column " + cut(parsed.get().header()) + " is of type " + type.jsonName(),
                    Kind.WRONG_TYPE));
  }

  private DecisionTable table(Json.Obj columns, Sheet sheet) {
    List<Json> rows = new ArrayList<>();
    for (CsvText.Line line : sheet.lines()) {
      if (line.cells().size() != sheet.columns().size()) {
        String message =
            "row "
                + line.row()
                + " has "
                + line.cells().size()
                + " cells, the header "
                + sheet.columns().size();
        fault("", "/rows/" + rows.size(), message, Kind.WRONG_FORM);
      } else {
        rows.add(row(columns, sheet, line));
      }
    }
    faults.throwIfAny();
    try {
      Json document = columns.toBuilder().put("rows", rows).build();
      return DecisionTable.parse(document, vocabulary, limits);
    } catch (InvalidRules e) {
      throw new InvalidRules(e.problems().stream().map(p -> placed(p, sheet)).toList());
    }
  }

  private Json row(Json.Obj table, Sheet sheet, CsvText.Line line) {
    Map<Integer, Json> when = new HashMap<>();
    Map<Integer, Json> then = new HashMap<>();
    var row = Json.object();
    for (int i = 0; i < sheet.columns().size(); i++) {
      CsvColumn column = sheet.columns().get(i);
      String cell = line.cells().get(i);
      int place = sheet.places().getOrDefault(column, -1);
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
        fault("", "", at(line, column) + e.getMessage(), Kind.WRONG_FORM);
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

  private static String at(CsvText.Line line, CsvColumn column) {
    return "row " + line.row() + ", column " + cut(column.header()) + ": ";
  }

  /** The problem with the row and the column that it is about. */
  private static Problem placed(Problem problem, Sheet sheet) {
    Matcher cell = CELL.matcher(problem.path());
    Matcher column = COLUMN.matcher(problem.path());
    String where = "";
    if (cell.matches()) {
      CsvText.Line line = sheet.lines().get(Integer.parseInt(cell.group(1)));
      where =
          cell.group(2) == null
              ? "row " + line.row() + ": "
              : at(
                  line,
                  sheet.column(
                      cell.group(2).equals("when") ? Part.WHEN : Part.THEN,
                      Integer.parseInt(cell.group(3))));
    } else if (column.matches()) {
      Part part = column.group(1).equals("inputs") ? Part.WHEN : Part.THEN;
      where =
          "column " + cut(sheet.column(part, Integer.parseInt(column.group(2))).header()) + ": ";
    }
    return new Problem(problem.rule(), problem.path(), problem.kind(), where + problem.message());
  }
}
