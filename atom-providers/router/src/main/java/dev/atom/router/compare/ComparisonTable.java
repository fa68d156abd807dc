package dev.atom.router.compare;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The replies of many models side by side. Holds what they said, so treat it as confidential as that.
 *
 * @param models the models' names, in order
 * @param rows for each request the entries of all models, in their order
 */
public record ComparisonTable(List<String> models, List<List<Entry>> rows) {
  /** Copies the lists. */
  public ComparisonTable {
    models = List.copyOf(models);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /**
   * Returns the sums as a table in Markdown: answers, forms met, mean rating, mean time, tokens and
   * cost of each model.
   *
   * @return a line for each model
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "| model | answered | form met | rating | mean ms | tokens in | tokens out | cost |\n");
    text.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    for (int i = 0; i < models.size(); i++) {
      text.append(line(models.get(i), column(i)));
    }
    return text.toString();
  }

  private List<Entry> column(int model) {
    List<Entry> entries = new ArrayList<>();
    rows.forEach(row -> entries.add(row.get(model)));
    return entries;
  }

  private static String line(String model, List<Entry> entries) {
    List<Entry> answered = entries.stream().filter(entry -> entry.reply().isPresent()).toList();
    List<Boolean> forms = entries.stream().flatMap(entry -> entry.fits().stream()).toList();
    List<Double> ratings = entries.stream().flatMap(entry -> entry.rating().stream()).toList();
    Usage usage =
        answered.stream()
            .map(entry -> entry.reply().orElseThrow().usage())
            .reduce(Usage.ZERO, Usage::plus);
    Cost cost = entries.stream().map(Entry::cost).reduce(Cost.ZERO, Cost::plus);
    return String.format(
        Locale.ROOT,
        "| %s | %d of %d | %s | %s | %.0f | %s | %s | %s |%n",
        model.replace("|", "\\|"),
        answered.size(),
        entries.size(),
        forms.isEmpty() ? "-" : forms.stream().filter(met -> met).count() + " of " + forms.size(),
        ratings.isEmpty()
            ? "-"
            : String.format(
                Locale.ROOT, "%.2f", ratings.stream().mapToDouble(d -> d).average().orElseThrow()),
        entries.stream().mapToLong(entry -> entry.duration().toMillis()).average().orElse(0),
        usage.known() ? usage.inputTokens() : "-",
        usage.known() ? usage.outputTokens() : "-",
        cost.toString().replace("|", "\\|"));
  }

  /**
   * Returns everything as JSON, replies and all.
   *
   * @return a list of rows, each a list of entries
   */
  public Json json() {
    return Json.array(
        rows.stream()
            .map(row -> Json.array(row.stream().map(ComparisonTable::json).toList()))
            .toList());
  }

  static Json json(Entry entry) {
    JsonObjectBuilder json = Json.object().put("model", entry.model());
    json.put("millis", entry.duration().toMillis());
    entry
        .reply()
        .ifPresent(
            reply -> {
              json.put("text", reply.text());
              if (reply.usage().known()) {
                json.put("inputTokens", reply.usage().inputTokens());
                json.put("outputTokens", reply.usage().outputTokens());
              }
            });
    entry.failure().ifPresent(failure -> json.put("failure", failure.code()));
    switch (entry.cost()) {
      case Cost.Known known -> json.put("usd", known.usd());
      case Cost.Unknown unknown -> json.put("unknownCost", unknown.reason());
    }
    entry.fits().ifPresent(fits -> json.put("fits", fits));
    entry.expected().ifPresent(expected -> json.put("expected", expected));
    entry.rating().ifPresent(rating -> json.put("rating", BigDecimal.valueOf(rating)));
    return json.build();
  }

  /**
   * Returns sizes only: the replies may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "ComparisonTable[" + models.size() + " models, " + rows.size() + " requests]";
  }
}
