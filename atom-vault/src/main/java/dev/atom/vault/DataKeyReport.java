package dev.atom.vault;

import java.util.List;

/**
 * What a change of a tenant's data key has done.
 *
 * @param tenant whose; empty for the vault's own
 * @param generation of the key in use; 0 if there is no such tenant any more
 * @param rotated whether this rotation made that key
 * @param resealed how many rows this rotation sealed anew
 * @param dropped the generations of older keys that nothing referred to and that are deleted
 * @param left the older keys that stay, and why
 * @param problems one sentence for each row that can't be sealed anew, the first 1,000
 */
public record DataKeyReport(
    String tenant,
    int generation,
    boolean rotated,
    long resealed,
    List<Integer> dropped,
    List<Left> left,
    List<String> problems) {
  /** Copies the lists. */
  public DataKeyReport {
    dropped = List.copyOf(dropped);
    left = List.copyOf(left);
    problems = List.copyOf(problems);
  }

  /**
   * An older key that stays because something refers to it.
   *
   * @param generation of the key
   * @param auditEntries how many entries of the audit it has sealed; they stay as they are until they
   *     are dropped, see {@link VaultAdmin#sweep}
   * @param leases how many leases of those who refresh a grant at the moment
   * @param rows how many other rows: run again, or see the problems
   */
  public record Left(int generation, long auditEntries, long leases, long rows) {}
}
