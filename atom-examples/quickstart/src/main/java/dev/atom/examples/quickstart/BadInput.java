package dev.atom.examples.quickstart;

/** The user's input can't be used; the message is for them. Nothing was written. */
final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadInput(String message) {
    super(message);
  }

  /** Says where in a file the problem is; a line of 0 is left out. */
  static BadInput at(String file, int line, String field, String problem) {
    String where = line > 0 ? file + ", line " + line : file;
    return new BadInput(where + (field.isEmpty() ? "" : ", field " + field) + ": " + problem);
  }
}
