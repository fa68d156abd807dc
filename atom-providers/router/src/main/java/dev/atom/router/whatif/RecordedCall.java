package dev.atom.router.whatif;

import dev.atom.ledger.Outcome;
import dev.atom.ledger.UsageRecord;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The attempts of one call, without what was said. Used by one thread. */
final class RecordedCall {
  private final List<UsageRecord> attempts = new ArrayList<>();
  private Instant lastEnd = Instant.MIN;

  void add(UsageRecord attempt) {
    attempts.add(withoutContent(attempt));
    Instant end = attempt.at().plus(attempt.latency());
    lastEnd = end.isAfter(lastEnd) ? end : lastEnd;
  }

  List<UsageRecord> attempts() {
    return attempts;
  }

  UsageRecord first() {
    return attempts.get(0);
  }

  Instant lastEnd() {
    return lastEnd;
  }

  /** The attempt that gave the answer, the cache among those that can. */
  Optional<UsageRecord> answered() {
    return attempts.stream().filter(RecordedCall::gaveAnswer).findFirst();
  }

  static boolean gaveAnswer(UsageRecord attempt) {
    return attempt.outcome() == Outcome.ANSWERED || attempt.outcome() == Outcome.CACHE_HIT;
  }

  /** What all attempts cost; unknown if one is. */
  Cost actual() {
    return attempts.stream().map(UsageRecord::cost).reduce(Cost.ZERO, Cost::plus);
  }

  /** The part of the cost that is known. */
  BigDecimal known() {
    return attempts.stream().map(attempt -> usd(attempt.cost())).reduce(ZERO, BigDecimal::add);
  }

  private static final BigDecimal ZERO = BigDecimal.ZERO;

  static BigDecimal usd(Cost cost) {
    return switch (cost) {
      case Cost.Known known -> known.usd();
      case Cost.Unknown unknown -> ZERO;
    };
  }

  boolean estimated() {
    return attempts.stream()
        .anyMatch(attempt -> attempt.estimated() || attempt.usage().estimated());
  }

  /** What was said may be large, and calls wait here for their later attempts. */
  private static UsageRecord withoutContent(UsageRecord record) {
    if (record.content().isEmpty()) {
      return record;
    }
    var copy =
        UsageRecord.newBuilder(record.id(), record.callId(), record.at(), record.asked())
            .attempt(record.attempt())
            .caller(record.tenant(), record.user())
            .usage(record.usage())
            .outcome(record.error().isPresent() ? Outcome.ANSWERED : record.outcome())
            .cost(record.cost())
            .estimated(record.estimated())
            .latency(record.latency())
            .tags(record.tags());
    record.route().ifPresent(route -> copy.route(route, record.endpoint().orElse(route)));
    record.answered().ifPresent(copy::answered);
    record.firstToken().ifPresent(copy::firstToken);
    record.keyFingerprint().ifPresent(copy::keyFingerprint);
    record.error().ifPresent(copy::failed);
    return copy.build();
  }
}
