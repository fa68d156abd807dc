package dev.atom.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The outbox of a {@link MemoryStore}, which guards it. */
final class MemoryOutbox {
  private final Map<UniqueKey, Entry> entries = new HashMap<>();
  private final TreeSet<Entry> waiting =
      new TreeSet<>(Comparator.comparing((Entry e) -> e.dueAt).thenComparingLong(e -> e.sequence));
  private long sequence;

  /** One item; {@code dueAt} is changed only while the entry is not in {@code waiting}. */
  private static final class Entry {
    final Subject subject;
    final Append.Effect effect;
    final long sequence;
    Instant dueAt;
    Instant claimedUntil = Instant.MIN;
    int attempts;
    boolean delivered;

    Entry(Subject subject, Append.Effect effect, long sequence, Instant dueAt) {
      this.subject = subject;
      this.effect = effect;
      this.sequence = sequence;
      this.dueAt = dueAt;
    }

    OutboxItem item() {
      OutboxItem.State state = new OutboxItem.State(attempts, dueAt);
      return new OutboxItem(subject, effect.key(), effect.kind(), effect.payload(), state);
    }
  }

  static UniqueKey key(Subject subject, String key) {
    return new UniqueKey(subject.tenant(), "outbox", key);
  }

  boolean holds(UniqueKey key) {
    return entries.containsKey(key);
  }

  void add(Subject subject, Append.Effect effect, Instant now) {
    Entry entry = new Entry(subject, effect, sequence++, effect.notBefore().orElse(now));
    entries.put(key(subject, effect.key()), entry);
    waiting.add(entry);
  }

  void settle(Subject subject, Append.Settlement settlement, Instant now) {
    Entry entry = Objects.requireNonNull(entries.get(key(subject, settlement.key())));
    if (entry.delivered) {
      return;
    }
    waiting.remove(entry);
    switch (settlement.outcome()) {
      case DELIVERED -> entry.delivered = true;
      case RETRY -> {
        entry.dueAt = now.plus(settlement.retryIn());
        entry.claimedUntil = Instant.MIN;
        waiting.add(entry);
      }
      case DEAD, UNKNOWN -> {} // not waiting any more, until a later settlement says RETRY
    }
  }

  List<OutboxItem> claim(Set<String> kinds, int limit, Instant now, Instant until) {
    List<OutboxItem> claimed = new ArrayList<>();
    for (Entry entry : waiting) {
      if (entry.dueAt.isAfter(now) || claimed.size() == limit) {
        break;
      }
      if (kinds.contains(entry.effect.kind()) && !entry.claimedUntil.isAfter(now)) {
        entry.claimedUntil = until;
        entry.attempts++;
        claimed.add(entry.item());
      }
    }
    return List.copyOf(claimed);
  }
}
