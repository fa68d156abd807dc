package dev.atom.vault;

import java.time.Instant;
import java.util.List;

/**
 * How a tenant's data key stands, and what a change of it would do.
 *
 * @param tenant whose; empty for the vault's own
 * @param generation of the key in use, from 1
 * @param made when it came into use
 * @param seals how often it has sealed something, not counting commits that somebody else was faster
 *     than
 * @param retired the generations of older keys that are still there
 * @param toReseal how many rows a change would seal anew; entries of the audit are never sealed anew
 */
public record DataKeyPlan(
    String tenant, int generation, Instant made, long seals, List<Integer> retired, long toReseal) {
  /** How often one AES-GCM key may seal with random nonces: 2^32 times (NIST SP 800-38D, 8.3). */
  public static final long MOST_SEALS = 1L << 32;

  /** Copies the list. */
  public DataKeyPlan {
    retired = List.copyOf(retired);
  }

  /**
   * Tells whether the key has sealed so often that it should be changed, whatever its age.
   *
   * @return true from half of {@link #MOST_SEALS} on
   */
  public boolean recommended() {
    return seals >= MOST_SEALS / 2;
  }
}
