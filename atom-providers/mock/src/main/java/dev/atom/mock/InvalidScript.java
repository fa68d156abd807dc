package dev.atom.mock;

/** A file is no script of a provider. The message names file, field and what to write instead. */
public final class InvalidScript extends MockException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final String field;

  InvalidScript(String file, String field, String problem) {
    super("invalid_script", false, message(file, field, problem));
    this.file = file;
    this.field = field;
  }

  InvalidScript(String file, String field, String problem, Throwable cause) {
    super("invalid_script", false, message(file, field, problem), cause);
    this.file = file;
    this.field = field;
  }

  private static String message(String file, String field, String problem) {
    return "script " + file + (field.isEmpty() ? "" : " at " + field) + ": " + problem;
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
   * @return such as {@code "/faults/2/bytes"}; empty if it is the file as a whole
   */
  public String field() {
    return field;
  }
}
