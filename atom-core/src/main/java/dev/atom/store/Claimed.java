package dev.atom.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a {@link JobClaim}. Immutable and thread-safe.
 *
 * @param jobs the claimed jobs, in the order of their claim; often empty
 * @param nextDue when the next job of the kinds is due, as far as is known now: a claim that ends
 *     counts too; empty if none waits, and unspecified if as many jobs were claimed as wanted
 */
public record Claimed(List<Job> jobs, Optional<Instant> nextDue) {
  /** Copies the list. */
  public Claimed {
    jobs = List.copyOf(jobs);
  }
}
