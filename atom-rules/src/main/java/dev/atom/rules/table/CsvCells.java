package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.rules.table.TableCsv.FormulaGuard;

/** Cells of a table as texts of CSV, and back. */
final class CsvCells {
  private static final String FORMULAS = "=+-@\t\r\n";

  private final FormulaGuard guard;

  CsvCells(FormulaGuard guard) {
    this.guard = guard;
  }

  /** A text as it is: an id or a note. */
  String text(String text) {
    return guarded(startsAsGuarded(text) ? "'" + text : text);
  }

  String test(UnaryTest test, ColumnType type) {
    if (test instanceof UnaryTest.Any) {
      return guard == FormulaGuard.NONE ? "-" : "";
    }
    Json cell = CellReader.write(test, type);
    boolean bare = type != ColumnType.ANY && !(cell instanceof Json.Obj);
    return guarded(
        switch (cell) {
          case Json.Str text -> text.value();
          case Json.Num n -> bare ? n.toString() : equal(n);
          case Json.Bool b -> bare ? b.toString() : equal(b);
          case Json.Null none -> none.toString();
          case Json.Arr list -> list.toString();
          case Json.Obj object -> object.toString();
        });
  }

  private static String equal(Json value) {
    return Json.object().put("eq", value).build().toString();
  }

  String value(Json value, ColumnType type) {
    if (value instanceof Json.Null) {
      return "";
    }
    return guarded(
        value instanceof Json.Str text && type != ColumnType.ANY
            ? word(text.value())
            : value.toString());
  }

  private static String word(String text) {
    boolean bare =
        !text.isEmpty() && text.equals(text.strip()) && "\"'".indexOf(text.charAt(0)) < 0;
    return bare ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private String guarded(String cell) {
    return guard == FormulaGuard.APOSTROPHE && formula(cell, 0) ? "'" + cell : cell;
  }

  private static boolean formula(String cell, int at) {
    return cell.length() > at && FORMULAS.indexOf(cell.charAt(at)) >= 0;
  }

  /** An apostrophe, or several, before what could be a formula: reading takes one of them away. */
  private static boolean startsAsGuarded(String cell) {
    int quotes = 0;
    while (quotes < cell.length() && cell.charAt(quotes) == '\'') {
      quotes++;
    }
    return quotes > 0 && formula(cell, quotes);
  }

  /** The cell without the apostrophe that guards it. */
  static String unguarded(String cell) {
    return startsAsGuarded(cell) ? cell.substring(1) : cell;
  }

  /** A test as it stands in a document: JSON where it can only be that, and else compact text. */
  static Json test(String cell) throws CellText.BadCell {
    String text = unguarded(cell).strip();
    if (text.startsWith("{")) {
      try {
        return Json.parse(text);
      } catch (JsonException e) {
        throw new CellText.BadCell("the cell is no JSON: " + e.getMessage());
      }
    }
    if (text.startsWith("[")) {
      try {
        return Json.parse(text);
      } catch (JsonException e) {
        return Json.of(text); // an interval
      }
    }
    return Json.of(text);
  }

  /** The value of an output; null for none. */
  static Json value(String cell, ColumnType type) throws CellText.BadCell {
    String text = unguarded(cell);
    if (text.isBlank()) {
      return Json.NULL;
    }
    return switch (type) {
      case ANY, LIST -> json(text);
      case TEXT, DATE, TIME, INSTANT, NUMBER, INTEGER, BOOLEAN ->
          CellText.value(text.strip(), type);
    };
  }

  private static Json json(String text) {
    try {
      return Json.parse(text);
    } catch (JsonException e) {
      return Json.of(text.strip()); // a text needs no quotes
    }
  }
}
