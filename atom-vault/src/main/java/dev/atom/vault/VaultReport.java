package dev.atom.vault;

import java.util.List;

/**
 * What a look at every row of a vault found.
 *
 * @param tenants how many tenants there are
 * @param secrets how many secrets open, deleted and destroyed ones included
 * @param versions how many older versions open
 * @param auditEntries how many entries of the audit open
 * @param problems one sentence for each thing that is wrong, at most 1,000; empty if all is well
 */
public record VaultReport(
    long tenants, long secrets, long versions, long auditEntries, List<String> problems) {
  /** Copies the list. */
  public VaultReport {
    problems = List.copyOf(problems);
  }

  /**
   * Tells whether all is well.
   *
   * @return true if there is no problem
   */
  public boolean sound() {
    return problems.isEmpty();
  }
}
