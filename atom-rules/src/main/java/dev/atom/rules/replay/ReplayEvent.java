package dev.atom.rules.replay;

import dev.atom.rules.Facts;
import java.time.Instant;
import java.util.Objects;

/**
 * An event of the past that rules are tried on.
 *
 * @param id what names it in reports
 * @param facts what the rules look at
 * @param at the time that counts as now for the rules
 */
public record ReplayEvent(String id, Facts facts, Instant at) {
  /** Refuses null. */
  public ReplayEvent {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(facts, "facts");
    Objects.requireNonNull(at, "at");
  }
}
