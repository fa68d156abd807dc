package dev.atom.benchmarks.rules;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Measures all sides, each with as many rules as it can bear, into one result file; or draws a
 * result file.
 *
 * <pre>
 * java -jar rules.jar run  result.json [quick] [large] [most=1000] [sides=ATOM,FLOOR]
 *     [parts=hot,cold,build,memory]
 * java -jar rules.jar draw result.json table.md chart.svg
 * java -jar rules.jar jmh  arguments as JMH takes them
 * </pre>
 */
public final class RuleBenchmarks {
  private static final List<Integer> SIZES = List.of(10, 100, 1_000, 10_000, 100_000);
  private static final int LARGE = 10;

  private final List<String> arguments;
  private final List<RunResult> results = new ArrayList<>();

  private RuleBenchmarks(List<String> arguments) {
    this.arguments = arguments;
  }

  /**
   * Runs or draws.
   *
   * @param arguments as the class says
   */
  public static void main(String[] arguments) throws Exception {
    List<String> list = List.of(arguments);
    switch (list.isEmpty() ? "" : list.get(0)) {
      case "run" -> new RuleBenchmarks(list.subList(2, list.size())).run(Path.of(list.get(1)));
      case "draw" -> draw(Path.of(list.get(1)), Path.of(list.get(2)), Path.of(list.get(3)));
      case "jmh" -> org.openjdk.jmh.Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
      default -> System.err.println("run <result.json> | draw <result.json> <md> <svg> | jmh …");
    }
  }

  private static void draw(Path result, Path table, Path chart) throws IOException {
    Report report = Report.read(Files.readString(result));
    Files.writeString(table, report.table());
    Files.writeString(chart, new Chart(report).svg());
  }

  private void run(Path result) throws RunnerException, IOException {
    for (Side side : sides()) {
      if (part("hot")) {
        String[] sizes =
            SIZES.stream().filter(n -> n <= most(side)).map(String::valueOf).toArray(String[]::new);
        run(
            options(side, Matching.class, "event")
                .param("rules", sizes)
                .addProfiler(GCProfiler.class));
      }
      if (part("cold") && side.manyTenants()) {
        run(options(side, ManyTenants.class, "event"));
      }
      if (part("build")) {
        run(single(options(side, Building.class, "build"), 3, 5));
      }
      if (part("memory")) {
        run(single(options(side, Building.class, "memory"), 0, 1));
      }
      write(result);
    }
  }

  /** After each side, so that a run that is cut off leaves what it measured. */
  private void write(Path result) throws IOException {
    try (PrintStream out = new PrintStream(result.toFile(), StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
    }
  }

  private int most(Side side) {
    int bearable = arguments.contains("large") ? side.most() * LARGE : side.most();
    return option("most=").map(most -> Math.min(Integer.parseInt(most), bearable)).orElse(bearable);
  }

  private List<Side> sides() {
    Optional<String> some = option("sides=");
    return some.map(names -> Stream.of(names.split(",")).map(Side::valueOf).toList())
        .orElse(List.of(Side.values()));
  }

  private boolean part(String name) {
    return option("parts=").map(names -> List.of(names.split(",")).contains(name)).orElse(true);
  }

  private Optional<String> option(String prefix) {
    return arguments.stream()
        .filter(argument -> argument.startsWith(prefix))
        .map(argument -> argument.substring(prefix.length()))
        .findFirst();
  }

  private ChainedOptionsBuilder options(Side side, Class<?> benchmark, String method) {
    boolean quick = arguments.contains("quick");
    return new OptionsBuilder()
        .include(benchmark.getName().replace(".", "\\.") + "\\." + method + "$")
        .param("side", side.name())
        .forks(1)
        .warmupIterations(quick ? 2 : 5)
        .warmupTime(TimeValue.milliseconds(quick ? 500 : 2_000))
        .measurementIterations(quick ? 3 : 5)
        .measurementTime(TimeValue.milliseconds(quick ? 500 : 2_000))
        .shouldDoGC(true)
        .jvmArgsAppend("-Xmx3g", "-Xss8m", "--enable-native-access=ALL-UNNAMED");
  }

  private static ChainedOptionsBuilder single(ChainedOptionsBuilder options, int warmup, int runs) {
    return options.warmupIterations(warmup).measurementIterations(runs);
  }

  private void run(ChainedOptionsBuilder options) throws RunnerException {
    results.addAll(new Runner(options.build()).run());
  }
}
