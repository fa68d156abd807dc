package dev.atom.benchmarks.clients;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Figures as Markdown: a line for each figure, a column for each library, ratios to the floor. */
final class ClientTable {
  /**
   * A line.
   *
   * @param name the figure's
   * @param title what it is, with its unit
   * @param pattern how it is written
   * @param divisor from its own unit to the written one
   */
  private record Line(String name, String title, String pattern, double divisor) {}

  private static final double KILOBYTE = 1e3;

  private static final List<Line> LINES =
      List.of(
          new Line("p50", "a call, median, µs", "%.0f", 1),
          new Line("p99", "a call, 99 in 100, µs", "%.0f", 1),
          new Line("cpu1", "CPU a call, µs", "%.0f", 1),
          new Line("bytes1", "allocated a call, KB", "%.1f", KILOBYTE),
          new Line("rate1", "calls a second, 1 at once", "%.0f", 1),
          new Line("rate64", "calls a second, 64 at once", "%.0f", 1),
          new Line("cpu64", "CPU a call, 64 at once, µs", "%.0f", 1),
          new Line("cold64", "CPU a call, 64 at once, a process's first 2 s, µs", "%.0f", 1),
          new Line("rate1000", "calls a second, 1,000 at once", "%.0f", 1),
          new Line("cpu1000", "CPU a call, 1,000 at once, µs", "%.0f", 1),
          new Line("bytes1000", "allocated a call, 1,000 at once, KB", "%.1f", KILOBYTE),
          new Line("tokenBytes", "a token more: bytes", "%.0f", 1),
          new Line("tokenMicros", "a token more: µs", "%.2f", 1),
          new Line("tokenCpu", "a token more: CPU, µs", "%.2f", 1),
          new Line("streamBytes", "500 tokens: bytes a token, call included", "%.0f", 1),
          new Line("streamMicros", "500 tokens: µs a token, call included", "%.2f", 1),
          new Line("firstToken", "500 tokens: first token, µs", "%.0f", 1),
          new Line("manyColdAll", "1,000 streams, no connection yet: all done, ms", "%.0f", 1),
          new Line("manyAll", "1,000 streams: all done, ms", "%.0f", 1),
          new Line("manyFirst", "1,000 streams: first token, median, ms", "%.0f", 1),
          new Line("manyLate", "1,000 streams: first token, 99 in 100, ms", "%.0f", 1),
          new Line("manyThreads", "1,000 streams: platform threads, most", "%.0f", 1),
          new Line("first", "first call of a process, ms", "%.0f", 1));

  private ClientTable() {}

  static String markdown(Protocol protocol, Map<String, Map<String, Double>> medians) {
    StringBuilder table = new StringBuilder();
    table.append("| ").append(protocol).append(" | ");
    table.append(String.join(" | ", medians.keySet())).append(" |\n| --- |");
    table.append(" ---: |".repeat(medians.size())).append('\n');
    Map<String, Double> floor = medians.getOrDefault(Subject.FLOOR, Map.of());
    for (Line line : LINES) {
      String cells =
          medians.values().stream()
              .map(figures -> cell(line, figures, floor))
              .collect(Collectors.joining(" | "));
      table.append("| ").append(line.title()).append(" | ").append(cells).append(" |\n");
    }
    return table.toString();
  }

  /** The figure, and how many times the floor's it is; a failed measure has none. */
  private static String cell(Line line, Map<String, Double> figures, Map<String, Double> floor) {
    Optional<Double> value = Optional.ofNullable(figures.get(line.name()));
    Optional<Double> bare = Optional.ofNullable(floor.get(line.name()));
    String written =
        value
            .map(v -> String.format(Locale.ROOT, line.pattern(), v / line.divisor()))
            .orElse("failed");
    if (value.isEmpty() || bare.isEmpty() || figures.equals(floor)) {
      return written;
    }
    return written + String.format(Locale.ROOT, " (%.2f)", value.get() / bare.get());
  }
}
