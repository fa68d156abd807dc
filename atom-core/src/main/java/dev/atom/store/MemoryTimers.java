package dev.atom.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The timers of a {@link MemoryStore}, which guards it. */
final class MemoryTimers {
  private final Map<Name, Entry> entries = new HashMap<>();
  private final TreeSet<Entry> waiting =
      new TreeSet<>(
          Comparator.comparing((Entry e) -> e.timer.at()).thenComparingLong(e -> e.sequence));
  private long sequence;

  private record Name(Subject subject, String purpose) {}

  private static final class Entry {
    final Timer timer;
    final long sequence;
    Instant claimedUntil = Instant.MIN;

    Entry(Timer timer, long sequence) {
      this.timer = timer;
      this.sequence = sequence;
    }
  }

  void change(Subject subject, Append.TimerChange change) {
    Name name = new Name(subject, change.purpose());
    Entry last = entries.remove(name);
    if (last != null) {
      waiting.remove(last);
    }
    change
        .at()
        .ifPresent(
            at -> {
              Timer timer = new Timer(subject, change.purpose(), at, change.payload());
              Entry entry = new Entry(timer, sequence++);
              entries.put(name, entry);
              waiting.add(entry);
            });
  }

  List<Timer> claim(Set<String> purposes, int limit, Instant now, Instant until) {
    List<Timer> claimed = new ArrayList<>();
    for (Entry entry : waiting) {
      if (entry.timer.at().isAfter(now) || claimed.size() == limit) {
        break;
      }
      if (purposes.contains(entry.timer.purpose()) && !entry.claimedUntil.isAfter(now)) {
        entry.claimedUntil = until;
        claimed.add(entry.timer);
      }
    }
    return List.copyOf(claimed);
  }
}
