package dev.atom.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps one {@link UsageRecord} per attempt at a model and sums them up.
 *
 * <p>Implementations are thread-safe and pass {@code UsageLedgerContract} of atom-mock: {@link
 * MemoryUsageLedger}, and {@code JdbcUsageLedger} of atom-jdbc.
 */
public interface UsageLedger extends AutoCloseable {
  /**
   * Books records, all of them or none; durable when this returns, as far as the ledger is. A record
   * whose tenant and id are booked already is left out, so a batch may be given again after any
   * failure.
   *
   * @param records in any order
   * @return how many were not booked before
   * @throws LedgerException if they could not be booked
   */
  int append(List<UsageRecord> records);

  /**
   * Returns the first records.
   *
   * @param filter which
   * @param limit how many at most, 1 or more
   * @return the page
   * @throws LedgerException if they could not be read
   */
  default UsagePage page(UsageFilter filter, int limit) {
    return page(filter, Optional.empty(), limit);
  }

  /**
   * Returns records. What is booked while pages are read is in a later page if its instant lies
   * there, and never makes a page repeat or miss what was there before.
   *
   * @param filter which
   * @param after where the page before ended, as it told; empty for the first
   * @param limit how many at most, 1 or more
   * @return the page
   * @throws IllegalArgumentException if the place is none of this ledger
   * @throws LedgerException if they could not be read
   */
  UsagePage page(UsageFilter filter, Optional<String> after, int limit);

  /**
   * Sums records up, as they were at one moment. All groups are in memory at once.
   *
   * @param filter which
   * @param grouping by what
   * @return the groups that have a record, sorted by their keys' texts, one value after the other
   * @throws LedgerException if they could not be read
   */
  List<UsageGroup> totals(UsageFilter filter, Grouping grouping);

  /**
   * Deletes the records of all tenants before an instant. An id that is deleted can be booked anew.
   *
   * @param before what is of this instant stays
   * @return how many there were
   * @throws LedgerException if not all could be deleted; some may be
   */
  long deleteBefore(Instant before);

  /**
   * Deletes a tenant's records before an instant.
   *
   * @param tenant the tenant's id
   * @param before what is of this instant stays
   * @return how many there were
   * @throws LedgerException if not all could be deleted; some may be
   */
  long deleteBefore(String tenant, Instant before);

  /** Closes what the ledger opened; twice is fine. */
  @Override
  void close();
}
