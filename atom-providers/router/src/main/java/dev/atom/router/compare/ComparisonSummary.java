package dev.atom.router.compare;

import dev.atom.json.Json;
import java.util.List;
import java.util.Locale;

/**
 * How models did on many prompts. Holds nothing that was said. Immutable and thread-safe.
 *
 * @param prompts how many prompts there were
 * @param models one for each model, in order
 */
public record ComparisonSummary(long prompts, List<ModelSummary> models) {
  /** Copies the list. */
  public ComparisonSummary {
    models = List.copyOf(models);
  }

  /**
   * Returns the sums as a table in Markdown. A cost that is not the whole is marked {@code at least}.
   *
   * @return a line for each model
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("| model | answered | form met | as expected | rating ");
    text.append("| p50 ms | p95 ms | p99 ms | tokens in | tokens out | cost |\n");
    text.append("| --- ").append("| ---: ".repeat(10)).append("|\n");
    models.forEach(model -> text.append(line(model)));
    return text.toString();
  }

  private static String line(ModelSummary model) {
    ModelSummary.Spent spent = model.spent();
    String rating =
        model.rating().isPresent()
            ? String.format(Locale.ROOT, "%.2f", model.rating().getAsDouble())
            : "-";
    String times =
        model
            .times()
            .map(
                of ->
                    of.p50().toMillis() + " | " + of.p95().toMillis() + " | " + of.p99().toMillis())
            .orElse("- | - | -");
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s | %s | %d | %d | %s$%s |\n",
        PromptResult.cell(model.model()),
        model.answered(),
        model.forms(),
        model.expected(),
        rating,
        times,
        spent.inputTokens(),
        spent.outputTokens(),
        spent.unknown() > 0 ? "at least " : "",
        spent.usd().toPlainString());
  }

  /**
   * Returns the sums as JSON.
   *
   * @return an object with the number of prompts and a list of models
   */
  public Json json() {
    return Json.object()
        .put("prompts", prompts)
        .put("models", models.stream().map(ModelSummary::json).toList())
        .build();
  }
}
