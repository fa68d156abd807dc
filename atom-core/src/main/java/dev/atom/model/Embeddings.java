package dev.atom.model;

import java.util.List;
import java.util.Objects;

/**
 * The vectors of texts.
 *
 * @param model the model that answered
 * @param vectors one for each text, in the order of the request; copied
 * @param usage what it took, all calls together
 * @param warnings what was not honoured
 */
public record Embeddings(
    ModelRef model, List<Embedding> vectors, Usage usage, List<Warning> warnings) {
  /** Copies the lists. */
  public Embeddings {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(usage, "usage");
    vectors = List.copyOf(vectors);
    warnings = List.copyOf(warnings);
  }
}
