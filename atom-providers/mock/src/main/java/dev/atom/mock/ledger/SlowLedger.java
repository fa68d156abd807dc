package dev.atom.mock.ledger;

import dev.atom.ledger.Grouping;
import dev.atom.ledger.Grouping.Dimension;
import dev.atom.ledger.Outcome;
import dev.atom.ledger.Percentiles;
import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageGroup;
import dev.atom.ledger.UsageRecord;
import dev.atom.ledger.UsageTotals;
import dev.atom.ledger.UsageTotals.Counts;
import dev.atom.ledger.UsageTotals.Spent;
import dev.atom.ledger.UsageTotals.Tokens;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** What every answer of a ledger must be, worked out from the plain list, one sum at a time. */
record SlowLedger(List<UsageRecord> records) {
  List<UsageRecord> sorted(UsageFilter filter) {
    return records.stream()
        .filter(record -> passes(record, filter))
        .sorted(Comparator.comparing(UsageRecord::at))
        .toList();
  }

  /** Written apart from UsageFilter.matches, so that an error there is found. */
  static boolean passes(UsageRecord record, UsageFilter filter) {
    if (filter.from().isPresent() && record.at().compareTo(filter.from().get()) < 0) {
      return false;
    }
    if (filter.until().isPresent() && record.at().compareTo(filter.until().get()) >= 0) {
      return false;
    }
    for (Dimension dimension : Dimension.values()) {
      Optional<String> asked = filter.value(dimension);
      if (asked.isPresent() && !asked.get().equals(value(record, dimension, Grouping.by()))) {
        return false;
      }
    }
    for (Map.Entry<String, String> tag : filter.tags().entrySet()) {
      if (!tag.getValue().equals(record.tags().get(tag.getKey()))) {
        return false;
      }
    }
    return filter.outcome().isEmpty() || filter.outcome().get() == record.outcome();
  }

  List<UsageGroup> totals(UsageFilter filter, Grouping grouping) {
    Map<List<String>, List<UsageRecord>> groups =
        sorted(filter).stream()
            .collect(
                Collectors.groupingBy(
                    record ->
                        grouping.dimensions().stream()
                            .map(dimension -> value(record, dimension, grouping))
                            .toList()));
    List<UsageGroup> all = new ArrayList<>();
    groups.forEach((key, group) -> all.add(new UsageGroup(named(key, grouping), sum(group))));
    Comparator<UsageGroup> order = Comparator.comparingInt(group -> 0);
    for (Dimension dimension : grouping.dimensions()) {
      order = order.thenComparing(group -> String.valueOf(group.key().get(dimension)));
    }
    all.sort(order);
    return all;
  }

  private static Map<Dimension, String> named(List<String> key, Grouping grouping) {
    Map<Dimension, String> named = new LinkedHashMap<>();
    for (Dimension dimension : grouping.dimensions()) {
      named.put(dimension, key.get(grouping.dimensions().indexOf(dimension)));
    }
    return named;
  }

  private static String value(UsageRecord record, Dimension dimension, Grouping grouping) {
    return switch (dimension) {
      case PROVIDER -> record.asked().provider();
      case MODEL -> record.asked().name();
      case TENANT -> record.tenant();
      case USER -> record.user().orElse("");
      case ROUTE -> record.route().orElse("");
      case DAY -> LocalDate.ofInstant(record.at(), grouping.zone()).toString();
    };
  }

  private static UsageTotals sum(List<UsageRecord> group) {
    long calls =
        group.stream().map(record -> List.of(record.tenant(), record.callId())).distinct().count();
    Map<String, Long> errors =
        group.stream()
            .flatMap(record -> record.error().stream())
            .collect(Collectors.groupingBy(code -> code, Collectors.counting()));
    BigDecimal usd =
        group.stream()
            .map(UsageRecord::cost)
            .filter(Cost.Known.class::isInstance)
            .map(cost -> ((Cost.Known) cost).usd())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    Tokens tokens =
        new Tokens(
            tokens(group, Usage::inputTokens),
            tokens(group, Usage::cachedInputTokens),
            tokens(group, Usage::outputTokens),
            tokens(group, Usage::reasoningTokens),
            count(group, record -> !record.usage().known()));
    return new UsageTotals(
        new Counts(
            calls,
            group.size(),
            count(group, record -> record.outcome() == Outcome.CACHE_HIT),
            errors),
        tokens,
        new Spent(
            usd,
            count(group, record -> record.cost() instanceof Cost.Unknown),
            count(group, UsageRecord::estimated)),
        percentiles(answered(group).map(UsageRecord::latency).toList()),
        percentiles(answered(group).flatMap(record -> record.firstToken().stream()).toList()));
  }

  private static java.util.stream.Stream<UsageRecord> answered(List<UsageRecord> group) {
    return group.stream().filter(record -> record.outcome() == Outcome.ANSWERED);
  }

  private static long tokens(List<UsageRecord> group, ToLongFunction<Usage> which) {
    return group.stream().map(UsageRecord::usage).mapToLong(which).sum();
  }

  private static long count(List<UsageRecord> group, Predicate<UsageRecord> which) {
    return group.stream().filter(which).count();
  }

  private static Optional<Percentiles> percentiles(List<Duration> all) {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<Duration> sorted = all.stream().sorted().toList();
    return Optional.of(
        new Percentiles(first(sorted, "0.5"), first(sorted, "0.95"), first(sorted, "0.99")));
  }

  /** The first whose part of all up to it is large enough. */
  private static Duration first(List<Duration> sorted, String part) {
    BigDecimal enough = new BigDecimal(part).multiply(BigDecimal.valueOf(sorted.size()));
    int place = 0;
    while (BigDecimal.valueOf(place + 1).compareTo(enough) < 0) {
      place++;
    }
    return sorted.get(place);
  }
}
