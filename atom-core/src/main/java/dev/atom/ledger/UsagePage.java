package dev.atom.ledger;

import java.util.List;
import java.util.Optional;

/**
 * Some records in the order of their instants, those of one instant in the order of their booking.
 *
 * @param records at most as many as were asked for
 * @param next where the next page begins; empty if there is none. Its text means something to the
 *     ledger that gave it, and to no other
 */
public record UsagePage(List<UsageRecord> records, Optional<String> next) {
  /** Copies the list. */
  public UsagePage {
    records = List.copyOf(records);
  }
}
