package dev.atom.ledger;

import java.util.List;

/** Hears of records that a {@link LedgerWriter} could not book. Thread-safe, does not throw. */
@FunctionalInterface
public interface LostRecords {
  /**
   * Takes records that are not in the ledger after the last try, though some may be if the ledger
   * could not tell; to book them again is never wrong.
   *
   * @param records the batch
   * @param failure why the last try failed
   * @return true if they are safe now, so that {@link LedgerWriter#flush()} need not tell; false if
   *     they still are nowhere but here
   */
  boolean take(List<UsageRecord> records, Throwable failure);
}
