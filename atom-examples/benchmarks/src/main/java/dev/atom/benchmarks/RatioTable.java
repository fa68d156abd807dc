package dev.atom.benchmarks;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Results as a Markdown table, each beside the floor of its class and parameters. */
final class RatioTable {
  private static final String FLOOR = "bare";
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private RatioTable() {}

  /**
   * One measured method.
   *
   * @param group the benchmark's class and parameters
   * @param method its method
   * @param micros mean time of a call in microseconds
   * @param best mean of the fastest iteration, in microseconds: what other programs disturbed least,
   *     and so what the ratio is made of
   * @param error half of the 99.9 % confidence interval in microseconds; NaN with too few iterations
   * @param bytes bytes allocated by a call; empty without {@code -prof gc}
   */
  record Line(
      String group,
      String method,
      double micros,
      double error,
      double best,
      Optional<Double> bytes) {
    boolean isFloor() {
      return method.startsWith(FLOOR);
    }
  }

  static String of(Collection<RunResult> results) {
    return markdown(results.stream().map(RatioTable::line).toList());
  }

  /** A group without a floor, such as when only one method was asked for, has no ratios. */
  static String markdown(List<Line> lines) {
    Map<String, List<Line>> groups =
        lines.stream()
            .collect(Collectors.groupingBy(Line::group, LinkedHashMap::new, Collectors.toList()));
    StringBuilder table =
        new StringBuilder(
            """
            | benchmark | method | µs a call | ± | best | best, times the floor | bytes a call |
            | --- | --- | ---: | ---: | ---: | ---: | ---: |
            """);
    groups
        .values()
        .forEach(
            group -> {
              Optional<Line> floor = group.stream().filter(Line::isFloor).findFirst();
              group.forEach(line -> table.append(row(line, floor)));
            });
    return table.toString();
  }

  private static String row(Line line, Optional<Line> floor) {
    String ratio =
        floor.map(f -> String.format(Locale.ROOT, "%.2f", line.best() / f.best())).orElse("");
    String bytes = line.bytes().map(b -> String.format(Locale.ROOT, "%.0f", b)).orElse("");
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.3f | %.3f | %.3f | %s | %s |%n",
        line.group(),
        line.method(),
        line.micros(),
        line.error(),
        line.best(),
        ratio,
        bytes);
  }

  private static Line line(RunResult result) {
    BenchmarkParams params = result.getParams();
    String name = params.getBenchmark();
    int dot = name.lastIndexOf('.');
    String type = name.substring(name.lastIndexOf('.', dot - 1) + 1, dot);
    String values =
        params.getParamsKeys().stream()
            .map(key -> " " + key + "=" + params.getParam(key))
            .collect(Collectors.joining());
    Result<?> time = result.getPrimaryResult();
    Optional<Double> bytes =
        Optional.<Result<?>>ofNullable(result.getSecondaryResults().get(ALLOCATED))
            .map(Result::getScore);
    return new Line(
        type + values,
        name.substring(dot + 1),
        time.getScore(),
        time.getScoreError(),
        time.getStatistics().getMin(),
        bytes);
  }
}
