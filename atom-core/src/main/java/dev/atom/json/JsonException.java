package dev.atom.json;

import dev.atom.AtomException;

/** A text is not JSON, or a JSON value does not fit the type it was to become. */
public final class JsonException extends AtomException {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String path;
  private final int line;
  private final int column;

  /**
   * Creates the exception.
   *
   * @param problem what is wrong and what is expected; holds no content of the text
   * @param path the JSON Pointer of the value that does not fit, empty for the whole
   * @param line the line in the text, from 1; 0 where there is no text
   * @param column the column in the line, from 1; 0 where there is no text
   */
  public JsonException(String problem, String path, int line, int column) {
    super("invalid_json", false, describe(problem, path, line, column));
    this.problem = problem;
    this.path = path;
    this.line = line;
    this.column = column;
  }

  private static String describe(String problem, String path, int line, int column) {
    String at = path.isEmpty() ? "" : " at " + path;
    String position = line > 0 ? " (line " + line + ", column " + column + ")" : "";
    return problem + at + position;
  }

  /** Returns this fault with words before its problem. */
  JsonException because(String words) {
    JsonException outer = new JsonException(words + problem, path, line, column);
    outer.setStackTrace(getStackTrace());
    return outer;
  }

  /**
   * Returns this fault as one of a greater value, for who reads a value member by member.
   *
   * @param prefix the JSON Pointer of the value in the greater one
   * @return the same fault, its path prefixed
   */
  public JsonException under(String prefix) {
    JsonException outer = new JsonException(problem, prefix + path, line, column);
    outer.setStackTrace(getStackTrace());
    return outer;
  }

  /**
   * Returns the JSON Pointer of the value that does not fit.
   *
   * @return empty for the whole value
   */
  public String path() {
    return path;
  }

  /**
   * Returns the line of the fault.
   *
   * @return from 1; 0 where there is no text
   */
  public int line() {
    return line;
  }

  /**
   * Returns the column of the fault.
   *
   * @return from 1; 0 where there is no text
   */
  public int column() {
    return column;
  }
}
