package dev.atom.vault;

import java.time.Instant;
import java.util.List;

/**
 * What is in a backup.
 *
 * @param id 32 hexadecimal digits, of this one backup
 * @param taken when it was begun; a tenant's secrets in it are as they were at some moment after
 * @param tenants how many tenants
 * @param shredded how many tenants whose keys were destroyed before; nothing else of them is in it
 * @param secrets how many secrets, those too of which only the place is left
 * @param versions how many older versions
 * @param audits how many entries of audits, those of the vault itself too
 * @param problems one sentence for each thing that is wrong, at most 1,000: it was so in the vault
 *     already when the backup was made. Always empty from {@link VaultAdmin#backup}, which doesn't look
 */
public record BackupReport(
    String id,
    Instant taken,
    long tenants,
    long shredded,
    long secrets,
    long versions,
    long audits,
    List<String> problems) {
  /** Copies the list. */
  public BackupReport {
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
