package dev.atom.model;

import dev.atom.json.Json;
import java.util.List;
import java.util.Objects;

/**
 * The judgements of inputs.
 *
 * @param model the model that judged
 * @param results one for each input, in the order of the request; copied
 * @param usage what it took, all calls together
 * @param warnings what was not honoured
 * @param raw the last reply as the provider sent it
 */
public record Moderations(
    ModelRef model, List<Moderation> results, Usage usage, List<Warning> warnings, Json raw) {
  /** Copies the lists. */
  public Moderations {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(usage, "usage");
    Objects.requireNonNull(raw, "raw");
    results = List.copyOf(results);
    warnings = List.copyOf(warnings);
  }

  /**
   * Tells whether any input is harmful.
   *
   * @return true if at least one is flagged
   */
  public boolean anyFlagged() {
    return results.stream().anyMatch(Moderation::flagged);
  }
}
