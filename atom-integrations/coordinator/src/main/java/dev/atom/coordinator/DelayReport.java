package dev.atom.coordinator;

import dev.atom.schema.Document;
import java.time.Instant;
import java.util.List;

/**
 * What {@link Delays} found.
 *
 * @param at the instant it is about
 * @param tasks what it rests on, closed tasks among them; copied
 * @param findings what is wrong, the worst first, then in the order of the tasks; copied
 * @param unknowns what could not be judged, in the order of the tasks; copied
 */
public record DelayReport(
    Instant at, List<Document> tasks, List<Finding> findings, List<Unknown> unknowns) {
  /** Copies the lists. */
  public DelayReport {
    tasks = List.copyOf(tasks);
    findings = List.copyOf(findings);
    unknowns = List.copyOf(unknowns);
  }

  /**
   * Returns what is wrong with one task.
   *
   * @param task its id
   * @return the findings that name it first, the worst first
   */
  public List<Finding> of(String task) {
    return findings.stream().filter(finding -> finding.task().id().equals(task)).toList();
  }
}
