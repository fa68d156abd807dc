package dev.atom.rules.table;

import dev.atom.rules.InvalidRules;
import dev.atom.rules.RuleVocabulary;
import java.util.ArrayList;
import java.util.List;

/**
 * Decision tables as comma-separated values (RFC 4180), for spreadsheets.
 *
 * {@snippet file="dev/atom/rules/table/TablesDocumentationTest.java" region="csv"}
 *
 * <p>The first row names the columns: {@code when customer.tier: text} is an input, {@code then
 * percent: number} an output, {@code id} names the row and {@code note} is for people; the last two may
 * be left out. The other cells are those of the table: tests in the compact form or as JSON, outputs as
 * they are. An empty test is any value, an empty output none. Texts of outputs that are empty, or
 * begin with a quote, an apostrophe or a blank, stand in quotes as in a test.
 *
 * <p>Nothing in a cell is ever computed: one that begins with {@code =}, {@code +}, {@code -} or {@code
 * @} is data here. A spreadsheet that opens an exported file may take it for a formula; {@link
 * FormulaGuard#APOSTROPHE} keeps it from doing so, and reading takes the apostrophe away again.
 */
public final class TableCsv {
  private TableCsv() {}

  /** What is done about cells that a spreadsheet could take for formulas. */
  public enum FormulaGuard {
    /** They are written as they are: for programs. */
    NONE,
    /**
     * An apostrophe is put before cells that begin with {@code =}, {@code +}, {@code -}, {@code @}, a
     * tab or a line end, and a test of any value is an empty cell: for people with a spreadsheet.
     */
    APOSTROPHE
  }

  /**
   * Reads a table whose inputs may be any facts, within {@link TableLimits#DEFAULT}.
   *
   * @param csv the text
   * @param id what names the table, not blank
   * @param policy which of the matching rows count
   * @return the table
   * @throws InvalidRules if something is wrong; names the row, counted from 1 with the header, and the
   *     column; says everything at once
   */
  public static DecisionTable read(String csv, String id, HitPolicy policy) {
    return read(csv, id, policy, RuleVocabulary.OPEN, TableLimits.DEFAULT);
  }

  /**
   * Reads a table and checks it against a vocabulary. Where that knows the type of an input, its column
   * needs none.
   *
   * @param csv the text
   * @param id what names the table, not blank
   * @param policy which of the matching rows count
   * @param vocabulary the facts that the inputs may be
   * @param limits how large the table, and its text, may be
   * @return the table
   * @throws InvalidRules if something is wrong; names the row, counted from 1 with the header, and the
   *     column; says everything at once
   */
  public static DecisionTable read(
      String csv, String id, HitPolicy policy, RuleVocabulary vocabulary, TableLimits limits) {
    return new CsvReader(vocabulary, limits).read(csv, id, policy);
  }

  /**
   * Reads new rows for a table, which keeps all else: its labels, allowed values, defaults and policy.
   * Columns may come in any order, each under {@code when field} or {@code then name}, with or without
   * its type, or under its label alone.
   *
   * @param csv the text
   * @param table the table whose columns these are
   * @return the table with these rows
   * @throws InvalidRules if something is wrong; names the row, counted from 1 with the header, and the
   *     column; says everything at once
   */
  public static DecisionTable readRows(String csv, DecisionTable table) {
    return new CsvReader(table.vocabulary(), table.limits()).readRows(csv, table);
  }

  /**
   * Writes a table. What CSV has no place for, such as labels and allowed values, is left out; {@link
   * #readRows} takes it from the table itself.
   *
   * @param table the table
   * @param guard what is done about cells that a spreadsheet could take for formulas
   * @return a header and a line for each row, each ended by CRLF
   */
  public static String write(DecisionTable table, FormulaGuard guard) {
    CsvCells cells = new CsvCells(guard);
    boolean notes = table.rows().stream().anyMatch(row -> !row.note().isEmpty());
    List<String> header = new ArrayList<>(List.of(CsvColumn.ID));
    table.inputs().forEach(input -> header.add(CsvColumn.name(input)));
    table.outputs().forEach(output -> header.add(CsvColumn.name(output)));
    if (notes) {
      header.add(CsvColumn.NOTE);
    }
    StringBuilder csv = new StringBuilder();
    CsvText.write(header, csv);
    for (Row row : table.rows()) {
      List<String> line = new ArrayList<>(List.of(cells.text(row.id())));
      for (int i = 0; i < row.when().size(); i++) {
        line.add(cells.test(row.when().get(i), table.inputs().get(i).type()));
      }
      for (int i = 0; i < row.then().size(); i++) {
        line.add(cells.value(row.then().get(i), table.outputs().get(i).type()));
      }
      if (notes) {
        line.add(cells.text(row.note()));
      }
      CsvText.write(line, csv);
    }
    return csv.toString();
  }
}
