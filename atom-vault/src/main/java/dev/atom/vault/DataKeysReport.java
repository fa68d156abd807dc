package dev.atom.vault;

import java.util.List;
import java.util.Optional;

/**
 * What a change of all tenants' data keys has done so far.
 *
 * @param tenants how many were looked at
 * @param rotated how many got a new key
 * @param resealed how many rows were sealed anew
 * @param dropped how many old keys were deleted
 * @param left the tenants with old keys that stay, each with the reason, the first 1,000
 * @param problems one sentence for each tenant that doesn't open, the first 1,000
 * @param next where to go on; empty if all tenants were looked at
 */
public record DataKeysReport(
    long tenants,
    long rotated,
    long resealed,
    long dropped,
    List<DataKeyReport> left,
    List<String> problems,
    Optional<String> next) {
  /** Copies the lists. */
  public DataKeysReport {
    left = List.copyOf(left);
    problems = List.copyOf(problems);
  }
}
