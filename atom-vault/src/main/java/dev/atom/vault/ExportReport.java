package dev.atom.vault;

import java.util.List;

/**
 * What an export has.
 *
 * @param id 32 hexadecimal digits, of this one export; also in the audit
 * @param secrets how many secrets
 * @param versions how many versions, the newest ones included
 * @param problems one sentence for each secret that was left out because it can't be trusted, or
 *     whose older versions were in part; at most 1,000
 */
public record ExportReport(String id, long secrets, long versions, List<String> problems) {
  /** Copies the list. */
  public ExportReport {
    problems = List.copyOf(problems);
  }
}
