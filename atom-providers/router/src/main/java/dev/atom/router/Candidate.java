package dev.atom.router;

import dev.atom.model.ModelRef;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * A target of a route, as one call found it.
 *
 * @param target the target's name
 * @param model the model that would be asked
 * @param dropped why the call could not go there when it began; empty if it could
 * @param expectedUsd what the call was expected to cost there; empty if there is no price
 */
public record Candidate(
    String target, ModelRef model, Optional<String> dropped, Optional<BigDecimal> expectedUsd) {
  /** Refuses null. */
  public Candidate {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(dropped, "dropped");
    Objects.requireNonNull(expectedUsd, "expectedUsd");
  }

  /**
   * Tells whether the call could go to this target.
   *
   * @return true unless it was dropped
   */
  public boolean kept() {
    return dropped.isEmpty();
  }

  @Override
  public String toString() {
    return target + dropped.map(reason -> " (dropped: " + reason + ")").orElse("");
  }
}
