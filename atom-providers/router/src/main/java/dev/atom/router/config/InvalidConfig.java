package dev.atom.router.config;

import dev.atom.AtomException;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration can't be used. Tells everything that is wrong with it at once. */
public final class InvalidConfig extends AtomException {
  private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  InvalidConfig(List<ConfigProblem> problems) {
    super(
        "invalid_config",
        false,
        problems.stream()
            .map(problem -> "\n  " + problem)
            .collect(
                Collectors.joining(
                    "",
                    "the router's configuration has %d faults:".formatted(problems.size()),
                    "")));
    this.problems = List.copyOf(problems);
  }

  /**
   * Returns what is wrong.
   *
   * @return one entry for each fault, in the order of reading; not empty
   */
  public List<ConfigProblem> problems() {
    return problems;
  }
}
