package dev.atom.rules.replay;

import dev.atom.rules.Condition;
import dev.atom.rules.ConditionProbe;
import dev.atom.rules.Finding;
import dev.atom.rules.replay.CoverageReport.ConditionCount;

/** Counts what one condition found. Not thread-safe. */
final class LeafCount {
  private final Condition condition;
  private final ConditionProbe probe;
  private Finding finding = Finding.MISSING;
  private boolean holds;
  private long held;
  private long missing;
  private long wrongType;
  private long needsZone;

  LeafCount(Condition condition, ConditionProbe probe) {
    this.condition = condition;
    this.probe = probe;
  }

  /** Looks without counting, for an event that may be too much work for another condition. */
  void look(ReplayEvent event) {
    finding = probe.find(event.facts(), event.at());
    holds = probe.holds(finding);
  }

  void count() {
    held += holds ? 1 : 0;
    switch (finding) {
      case MISSING -> missing++;
      case WRONG_TYPE -> wrongType++;
      case NEEDS_ZONE -> needsZone++;
      case MATCHES, DIFFERS, UNAVAILABLE, NOT_ASKED -> {}
    }
  }

  boolean holds() {
    return holds;
  }

  ConditionCount report(String id, boolean wanted, long nearMisses, long events) {
    return new ConditionCount(
        id,
        condition,
        wanted,
        new CoverageReport.Findings(events, held, missing, wrongType, needsZone),
        nearMisses);
  }
}
