package dev.atom.router.compare;

import dev.atom.AtomException;

/** A file of prompts can't be read. The message names the file and the line. */
public final class InvalidPrompts extends AtomException {
  private static final long serialVersionUID = 1L;

  private final long line;

  InvalidPrompts(String file, long line, String problem, Throwable cause) {
    super("invalid_prompts", false, file + ", line " + line + ": " + problem, cause);
    this.line = line;
  }

  InvalidPrompts(String file, long line, String problem) {
    super("invalid_prompts", false, file + ", line " + line + ": " + problem);
    this.line = line;
  }

  /**
   * Returns the line that is wrong.
   *
   * @return from 1
   */
  public long line() {
    return line;
  }
}
