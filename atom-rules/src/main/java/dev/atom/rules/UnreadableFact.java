package dev.atom.rules;

import org.jspecify.annotations.Nullable;

/** A fact can't be read from the object that holds it: its getter failed, or it has no JSON form. */
public final class UnreadableFact extends RulesException {
  private static final long serialVersionUID = 1L;

  private final String path;

  UnreadableFact(String path, String problem, @Nullable Throwable cause) {
    super(
        "unreadable_fact",
        false,
        "the fact" + (path.isEmpty() ? "" : " \"" + path + "\"") + " can't be read: " + problem);
    this.path = path;
    if (cause != null) {
      initCause(cause);
    }
  }

  /**
   * Returns where the fact is.
   *
   * @return names with dots between; empty if the whole object can't be read
   */
  public String path() {
    return path;
  }
}
