package dev.atom.router;

import dev.atom.ledger.LedgerWriter;
import dev.atom.ledger.Outcome;
import dev.atom.ledger.UsageRecord;
import dev.atom.ledger.UsageRecordBuilder;
import dev.atom.model.ModelException.Remedy;

/** Books every attempt in a ledger. */
final class LedgerListener implements RouterListener {
  private static final String CANCELLED = "cancelled";
  private static final String ENDPOINT = "endpoint";

  private final LedgerWriter writer;

  LedgerListener(LedgerWriter writer) {
    this.writer = writer;
  }

  @Override
  public void attemptEnded(Attempt attempt) {
    writer.book(record(attempt));
  }

  private static UsageRecord record(Attempt attempt) {
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
            .keyFingerprint(begun.key())
            .tags(call.tags());
    record.route(call.route(), call.tags().getOrDefault(ENDPOINT, call.route()));
    attempt.firstToken().ifPresent(record::firstToken);
    switch (attempt.outcome()) {
      case Attempt.Outcome.Answered answered ->
          record.answered(answered.model()).outcome(Outcome.ANSWERED);
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
    return record.build();
  }
}
