package dev.atom.router;

import dev.atom.ledger.Content;
import dev.atom.ledger.ContentPolicy;
import dev.atom.ledger.LedgerWriter;
import dev.atom.ledger.Outcome;
import dev.atom.ledger.UsageRecord;
import dev.atom.ledger.UsageRecordBuilder;
import dev.atom.model.ModelException.Remedy;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Books every attempt in a ledger. */
final class LedgerListener implements RouterListener {
  private static final String CANCELLED = "cancelled";

  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private final LedgerWriter writer;
  private final Optional<ContentPolicy> policy;

  LedgerListener(LedgerWriter writer, Optional<ContentPolicy> policy) {
    this.writer = writer;
    this.policy = policy;
  }

  @Override
  public void attemptEnded(Attempt attempt, Exchange exchange) {
    UsageRecordBuilder record = record(attempt);
    record.content(content(attempt.begun().call(), exchange));
    writer.book(record.build());
  }

  /** What can't be redacted or sealed is not kept; what it cost is booked all the same. */
  private Optional<Content> content(RoutedCall call, Exchange exchange) {
    try {
      return policy.flatMap(of -> of.keep(call.tenant(), call.user(), exchange.toJson()));
    } catch (RuntimeException e) {
      LOG.warn("what was said in call {} is not kept: its policy failed", call.id(), e);
      return Optional.empty();
    }
  }

  private static UsageRecordBuilder record(Attempt attempt) {
    Attempt.Begun begun = attempt.begun();
    RoutedCall call = begun.call();
    String id = call.id() + "/" + begun.number();
    UsageRecordBuilder record =
        UsageRecord.newBuilder(id, call.id(), begun.at(), begun.model())
            .attempt(begun.number())
            .caller(call.tenant(), call.user())
            .usage(attempt.usage())
            .cost(attempt.cost())
            .estimated(attempt.usage().estimated())
            .latency(attempt.duration())
            .tags(call.tags());
    record.route(call.route(), begun.target());
    attempt.firstToken().ifPresent(record::firstToken);
    if (!begun.key().isEmpty()) {
      record.keyFingerprint(begun.key());
    }
    switch (attempt.outcome()) {
      case Attempt.Outcome.Answered answered ->
          record.answered(answered.model()).outcome(Outcome.ANSWERED);
      case Attempt.Outcome.Cached cached ->
          record.answered(cached.model()).outcome(Outcome.CACHE_HIT);
      case Attempt.Outcome.Failed failed -> {
        if (failed.code().equals(Attempt.Outcome.HEDGED)) {
          record.outcome(Outcome.HEDGED);
        } else if (failed.code().equals(CANCELLED) && failed.remedy() == Remedy.NONE) {
          record.outcome(Outcome.CANCELLED);
        } else {
          record.failed(failed.code());
        }
      }
    }
    return record;
  }
}
