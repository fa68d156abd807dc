package dev.atom.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A ledger for tests and short programs: everything is in memory and gone with the process.
 * Thread-safe; readers wait for writers.
 */
public final class MemoryUsageLedger implements UsageLedger {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final NavigableMap<Place, UsageRecord> records = new TreeMap<>(Place.ORDER);
  private final Set<List<String>> ids = new HashSet<>();
  private long booked;
  private volatile boolean closed;

  private record Place(Instant at, long number) {
    static final Comparator<Place> ORDER =
        Comparator.comparing(Place::at).thenComparingLong(Place::number);

    static Place parse(String text) {
      try {
        int gap = text.lastIndexOf('/');
        return new Place(
            Instant.parse(text.substring(0, gap)), Long.parseLong(text.substring(gap + 1)));
      } catch (RuntimeException e) {
        throw new IllegalArgumentException("\"" + text + "\" is no place in this ledger", e);
      }
    }
  }

  private MemoryUsageLedger() {}

  /**
   * Returns an empty ledger.
   *
   * @return the ledger
   */
  public static MemoryUsageLedger create() {
    return new MemoryUsageLedger();
  }

  @Override
  public int append(List<UsageRecord> batch) {
    return under(
        lock.writeLock(),
        () -> {
          int fresh = 0;
          for (UsageRecord record : batch) {
            if (ids.add(id(record))) {
              records.put(new Place(record.at(), booked++), record);
              fresh++;
            }
          }
          return fresh;
        });
  }

  private static List<String> id(UsageRecord record) {
    return List.of(record.tenant(), record.id());
  }

  @Override
  public UsagePage page(UsageFilter filter, Optional<String> after, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a page has 1 record or more, not " + limit);
    }
    Optional<Place> last = after.map(Place::parse);
    return under(
        lock.readLock(),
        () -> {
          List<UsageRecord> page = new ArrayList<>();
          Optional<String> next = Optional.empty();
          for (Map.Entry<Place, UsageRecord> entry :
              last.map(place -> records.tailMap(place, false)).orElse(records).entrySet()) {
            if (page.size() == limit) {
              break;
            }
            if (filter.matches(entry.getValue())) {
              page.add(entry.getValue());
              next = Optional.of(entry.getKey().at() + "/" + entry.getKey().number());
            }
          }
          return new UsagePage(page, page.size() < limit ? Optional.empty() : next);
        });
  }

  @Override
  public List<UsageGroup> totals(UsageFilter filter, Grouping grouping) {
    return under(
        lock.readLock(),
        () -> {
          Map<List<String>, Totals> groups = new TreeMap<>(MemoryUsageLedger::compare);
          for (UsageRecord record : records.values()) {
            if (filter.matches(record)) {
              groups.computeIfAbsent(key(record, grouping), key -> new Totals()).add(record);
            }
          }
          List<UsageGroup> sums = new ArrayList<>();
          groups.forEach((key, totals) -> sums.add(group(grouping, key, totals)));
          return sums;
        });
  }

  private static UsageGroup group(Grouping grouping, List<String> key, Totals totals) {
    Map<Grouping.Dimension, String> named = new LinkedHashMap<>();
    for (int i = 0; i < key.size(); i++) {
      named.put(grouping.dimensions().get(i), key.get(i));
    }
    return new UsageGroup(named, totals.sum());
  }

  private static int compare(List<String> one, List<String> other) {
    for (int i = 0; i < one.size(); i++) {
      int order = one.get(i).compareTo(other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static List<String> key(UsageRecord record, Grouping grouping) {
    return grouping.dimensions().stream()
        .map(
            dimension ->
                switch (dimension) {
                  case PROVIDER -> record.asked().provider();
                  case MODEL -> record.asked().name();
                  case TENANT -> record.tenant();
                  case USER -> record.user().orElse("");
                  case ROUTE -> record.route().orElse("");
                  case DAY -> record.at().atZone(grouping.zone()).toLocalDate().toString();
                })
        .toList();
  }

  @Override
  public long deleteBefore(Instant before) {
    return delete(before, record -> true);
  }

  @Override
  public long deleteBefore(String tenant, Instant before) {
    return delete(before, record -> record.tenant().equals(tenant));
  }

  private long delete(Instant before, Predicate<UsageRecord> which) {
    return under(
        lock.writeLock(),
        () -> {
          List<Place> old = new ArrayList<>();
          records
              .headMap(new Place(before, 0), false)
              .forEach(
                  (place, record) -> {
                    if (which.test(record)) {
                      old.add(place);
                      ids.remove(id(record));
                    }
                  });
          old.forEach(records::remove);
          return (long) old.size();
        });
  }

  private <T> T under(Lock held, Supplier<T> work) {
    held.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the ledger is closed");
      }
      return work.get();
    } finally {
      held.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
