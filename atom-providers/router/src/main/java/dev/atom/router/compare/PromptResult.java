package dev.atom.router.compare;

import dev.atom.json.Json;
import dev.atom.model.Usage;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What all models made of one prompt. Holds what they said, so treat it as confidential as that.
 *
 * @param prompt what was asked
 * @param entries of all models, in their order
 */
public record PromptResult(Prompt prompt, List<Entry> entries) {
  /** The first two lines of a table in Markdown whose others are {@link #text}. */
  public static final String HEAD =
      """
      | prompt | model | outcome | form met | as expected | rating | ms | tokens in | tokens out | cost |
      | --- | --- | --- | --- | --- | ---: | ---: | ---: | ---: | ---: |
      """;

  /** Copies the list. */
  public PromptResult {
    Objects.requireNonNull(prompt, "prompt");
    entries = List.copyOf(entries);
  }

  /**
   * Returns lines of a table in Markdown, without what was said.
   *
   * @return a line for each model
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    entries.forEach(entry -> text.append(line(entry)));
    return text.toString();
  }

  private String line(Entry entry) {
    Optional<Usage> usage = entry.reply().map(reply -> reply.usage()).filter(Usage::known);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s | %s | %d | %s | %s | %s |\n",
        cell(prompt.id()),
        cell(entry.model()),
        entry.failure().map(failure -> failure.code()).orElse("answered"),
        yesOrNo(entry.fits()),
        yesOrNo(entry.expected()),
        entry.rating().map(rating -> String.format(Locale.ROOT, "%.2f", rating)).orElse("-"),
        entry.duration().toMillis(),
        usage.map(used -> Long.toString(used.inputTokens())).orElse("-"),
        usage.map(used -> Long.toString(used.outputTokens())).orElse("-"),
        cell(entry.cost().toString()));
  }

  private static String yesOrNo(Optional<Boolean> met) {
    return met.map(is -> is ? "yes" : "no").orElse("-");
  }

  static String cell(String text) {
    return text.replace("|", "\\|").replaceAll("\\R", " ");
  }

  /**
   * Returns everything as JSON, replies and all.
   *
   * @return an object with the prompt's id and a list of entries
   */
  public Json json() {
    return Json.object()
        .put("id", prompt.id())
        .put("entries", entries.stream().map(ComparisonTable::json).toList())
        .build();
  }

  /**
   * Returns the prompt's id only: the replies may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "PromptResult[" + prompt.id() + ", " + entries.size() + " models]";
  }
}
