package dev.atom.ledger;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The sums over some records. Immutable and thread-safe.
 *
 * @param counts how many
 * @param tokens what they used
 * @param spent what they cost
 * @param latency how long attempts that were answered took; empty if there is none
 * @param firstToken how long those took to their first token; empty if none tells
 */
public record UsageTotals(
    Counts counts,
    Tokens tokens,
    Spent spent,
    Optional<Percentiles> latency,
    Optional<Percentiles> firstToken) {
  /**
   * How many.
   *
   * @param calls how many calls there is an attempt of
   * @param attempts how many records
   * @param cacheHits how many of these came out of a cache
   * @param errors failed attempts by code, sorted
   */
  public record Counts(long calls, long attempts, long cacheHits, Map<String, Long> errors) {
    /** Copies the map. */
    public Counts {
      errors = java.util.Collections.unmodifiableMap(new TreeMap<>(errors));
    }
  }

  /**
   * Tokens; parts are contained in their totals, as in {@link dev.atom.model.Usage}.
   *
   * @param input all tokens sent
   * @param cachedInput those read from the provider's cache
   * @param output all tokens received
   * @param reasoning those of the model's reasoning
   * @param incomplete how many records did not tell all that was used, so that it was more
   */
  public record Tokens(
      long input, long cachedInput, long output, long reasoning, long incomplete) {}

  /**
   * Money. The whole is known only if nothing is unknown.
   *
   * @param usd the sum of the known costs in US dollars, exact
   * @param unknown how many records have an unknown cost, which is not zero
   * @param estimated how many have an estimated one
   */
  public record Spent(BigDecimal usd, long unknown, long estimated) {
    /** Takes zeros off the end of the amount, so that equal amounts are equal. */
    public Spent {
      usd = BookedCost.plain(usd);
    }
  }
}
