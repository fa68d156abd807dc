package dev.atom.benchmarks.rules;

import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What JMH wrote, as tables; the same file always gives the same text. */
record Report(List<Row> rows) {

  /** One cell of JMH's result. */
  record Row(String benchmark, Side side, int rules, double score, Json.Obj secondary) {
    Optional<Double> also(String metric) {
      return secondary
          .get(metric)
          .flatMap(json -> ((Json.Obj) json).get("score"))
          .filter(Json.Num.class::isInstance)
          .map(json -> ((Json.Num) json).value().doubleValue());
    }
  }

  static Report read(String json) {
    List<Row> rows = new ArrayList<>();
    for (Json item : ((Json.Arr) Json.parse(json)).items()) {
      Json.Obj result = (Json.Obj) item;
      Json.Obj params = (Json.Obj) result.get("params").orElseThrow();
      String name = result.text("benchmark").orElseThrow();
      Json.Obj primary = (Json.Obj) result.get("primaryMetric").orElseThrow();
      rows.add(
          new Row(
              name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
              Side.valueOf(params.text("side").orElseThrow()),
              params.text("rules").map(Integer::parseInt).orElse(0),
              ((Json.Num) primary.get("score").orElseThrow()).value().doubleValue(),
              (Json.Obj) result.get("secondaryMetrics").orElse(Json.Obj.EMPTY)));
    }
    return new Report(rows);
  }

  Optional<Row> row(String benchmark, Side side, int rules) {
    return rows.stream()
        .filter(r -> r.benchmark().equals(benchmark) && r.side() == side && r.rules() == rules)
        .findFirst();
  }

  List<Side> sides() {
    return Stream.of(Side.values())
        .filter(side -> rows.stream().anyMatch(row -> row.side() == side))
        .toList();
  }

  List<Integer> sizes() {
    return rows.stream()
        .filter(row -> row.benchmark().equals("Matching.event"))
        .map(Row::rules)
        .distinct()
        .sorted()
        .toList();
  }

  String table() {
    return times()
        + "\nµs an event, in brackets the times of hand-written predicates.\n\n"
        + bytes()
        + "\nBytes allocated by an event.\n\n"
        + rest()
        + "\nCold: an event of one of 2,000 tenants with 100 rules each, at random, in µs. Build and"
        + " memory: of 1,000 rules, until the first event is matched.\n";
  }

  private String header(String first) {
    StringBuilder head = new StringBuilder("| " + first + " |");
    StringBuilder line = new StringBuilder("| --- |");
    for (int size : sizes()) {
      head.append(String.format(Locale.ROOT, " N = %,d |", size));
      line.append(" ---: |");
    }
    return head + "\n" + line + "\n";
  }

  private String lines(Function<Row, String> cell) {
    StringBuilder table = new StringBuilder(header(""));
    for (Side side : sides()) {
      table.append("| " + side.title() + " |");
      for (int size : sizes()) {
        table.append(" " + row("Matching.event", side, size).map(cell).orElse("-") + " |");
      }
      table.append("\n");
    }
    return table.toString();
  }

  private String times() {
    return lines(
        row ->
            number(row.score() / 1_000)
                + row("Matching.event", Side.FLOOR, row.rules())
                    .map(floor -> " (" + number(row.score() / floor.score()) + ")")
                    .orElse(""));
  }

  private String bytes() {
    return lines(
        row ->
            row.also("gc.alloc.rate.norm")
                .map(bytes -> String.format(Locale.ROOT, "%,d", Math.round(bytes)))
                .orElse("-"));
  }

  private String rest() {
    StringBuilder table =
        new StringBuilder("| | cold, µs | build, ms | heap, B a rule | metaspace, B a rule |\n")
            .append("| --- | ---: | ---: | ---: | ---: |\n");
    for (Side side : sides()) {
      Optional<Row> memory =
          rows.stream()
              .filter(r -> r.benchmark().equals("Building.memory") && r.side() == side)
              .findFirst();
      Optional<Row> build =
          rows.stream()
              .filter(r -> r.benchmark().equals("Building.build") && r.side() == side)
              .findFirst();
      table
          .append("| " + side.title() + " | ")
          .append(row("ManyTenants.event", side, 0).map(r -> number(r.score() / 1_000)).orElse("-"))
          .append(" | " + build.map(r -> number(r.score())).orElse("-"))
          .append(" | " + perRule(memory, "heapBytes"))
          .append(" | " + perRule(memory, "metaspaceBytes") + " |\n");
    }
    return table.toString();
  }

  private static String perRule(Optional<Row> memory, String metric) {
    return memory
        .flatMap(row -> row.also(metric).map(bytes -> Math.round(bytes / row.rules())))
        .map(bytes -> String.format(Locale.ROOT, "%,d", bytes))
        .orElse("-");
  }

  /** With two or three digits that count. */
  static String number(double value) {
    String form = value < 0.1 ? "%.4f" : value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, form, value);
  }
}
