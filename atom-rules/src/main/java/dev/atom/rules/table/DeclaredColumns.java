package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.rules.FactType;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.RuleVocabulary;
import dev.atom.rules.table.CsvColumn.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The columns of a new table, which the header of a text declares. Not thread-safe. */
final class DeclaredColumns {
  private final RuleVocabulary vocabulary;
  private final Faults faults;
  private final List<Json> inputs = new ArrayList<>();
  private final List<Json> outputs = new ArrayList<>();

  DeclaredColumns(RuleVocabulary vocabulary, Faults faults) {
    this.vocabulary = vocabulary;
    this.faults = faults;
  }

  CsvColumns read(List<String> header) {
    List<CsvColumn> columns = new ArrayList<>();
    for (String cell : header) {
      CsvColumn.parse(CsvCells.unguarded(cell)).ifPresentOrElse(columns::add, () -> none(cell));
    }
    faults.throwIfAny();
    Map<CsvColumn, Integer> places = new HashMap<>();
    for (CsvColumn column : columns) {
      List<Json> among = column.part() == Part.WHEN ? inputs : outputs;
      if (column.part() == Part.WHEN || column.part() == Part.THEN) {
        places.put(column, among.size());
        among.add(declared(column));
      }
    }
    return CsvColumns.of(columns, places, faults);
  }

  /** The document of a table with these columns, without rows. */
  Json.Obj table(String id, HitPolicy policy) {
    return Json.object()
        .put("id", id)
        .put("hitPolicy", policy.jsonName())
        .put("inputs", inputs)
        .put("outputs", outputs)
        .build();
  }

  private void none(String cell) {
    faults.add(
        "",
        "",
        Kind.WRONG_FORM,
        CsvColumn.quoted(cell)
            + " names no column; write \"when field: type\","
            + " \"then name: type\", \"id\" or \"note\"");
  }

  private Json declared(CsvColumn column) {
    boolean input = column.part() == Part.WHEN;
    Optional<String> type = column.type().or(() -> input ? known(column.name()) : Optional.empty());
    if (type.filter(DeclaredColumns::isType).isEmpty()) {
      String message =
          "column "
              + CsvColumn.quoted(column.header())
              + " needs one of the types text, number,"
              + " integer, boolean, date, time, instant, list, any after a colon";
      faults.add("", "", Kind.MISSING_MEMBER, message);
    }
    return Json.object()
        .put(input ? "field" : "name", column.name())
        .put("type", type.orElse(""))
        .build();
  }

  private static boolean isType(String name) {
    return Arrays.stream(ColumnType.values()).anyMatch(type -> type.jsonName().equals(name));
  }

  private Optional<String> known(String field) {
    return vocabulary
        .type(field)
        .filter(type -> type != FactType.ANY)
        .flatMap(
            type ->
                Arrays.stream(ColumnType.values())
                    .filter(column -> column.factType() == type)
                    .map(ColumnType::jsonName)
                    .findFirst());
  }
}
