package dev.atom.rules.table;

import java.util.ArrayList;
import java.util.List;

/**
 * Comma-separated values as in RFC 4180: cells in double quotes may hold commas, line ends and, twice,
 * double quotes. Lines end with CRLF, and on reading with LF or CR too; a byte order mark is passed
 * over. Not thread-safe.
 */
final class CsvText {
  private static final char MARK = '\uFEFF';

  private final String text;
  private int at;

  private CsvText(String text) {
    this.text = text;
    this.at = !text.isEmpty() && text.charAt(0) == MARK ? 1 : 0;
  }

  /**
   * A line.
   *
   * @param row counted from 1, as a spreadsheet does
   * @param cells what stands in it
   */
  record Line(int row, List<String> cells) {}

  /** A text that is no CSV, or has too many lines or cells. */
  static final class BadCsv extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean limit;

    BadCsv(boolean limit, String message) {
      super(message);
      this.limit = limit;
    }

    boolean limit() {
      return limit;
    }
  }

  /** The lines that are not empty. */
  static List<Line> read(String text, int mostLines, int mostCells) throws BadCsv {
    return new CsvText(text).lines(mostLines, mostCells);
  }

  private List<Line> lines(int mostLines, int mostCells) throws BadCsv {
    List<Line> lines = new ArrayList<>();
    for (int row = 1; at < text.length(); row++) {
      List<String> cells = new ArrayList<>();
      do {
        if (cells.size() == mostCells) {
          throw new BadCsv(true, "row " + row + " has more than " + mostCells + " cells");
        }
        cells.add(cell(row));
      } while (skip(','));
      lineEnd();
      if (cells.size() > 1 || !cells.get(0).isEmpty()) {
        if (lines.size() == mostLines) {
          throw new BadCsv(true, "there are more than " + mostLines + " rows with the header");
        }
        lines.add(new Line(row, List.copyOf(cells)));
      }
    }
    return lines;
  }

  private String cell(int row) throws BadCsv {
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted(row);
    }
    int start = at;
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
      if (text.charAt(at) == '"') {
        throw new BadCsv(
            false, "row " + row + ": a quote in a cell without quotes; write \"a \"\"b\"\" c\"");
      }
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted(int row) throws BadCsv {
    StringBuilder cell = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c != '"') {
        cell.append(c);
      } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
        cell.append(c);
        at++;
      } else {
        at++;
        if (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
          throw new BadCsv(
              false, "row " + row + ": after a closing quote stands a comma or nothing");
        }
        return cell.toString();
      }
    }
    throw new BadCsv(false, "row " + row + ": a quote is not closed");
  }

  private boolean skip(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void lineEnd() {
    skip('\r');
    skip('\n');
  }

  /** Appends a line. */
  static void write(List<String> cells, StringBuilder csv) {
    for (int i = 0; i < cells.size(); i++) {
      csv.append(i == 0 ? "" : ",").append(written(cells.get(i), cells.size() == 1 || i == 0));
    }
    csv.append("\r\n");
  }

  /** The first cell is quoted if it is empty, or begins with what looks like a byte order mark. */
  private static String written(String cell, boolean first) {
    boolean quoted =
        cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
            || (first && (cell.isEmpty() || cell.charAt(0) == MARK));
    return quoted ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell;
  }
}
