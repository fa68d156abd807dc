package dev.atom.benchmarks.vault;

import java.io.IOException;

/** Starts JMH with the arguments given. */
public final class VaultBenchmarks {
  private VaultBenchmarks() {}

  /**
   * Runs the benchmarks whose names match.
   *
   * @param arguments as JMH takes them
   * @throws IOException if results can't be written
   */
  public static void main(String[] arguments) throws IOException {
    org.openjdk.jmh.Main.main(arguments);
  }
}
