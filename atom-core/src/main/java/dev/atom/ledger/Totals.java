package dev.atom.ledger;

import dev.atom.ledger.UsageTotals.Counts;
import dev.atom.ledger.UsageTotals.Spent;
import dev.atom.ledger.UsageTotals.Tokens;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sums one group of records up. Not thread-safe. */
final class Totals {
  private final Set<List<String>> calls = new HashSet<>();
  private final Map<String, Long> errors = new HashMap<>();
  private final List<Duration> latencies = new ArrayList<>();
  private final List<Duration> firstTokens = new ArrayList<>();
  private final long[] tokens = new long[4];
  private long attempts;
  private long cacheHits;
  private long incomplete;
  private BigDecimal usd = BigDecimal.ZERO;
  private long unknown;
  private long estimated;

  void add(UsageRecord record) {
    attempts++;
    calls.add(List.of(record.tenant(), record.callId()));
    cacheHits += record.outcome() == Outcome.CACHE_HIT ? 1 : 0;
    estimated += record.estimated() ? 1 : 0;
    record.error().ifPresent(code -> errors.merge(code, 1L, Long::sum));
    add(record.usage());
    switch (record.cost()) {
      case Cost.Known known -> usd = usd.add(known.usd());
      case Cost.Unknown ignored -> unknown++;
    }
    if (record.outcome() == Outcome.ANSWERED) {
      latencies.add(record.latency());
      record.firstToken().ifPresent(firstTokens::add);
    }
  }

  private void add(Usage usage) {
    incomplete += usage.known() ? 0 : 1;
    long[] more = {
      usage.inputTokens(), usage.cachedInputTokens(), usage.outputTokens(), usage.reasoningTokens()
    };
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = Math.addExact(tokens[i], more[i]);
    }
  }

  UsageTotals sum() {
    return new UsageTotals(
        new Counts(calls.size(), attempts, cacheHits, errors),
        new Tokens(tokens[0], tokens[1], tokens[2], tokens[3], incomplete),
        new Spent(usd, unknown, estimated),
        percentiles(latencies),
        percentiles(firstTokens));
  }

  private static Optional<Percentiles> percentiles(List<Duration> durations) {
    if (durations.isEmpty()) {
      return Optional.empty();
    }
    Collections.sort(durations);
    return Optional.of(
        new Percentiles(rank(durations, 50), rank(durations, 95), rank(durations, 99)));
  }

  /** The nearest rank, rounded up. */
  private static Duration rank(List<Duration> sorted, int percent) {
    long rank = (sorted.size() * (long) percent + 99) / 100;
    return sorted.get((int) rank - 1);
  }
}
