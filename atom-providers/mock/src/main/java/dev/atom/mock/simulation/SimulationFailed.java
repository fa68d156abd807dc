package dev.atom.mock.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something was not true that must be. The message tells the seed and how it came about. */
public final class SimulationFailed extends AssertionError {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 40;

  private final long seed;
  private final transient List<String> trace;

  SimulationFailed(
      String replay, long seed, String what, List<String> trace, @Nullable Throwable cause) {
    super(replay + ": " + what + "\n" + last(trace), cause);
    this.seed = seed;
    this.trace = trace;
  }

  /** The last calls that did something. */
  private static String last(List<String> trace) {
    List<String> telling =
        trace.stream()
            .filter(line -> !line.endsWith("-> []") && !line.endsWith("-> Optional.empty"))
            .toList();
    int left = Math.max(0, telling.size() - SHOWN);
    return "... all "
        + trace.size()
        + " calls in trace(), those that came to something:\n"
        + String.join("\n", telling.subList(left, telling.size()));
  }

  /**
   * Returns what the run began with.
   *
   * @return the seed; {@link Simulation#seed} runs it again
   */
  public long seed() {
    return seed;
  }

  /**
   * Returns every call of the run.
   *
   * @return a line each
   */
  public List<String> trace() {
    return trace;
  }
}
