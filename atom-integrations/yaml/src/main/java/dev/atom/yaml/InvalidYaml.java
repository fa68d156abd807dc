package dev.atom.yaml;

import dev.atom.AtomException;

/** A text is no YAML that can be read, or exceeds a limit. Holds nothing of the text. */
public final class InvalidYaml extends AtomException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  InvalidYaml(String problem, int line, int column) {
    super(
        "invalid_yaml",
        false,
        line == 0 ? problem : problem + " (line " + line + ", column " + column + ")");
    this.line = line;
    this.column = column;
  }

  /**
   * Returns the line of the fault.
   *
   * @return from 1; 0 if it concerns the whole text
   */
  public int line() {
    return line;
  }

  /**
   * Returns the column of the fault.
   *
   * @return from 1; 0 if it concerns the whole text
   */
  public int column() {
    return column;
  }
}
