package dev.atom.benchmarks.savings;

import dev.atom.ledger.UsageFilter;
import dev.atom.model.ModelRef;
import dev.atom.router.catalogue.ModelCatalogue;
import dev.atom.router.whatif.Replay;
import dev.atom.router.whatif.ReplayLine;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Works out what routing real dialogues costs against sending everything to one flagship: token by
 * token, by the bundled list prices of one day, with the router's own policies. It says nothing of how
 * good the replies would be.
 */
public final class Savings {
  private static final UsageFilter ALL = UsageFilter.all();

  private final List<List<Call>> dialogues;
  private final ModelCatalogue catalogue = ModelCatalogue.bundled();
  private final StringBuilder out = new StringBuilder();

  private Savings(List<List<Call>> dialogues) {
    this.dialogues = dialogues;
  }

  /**
   * Prints the tables in Markdown.
   *
   * @param args a folder with dialogues in the forms that {@link DialogueReader} names
   */
  public static void main(String[] args) {
    if (args.length != 1) {
      throw new IllegalArgumentException("give the folder with the dialogues, and nothing else");
    }
    System.out.print(of(Path.of(args[0])));
  }

  static String of(Path folder) {
    List<List<Call>> dialogues =
        new DialogueReader(folder)
            .all().stream().map(Call::of).filter(calls -> !calls.isEmpty()).toList();
    if (dialogues.isEmpty()) {
      throw new IllegalArgumentException("there are no dialogues in " + folder);
    }
    return new Savings(dialogues).report();
  }

  private String report() {
    out.append("Catalogue ").append(catalogue.version()).append(", prices of ");
    out.append(Traffic.DAY.toString(), 0, 10).append(".\n\n");
    datasets();
    sets();
    baselines();
    perDataset();
    return out.toString();
  }

  private List<Call> calls(String dataset) {
    return dialogues.stream()
        .flatMap(List::stream)
        .filter(call -> dataset.equals("all") || call.dialogue().dataset().equals(dataset))
        .toList();
  }

  private List<String> names() {
    return dialogues.stream().map(calls -> calls.get(0).dialogue().dataset()).distinct().toList();
  }

  private void datasets() {
    head("dialogues of", "dialogues", "user turns", "calls", "that call a service");
    head2("prompt p50", "p95", "most", "reply p50", "p95");
    rule(10);
    for (String name : names()) {
      datasetLine(name);
    }
    datasetLine("all");
    out.append('\n');
  }

  private void datasetLine(String name) {
    List<Call> calls = calls(name);
    cell(name);
    cell(calls.stream().map(Call::dialogue).distinct().count());
    cell(calls.stream().filter(Call::userTurn).count());
    cell(calls.size());
    cell(percent(calls.stream().filter(Call::callsService).count(), calls.size()));
    cell(rank(calls, Call::promptTokens, 0.5));
    cell(rank(calls, Call::promptTokens, 0.95));
    cell(rank(calls, Call::promptTokens, 1));
    cell(rank(calls, Call::replyTokens, 0.5));
    cell(rank(calls, Call::replyTokens, 0.95));
    out.append("|\n");
  }

  private void sets() {
    head("models of", "flagship", "its $", "cheapest saves", "tiered saves");
    head2("with caches: $", "cheapest saves", "tiered saves", "small / medium / large");
    rule(9);
    for (ModelSet set : ModelSet.alone()) {
      Traffic plain = new Traffic(dialogues, set, false, catalogue);
      Traffic cached = new Traffic(dialogues, set, true, catalogue);
      Replay tiered = plain.tiered(ALL);
      cell(set.name());
      cell(set.flagship());
      cell(perThousand(tiered.actual(), "all"));
      cell(saved(plain.cheapest(ALL)));
      cell(saved(tiered));
      Replay cachedTiered = cached.tiered(ALL);
      cell(perThousand(cachedTiered.actual(), "all"));
      cell(saved(cached.cheapest(ALL)));
      cell(saved(cachedTiered));
      cell(shares(set, tiered));
      out.append("|\n");
    }
    out.append('\n');
  }

  private void baselines() {
    head("all five against", "its $", "cheapest saves", "tiered saves", "with caches: $");
    head2("cheapest saves", "tiered saves");
    rule(7);
    for (ModelRef flagship :
        List.of(ModelSet.ASTRA, ModelSet.OPUS, ModelSet.SOL, ModelSet.TERRA, ModelSet.LUNA)) {
      ModelSet set = ModelSet.together(flagship);
      cell(flagship);
      for (boolean caches : List.of(false, true)) {
        Traffic traffic = new Traffic(dialogues, set, caches, catalogue);
        Replay cheapest = traffic.cheapest(ALL);
        cell(perThousand(cheapest.actual(), "all"));
        cell(saved(cheapest));
        cell(saved(traffic.tiered(ALL)));
      }
      out.append("|\n");
    }
    out.append('\n');
  }

  private void perDataset() {
    head("with caches", "models of", "flagship's $", "cheapest saves", "tiered saves");
    head2("small / medium / large");
    rule(6);
    ModelSet openAi = ModelSet.alone().get(0);
    for (ModelSet set : List.of(openAi, ModelSet.together(ModelSet.SOL))) {
      Traffic traffic = new Traffic(dialogues, set, true, catalogue);
      for (String name : names()) {
        Replay tiered = traffic.tiered(Traffic.of(name));
        cell(name);
        cell(set.name());
        cell(perThousand(tiered.actual(), name));
        cell(saved(traffic.cheapest(Traffic.of(name))));
        cell(saved(tiered));
        cell(shares(set, tiered));
        out.append("|\n");
      }
    }
  }

  private String shares(ModelSet set, Replay replay) {
    long small = tier(set, replay, "small");
    long medium = tier(set, replay, "medium");
    long large = tier(set, replay, "large");
    long all = small + medium + large;
    return percent(small, all) + " / " + percent(medium, all) + " / " + percent(large, all);
  }

  private static long tier(ModelSet set, Replay replay, String tier) {
    return replay.byModel().stream()
        .filter(line -> set.tierOf(line.key()).equals(tier))
        .mapToLong(ReplayLine::replayedCalls)
        .sum();
  }

  private String perThousand(BigDecimal usd, String dataset) {
    long turns = calls(dataset).stream().filter(Call::userTurn).count();
    return usd.movePointRight(3)
        .divide(BigDecimal.valueOf(turns), MathContext.DECIMAL64)
        .setScale(2, RoundingMode.HALF_UP)
        .toPlainString();
  }

  private static String saved(Replay replay) {
    BigDecimal left = replay.ratio().orElseThrow();
    return BigDecimal.ONE
            .subtract(left)
            .movePointRight(2)
            .setScale(1, RoundingMode.HALF_UP)
            .toPlainString()
        + " %";
  }

  private static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.0f %%", 100.0 * part / Math.max(1, whole));
  }

  private static long rank(List<Call> calls, ToLongFunction<Call> value, double share) {
    long[] sorted = calls.stream().mapToLong(value).sorted().toArray();
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }

  private void head(Object... cells) {
    for (Object one : cells) {
      cell(one);
    }
  }

  private void head2(Object... cells) {
    head(cells);
    out.append("|\n");
  }

  private void rule(int cells) {
    out.append("| --- ").append("| ---: ".repeat(cells - 1)).append("|\n");
  }

  private void cell(Object value) {
    out.append("| ").append(value).append(' ');
  }
}
