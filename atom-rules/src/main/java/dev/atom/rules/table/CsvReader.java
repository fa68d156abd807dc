package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.RuleVocabulary;
import java.util.List;

/** Reads a table from CSV: makes its document of it, and says of faults in that where they stand. */
final class CsvReader {
  private final RuleVocabulary vocabulary;
  private final TableLimits limits;
  private final Faults faults = new Faults();

  CsvReader(RuleVocabulary vocabulary, TableLimits limits) {
    this.vocabulary = vocabulary;
    this.limits = limits;
  }

  DecisionTable read(String csv, String id, HitPolicy policy) {
    List<CsvText.Line> lines = lines(csv);
    DeclaredColumns declared = new DeclaredColumns(vocabulary, faults);
    CsvColumns columns = declared.read(lines.getFirst().cells());
    return table(declared.table(id, policy), columns, lines);
  }

  DecisionTable readRows(String csv, DecisionTable table) {
    List<CsvText.Line> lines = lines(csv);
    CsvColumns columns = new NamedColumns(table, faults).read(lines.getFirst().cells());
    return table(table.toJson(), columns, lines);
  }

  /** The header and what lies below it. */
  private List<CsvText.Line> lines(String csv) {
    if (csv.length() > limits.characters()) {
      String message = "the text has " + csv.length() + " characters; at most ";
      faults.add("", "", Kind.LIMIT_EXCEEDED, message + limits.characters());
    }
    faults.throwIfAny();
    try {
      List<CsvText.Line> lines = CsvText.read(csv, limits.rows() + 1, 2 * limits.columns() + 2);
      if (lines.isEmpty()) {
        String message = "the text is empty; its first row names the columns";
        faults.add("", "", Kind.MISSING_MEMBER, message);
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

  private DecisionTable table(Json.Obj table, CsvColumns columns, List<CsvText.Line> lines) {
    faults.throwIfAny();
    CsvRows rows = new CsvRows(columns, lines.subList(1, lines.size()));
    List<Json> read = rows.read(table, faults);
    faults.throwIfAny();
    try {
      Json document = table.toBuilder().put("rows", read).build();
      return DecisionTable.parse(document, vocabulary, limits);
    } catch (InvalidRules e) {
      throw new InvalidRules(e.problems().stream().map(rows::placed).toList());
    }
  }
}
