package dev.atom.mock;

/** A file is no recorded exchange. */
public final class InvalidExchange extends MockException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final String field;

  InvalidExchange(String file, String field, String problem) {
    super("invalid_exchange", false, message(file, field, problem));
    this.file = file;
    this.field = field;
  }

  InvalidExchange(String file, String problem, Throwable cause) {
    super("invalid_exchange", false, message(file, "", problem), cause);
    this.file = file;
    this.field = "";
  }

  private static String message(String file, String field, String problem) {
    String at = field.isEmpty() ? "" : " at " + field;
    return "recorded exchange " + file + at + ": " + problem;
  }

  /**
   * Returns the file's name.
   *
   * @return the name or path as it was given
   */
  public String file() {
    return file;
  }

  /**
   * Returns the JSON Pointer of the field at fault.
   *
   * @return such as {@code "/response/status"}; empty if it is the file as a whole
   */
  public String field() {
    return field;
  }
}
