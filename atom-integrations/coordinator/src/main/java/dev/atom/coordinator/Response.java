package dev.atom.coordinator;

import dev.atom.rules.Decision;
import java.util.List;

/**
 * What the rules say to a finding.
 *
 * @param finding the finding
 * @param decision which rules fired; its trace says why, and why others did not
 */
public record Response(Finding finding, Decision decision) {
  /**
   * Returns what is to be done.
   *
   * @return in the order of the rules
   */
  public List<PlannedAction> actions() {
    return decision.actions().stream()
        .map(planned -> new PlannedAction(finding, planned.rule(), planned.action()))
        .toList();
  }
}
