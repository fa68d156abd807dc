package dev.atom.benchmarks;

import java.util.Collection;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** Runs benchmarks with JMH's own flags and prints a table of the ratios to the floors. */
public final class Benchmarks {
  private Benchmarks() {}

  /**
   * Runs benchmarks.
   *
   * @param args JMH's; {@code -h} lists them
   * @throws Exception if a flag is wrong or a benchmark fails
   */
  public static void main(String[] args) throws Exception {
    CommandLineOptions options = new CommandLineOptions(args);
    if (options.shouldHelp()
        || options.shouldList()
        || options.shouldListWithParams()
        || options.shouldListProfilers()
        || options.shouldListResultFormats()) {
      Main.main(args);
      return;
    }
    Collection<RunResult> results = new Runner(options).run();
    System.out.println();
    System.out.print(RatioTable.of(results));
  }
}
