package dev.atom.router;

import dev.atom.AtomException;

/** A table of prices can't be read. The message names the table, the line and the column. */
public final class InvalidPrices extends AtomException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String column;

  InvalidPrices(String table, int line, String column, String problem) {
    super(
        "invalid_prices",
        false,
        "%s, line %d, column %s: %s".formatted(table, line, column, problem));
    this.line = line;
    this.column = column;
  }

  /**
   * Returns the line.
   *
   * @return from 1, which is the header
   */
  public int line() {
    return line;
  }

  /**
   * Returns the column.
   *
   * @return its name in the header; {@code "-"} if the whole line is wrong
   */
  public String column() {
    return column;
  }
}
