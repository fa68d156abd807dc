package dev.atom.vault;

import java.util.List;

/**
 * What came in, or would in a dry run.
 *
 * @param added how many secrets where there was none
 * @param replaced how many in the place of another one
 * @param unchanged how many that were there already, the same
 * @param skipped how many that were left because another one is there
 * @param leftOut how many the mapping left out
 * @param versions how many versions were written
 * @param problems one sentence for each secret that can't come in, or in a dry run would stop the
 *     import; at most 1,000
 */
public record ImportReport(
    long added,
    long replaced,
    long unchanged,
    long skipped,
    long leftOut,
    long versions,
    List<String> problems) {
  /** Copies the list. */
  public ImportReport {
    problems = List.copyOf(problems);
  }
}
