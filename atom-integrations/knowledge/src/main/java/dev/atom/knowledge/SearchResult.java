package dev.atom.knowledge;

import java.util.List;

/**
 * What a search found. Immutable.
 *
 * @param hits the best first
 * @param atLeast how many passages have something of what was asked for: exact up to about a
 *     thousand, a lower bound beyond, because counting on would cost more than finding
 * @param stopped whether the deadline or a cancellation ended the search early, so that better hits
 *     may be missing
 * @param shortened whether the text was so long that only its beginning was looked for
 */
public record SearchResult(List<SearchHit> hits, long atLeast, boolean stopped, boolean shortened) {
  /** Copies the list. */
  public SearchResult {
    hits = List.copyOf(hits);
  }
}
