package dev.atom.router.whatif;

import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageLedger;
import dev.atom.ledger.UsagePage;
import dev.atom.ledger.UsageRecord;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts the records of a ledger together to calls, in the order in which these began. A page is in
 * memory, and the calls that may still get an attempt: a router waits at most 20 seconds between
 * two, so a call is whole when its last attempt has ended a minute ago.
 */
final class RecordedCalls {
  private static final int PAGE = 500;
  private static final Duration GAP = Duration.ofMinutes(1);

  /** More attempts than this are no call's: they share an id by mistake, and count apart. */
  private static final int MOST_ATTEMPTS = 1_000;

  private final UsageLedger ledger;
  private final UsageFilter filter;

  private record Key(String tenant, String callId) {}

  RecordedCalls(UsageLedger ledger, UsageFilter filter) {
    this.ledger = ledger;
    this.filter = filter;
  }

  void forEach(Consumer<RecordedCall> consumer) {
    Map<Key, RecordedCall> open = new LinkedHashMap<>();
    Optional<String> after = Optional.empty();
    do {
      UsagePage page = ledger.page(filter, after, PAGE);
      for (UsageRecord record : page.records()) {
        closeBefore(record, open, consumer);
        Key key = new Key(record.tenant(), record.callId());
        RecordedCall call = open.computeIfAbsent(key, fresh -> new RecordedCall());
        call.add(record);
        if (call.attempts().size() == MOST_ATTEMPTS) {
          open.remove(key);
          consumer.accept(call);
        }
      }
      after = page.next();
    } while (after.isPresent());
    open.values().forEach(consumer);
  }

  /** Calls that began first go first, so a long one keeps those behind it waiting. */
  private static void closeBefore(
      UsageRecord record, Map<Key, RecordedCall> open, Consumer<RecordedCall> consumer) {
    Iterator<RecordedCall> calls = open.values().iterator();
    while (calls.hasNext()) {
      RecordedCall call = calls.next();
      if (!call.lastEnd().plus(GAP).isBefore(record.at())) {
        return;
      }
      calls.remove();
      consumer.accept(call);
    }
  }
}
