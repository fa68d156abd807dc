package dev.atom.benchmarks.clients;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Starts the measured processes and gathers their figures. */
final class Runs {
  private static final long MOST_MINUTES = 2;

  private final double seconds;
  private final int turns;
  private final int firstCalls;
  private final List<String> options;
  private final Map<Protocol, Map<String, Map<String, List<Double>>>> figures = new TreeMap<>();

  /**
   * Plans.
   *
   * @param seconds how long each measure takes
   * @param turns how many processes for each library
   * @param firstCalls how many more, for the first call alone, in each turn
   * @param options of these processes, beside the ones all have
   */
  Runs(double seconds, int turns, int firstCalls, List<String> options) {
    this.seconds = seconds;
    this.turns = turns;
    this.firstCalls = firstCalls;
    this.options = List.copyOf(options);
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  void measure(
      Protocol protocol, List<Subject> subjects, Function<Subject, Path> folder, String address)
      throws IOException, InterruptedException {
    for (int turn = 0; turn < turns; turn++) {
      for (Subject subject : subjects) {
        if (subject.protocols().contains(protocol)) {
          System.err.println("measuring " + subject.name() + ", " + protocol);
          run("steady", protocol, subject, folder.apply(subject), address);
          for (int i = 0; i < firstCalls; i++) {
            run("first", protocol, subject, folder.apply(subject), address);
          }
        }
      }
    }
  }

  private void run(String what, Protocol protocol, Subject subject, Path folder, String address)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java(), "-Xms1g", "-Xmx1g"));
    command.addAll(options);
    command.addAll(List.of("-cp", folder + "/*", Measured.class.getName(), what));
    command.addAll(List.of(protocol.name(), address, Double.toString(seconds)));
    // What a process complains of: SLF4J that it has no logger, and why a measure failed.
    Path complaints = folder.resolveSibling("complaints-" + what + "-" + protocol + ".txt");
    Path output = folder.resolveSibling("figures.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(complaints.toFile())
            .start();
    if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }
    Map<String, List<Double>> known =
        figures
            .computeIfAbsent(protocol, key -> new LinkedHashMap<>())
            .computeIfAbsent(subject.name(), key -> new TreeMap<>());
    for (String line : Files.readAllLines(output, StandardCharsets.UTF_8)) {
      int space = line.indexOf(' ');
      known
          .computeIfAbsent(line.substring(0, space), key -> new ArrayList<>())
          .add(Double.valueOf(line.substring(space + 1)));
    }
    if (process.exitValue() != 0) {
      System.out.println(
          "%s, %s: the process of \"%s\" failed, see %s"
              .formatted(subject.name(), protocol, what, complaints));
    }
  }

  /** A table for each protocol, of the medians of all turns. */
  String tables() {
    StringBuilder all = new StringBuilder();
    figures.forEach(
        (protocol, subjects) -> {
          Map<String, Map<String, Double>> medians = new LinkedHashMap<>();
          subjects.forEach(
              (name, values) -> {
                Map<String, Double> each = new TreeMap<>();
                values.forEach((figure, list) -> each.put(figure, median(list)));
                medians.put(name, each);
              });
          all.append(ClientTable.markdown(protocol, medians)).append('\n');
        });
    return all.toString();
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[half]
        : Arrays.stream(sorted, half - 1, half + 1).sum() / 2;
  }
}
