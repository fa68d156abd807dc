package dev.atom.vault;

import java.util.List;

/**
 * What one call of {@link KeyChecks#checkDue} did.
 *
 * @param looked how many secrets' places were looked at
 * @param accepted how many were checked and let in
 * @param rejected how many were checked and not let in
 * @param unknown how many were tried to check, of which nothing was found out
 * @param round whether all secrets have been looked at since the call before that said so
 * @param problems one sentence for each that could not be checked: because it can't be trusted, or
 *     the policy refuses it
 */
public record KeyCheckReport(
    long looked, int accepted, int rejected, int unknown, boolean round, List<String> problems) {
  /** Copies the list. */
  public KeyCheckReport {
    problems = List.copyOf(problems);
  }

  /**
   * Returns how many checks were made.
   *
   * @return accepted, rejected and unknown ones
   */
  public int checked() {
    return accepted + rejected + unknown;
  }
}
