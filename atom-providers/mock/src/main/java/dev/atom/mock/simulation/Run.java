package dev.atom.mock.simulation;

import java.util.List;

/**
 * A run after which everything was as it must be.
 *
 * @param seed what it began with
 * @param trace every call, a line each; the same for the same seed
 * @param writes how many of the calls wrote or sent something
 * @param mishaps how many mishaps befell them
 */
public record Run(long seed, List<String> trace, int writes, int mishaps) {
  /** Copies the list. */
  public Run {
    trace = List.copyOf(trace);
  }
}
