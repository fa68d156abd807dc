package dev.atom.ledger;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The records that share some values, and their sums. Immutable and thread-safe.
 *
 * @param key the values in the order of the {@link Grouping}; a user or route that is not told is
 *     empty text, a day is as {@code 2026-03-01}
 * @param totals the sums
 */
public record UsageGroup(Map<Grouping.Dimension, String> key, UsageTotals totals) {
  /** Copies the key. */
  public UsageGroup {
    key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
  }
}
