package dev.atom.vault.refresh;

import dev.atom.vault.AuditRecord.Outcome;
import java.util.Optional;

/** One commit of a grant and its lease in the making. Used by one thread. */
public interface GrantChange {
  /**
   * The grant as it is now, closed with the change; empty if there is none.
   *
   * @param deletedToo whether one is meant that was deleted and can be restored
   */
  Optional<GrantRecord> current(boolean deletedToo);

  /** The lease as it is now; its fence is 0 if nobody ever had it. */
  Lease lease();

  /** Writes what is known of a grant, its tokens being the same. */
  void mark(Marks marks);

  /** Writes a grant with new tokens, as the next version. */
  long replace(GrantRecord next);

  /** Writes the lease; returns its fence, which no lease of this grant had before. */
  long write(Lease lease);

  /** Adds an entry to the audit. */
  void audit(String actor, Outcome outcome, long version, String detail);
}
