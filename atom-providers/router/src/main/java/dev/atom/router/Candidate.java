package dev.atom.router;

import dev.atom.model.ModelRef;
import java.util.Objects;
import java.util.Optional;

/**
 * A target of a router, as one call found it.
 *
 * @param model the target's model
 * @param dropped why the call can't go to this target; empty if it can
 */
public record Candidate(ModelRef model, Optional<String> dropped) {
  /** Refuses null. */
  public Candidate {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(dropped, "dropped");
  }

  /**
   * Tells whether the call may go to this target.
   *
   * @return true unless it was dropped
   */
  public boolean kept() {
    return dropped.isEmpty();
  }

  @Override
  public String toString() {
    return model + dropped.map(reason -> " (dropped: " + reason + ")").orElse("");
  }
}
