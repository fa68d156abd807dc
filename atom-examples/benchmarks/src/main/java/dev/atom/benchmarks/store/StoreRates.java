package dev.atom.benchmarks.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Prints how many appends a second the store and the bare code reach, in turn, as a table. */
public final class StoreRates {
  private StoreRates() {}

  /**
   * Runs the comparison.
   *
   * @param args a folder on the disk to measure, then, if wanted, rounds, seconds for each and the
   *     numbers of threads
   * @throws Exception if a side fails
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    Duration time = Duration.ofMillis(args.length > 2 ? Long.parseLong(args[2]) : 2_000);
    int[] threads =
        args.length > 3
            ? Arrays.stream(args).skip(3).mapToInt(Integer::parseInt).toArray()
            : new int[] {1, 8, 64};
    System.out.println(
        "| threads | side | appends/s | p50 µs | p99 µs | CPU µs | of the best floor |");
    System.out.println("| ---: | --- | ---: | ---: | ---: | ---: | ---: |");
    for (int each : threads) {
      System.out.print(table(folder, each, rounds, time));
    }
  }

  /**
   * A side by its name; those that begin with "bare" are floors.
   *
   * @param name what the table calls it
   * @param side opens it anew, empty
   */
  record Named(String name, Opening side) {}

  /** Opens a side. */
  interface Opening {
    Side open() throws Exception;
  }

  private static String table(Path folder, int threads, int rounds, Duration time)
      throws Exception {
    return table(
        List.of(
            new Named("bare, a connection each", () -> inFolder(folder, Sides::bareEach)),
            new Named("bare, one writer grouping", () -> inFolder(folder, Sides::bareGrouped)),
            new Named("SqliteStore", () -> inFolder(folder, Sides::atom))),
        threads,
        rounds,
        time);
  }

  static String table(List<Named> sides, int threads, int rounds, Duration time) throws Exception {
    Map<String, Round> medians = new LinkedHashMap<>();
    Map<String, List<Round>> all = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Named named : sides) {
        try (Side open = named.side().open()) {
          all.computeIfAbsent(named.name(), name -> new ArrayList<>())
              .add(Round.of(open, threads, time.dividedBy(2), time));
        }
      }
    }
    all.forEach((name, of) -> medians.put(name, median(of)));
    double floor =
        medians.entrySet().stream()
            .filter(side -> side.getKey().startsWith("bare"))
            .mapToDouble(side -> side.getValue().rate())
            .max()
            .orElseThrow();
    StringBuilder table = new StringBuilder();
    medians.forEach(
        (name, of) ->
            table.append(
                String.format(
                    Locale.ROOT,
                    "| %d | %s | %,.0f | %,.0f | %,.0f | %,.0f | %.2f |%n",
                    threads,
                    name,
                    of.rate(),
                    of.median(),
                    of.late(),
                    of.processor(),
                    of.rate() / floor)));
    return table.toString();
  }

  private static Round median(List<Round> rounds) {
    return rounds.stream()
        .sorted(Comparator.comparingDouble(Round::rate))
        .toList()
        .get(rounds.size() / 2);
  }

  /** Opens a side in a new folder, which goes when the side is closed. */
  private static Side inFolder(Path parent, Sides.Opening side) throws Exception {
    Path folder = Files.createTempDirectory(parent, "store-rates");
    Side open = side.open(folder.resolve("store.db"));
    return new Side() {
      @Override
      public Appender appender() throws Exception {
        return open.appender();
      }

      @Override
      public void close() throws IOException, SQLException {
        open.close();
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    };
  }
}
