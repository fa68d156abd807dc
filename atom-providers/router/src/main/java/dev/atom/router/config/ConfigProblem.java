package dev.atom.router.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing that is wrong in a configuration. Holds no value that might be a key.
 *
 * @param pointer the JSON Pointer (RFC 6901) of the value; empty for the whole document
 * @param problem what is wrong there
 * @param allowed what may stand there; empty if that is no short list
 * @param nearest the allowed name that was probably meant
 */
public record ConfigProblem(
    String pointer, String problem, List<String> allowed, Optional<String> nearest) {
  /** Copies the list. */
  public ConfigProblem {
    Objects.requireNonNull(pointer, "pointer");
    Objects.requireNonNull(problem, "problem");
    allowed = List.copyOf(allowed);
    Objects.requireNonNull(nearest, "nearest");
  }

  /**
   * Returns the problem as one line.
   *
   * @return such as {@code /routes/0/mid_stream: "restar" is unknown; did you mean "restart"? Allowed:
   *     pass_on, restart, continue}
   */
  @Override
  public String toString() {
    return (pointer.isEmpty() ? "/" : pointer)
        + ": "
        + problem
        + nearest.map(name -> "; did you mean \"" + name + "\"?").orElse("")
        + (allowed.isEmpty()
            ? ""
            : (nearest.isPresent() ? " " : "; ") + "allowed: " + String.join(", ", allowed));
  }
}
