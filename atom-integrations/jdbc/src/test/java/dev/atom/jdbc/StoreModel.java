package dev.atom.jdbc;

import dev.atom.store.Append;
import dev.atom.store.Append.Outcome;
import dev.atom.store.Event;
import dev.atom.store.FenceLost;
import dev.atom.store.Lease;
import dev.atom.store.OutboxItem;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.Timer;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import dev.atom.store.VersionConflict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The contract as plainly as it can be said, for comparison: copies everything, looks through
 * everything, one thread.
 */
final class StoreModel implements Store {
  private final Clock clock;
  private State state = new State();

  StoreModel(Clock clock) {
    this.clock = clock;
  }

  private record Row(OutboxItem item, Outcome outcome, Optional<Instant> claimedUntil) {
    boolean isDue(Instant now) {
      return outcome == Outcome.RETRY
          && !item.state().dueAt().isAfter(now)
          && claimedUntil.filter(until -> until.isAfter(now)).isEmpty();
    }

    Row claimed(Instant until) {
      OutboxItem.State next =
          new OutboxItem.State(item.state().attempts() + 1, item.state().dueAt());
      OutboxItem again =
          new OutboxItem(item.subject(), item.key(), item.kind(), item.payload(), next);
      return new Row(again, outcome, Optional.of(until));
    }

    Row settled(Outcome next, Instant dueAt) {
      Instant due = next == Outcome.RETRY ? dueAt : item.state().dueAt();
      OutboxItem again =
          new OutboxItem(
              item.subject(),
              item.key(),
              item.kind(),
              item.payload(),
              new OutboxItem.State(item.state().attempts(), due));
      return outcome == Outcome.DELIVERED ? this : new Row(again, next, Optional.empty());
    }
  }

  private record Waiting(Timer timer, Optional<Instant> claimedUntil) {
    boolean isDue(Instant now) {
      return !timer.at().isAfter(now) && claimedUntil.filter(until -> until.isAfter(now)).isEmpty();
    }
  }

  /** Replaced as a whole by an append that succeeds, forgotten by one that does not. */
  private static final class State {
    final Map<Subject, List<Event>> events = new LinkedHashMap<>();
    final Map<UniqueKey, String> keys = new LinkedHashMap<>();
    final Map<UniqueKey, Row> outbox = new LinkedHashMap<>();
    final Map<String, Waiting> timers = new LinkedHashMap<>();
    final Map<String, Lease> leases = new LinkedHashMap<>();

    State copy() {
      State copy = new State();
      events.forEach((subject, list) -> copy.events.put(subject, new ArrayList<>(list)));
      copy.keys.putAll(keys);
      copy.outbox.putAll(outbox);
      copy.timers.putAll(timers);
      copy.leases.putAll(leases);
      return copy;
    }
  }

  @Override
  public long append(Append append) {
    State next = state.copy();
    Instant now = clock.instant();
    append.fence().filter(lease -> !held(lease)).ifPresent(StoreModel::lost);
    Subject subject = append.subject();
    List<Event> events = next.events.computeIfAbsent(subject, s -> new ArrayList<>());
    long before = events.size();
    append
        .expectedVersion()
        .ifPresent(
            expected -> {
              if (expected != before) {
                throw new VersionConflict(subject, expected, before);
              }
            });
    append.uniqueKeys().forEach((key, value) -> take(next, key, value));
    for (Append.Effect effect : append.effects()) {
      UniqueKey key = new UniqueKey(subject.tenant(), "outbox", effect.key());
      take(next, key, subject.toString());
      OutboxItem.State due = new OutboxItem.State(0, effect.notBefore().orElse(now));
      OutboxItem item = new OutboxItem(subject, effect.key(), effect.kind(), effect.payload(), due);
      next.outbox.put(key, new Row(item, Outcome.RETRY, Optional.empty()));
    }
    append.events().forEach(event -> events.add(new Event(events.size() + 1L, now, event)));
    for (Append.TimerChange change : append.timers()) {
      String name = subject + "#" + change.purpose();
      next.timers.remove(name);
      change
          .at()
          .map(at -> new Timer(subject, change.purpose(), at, change.payload()))
          .ifPresent(timer -> next.timers.put(name, new Waiting(timer, Optional.empty())));
    }
    for (Append.Settlement settlement : append.settlements()) {
      UniqueKey key = new UniqueKey(subject.tenant(), "outbox", settlement.key());
      if (!next.outbox.containsKey(key)) {
        throw new IllegalArgumentException("unknown effect");
      }
      Instant again = now.plus(settlement.retryIn());
      next.outbox.computeIfPresent(key, (k, row) -> row.settled(settlement.outcome(), again));
    }
    state = next;
    return events.size();
  }

  private static void take(State next, UniqueKey key, String value) {
    if (next.keys.containsKey(key)) {
      throw new UniqueKeyTaken(key, next.keys.get(key));
    }
    next.keys.put(key, value);
  }

  private static void lost(Lease lease) {
    throw new FenceLost(lease);
  }

  private boolean held(Lease lease) {
    Lease last = state.leases.get(lease.tenant() + "#" + lease.name());
    return last != null
        && last.fence() == lease.fence()
        && last.owner().equals(lease.owner())
        && last.until().isAfter(clock.instant());
  }

  @Override
  public List<Event> read(Subject subject, long after, int limit) {
    return state.events.getOrDefault(subject, List.of()).stream()
        .filter(event -> event.version() > after)
        .limit(limit)
        .toList();
  }

  @Override
  public long version(Subject subject) {
    return state.events.getOrDefault(subject, List.of()).size();
  }

  @Override
  public Optional<String> find(UniqueKey key) {
    return Optional.ofNullable(state.keys.get(key));
  }

  @Override
  public Optional<Lease> acquire(String tenant, String name, String owner, Duration time) {
    Instant now = clock.instant();
    Lease last = state.leases.get(tenant + "#" + name);
    boolean free = last == null || !last.until().isAfter(now);
    if (!free && !last.owner().equals(owner)) {
      return Optional.empty();
    }
    long fence = last == null ? 1 : last.fence() + (free ? 1 : 0);
    Instant until = now.plus(time);
    Instant end = !free && last.until().isAfter(until) ? last.until() : until;
    Lease lease = new Lease(tenant, name, owner, fence, end);
    state.leases.put(tenant + "#" + name, lease);
    return Optional.of(lease);
  }

  @Override
  public void release(Lease lease) {
    if (held(lease)) {
      Lease ended =
          new Lease(lease.tenant(), lease.name(), lease.owner(), lease.fence(), Instant.EPOCH);
      state.leases.put(lease.tenant() + "#" + lease.name(), ended);
    }
  }

  @Override
  public List<OutboxItem> claimOutbox(String worker, Set<String> kinds, int limit, Duration time) {
    Instant now = clock.instant();
    List<UniqueKey> due =
        state.outbox.entrySet().stream()
            .filter(entry -> entry.getValue().isDue(now))
            .filter(entry -> kinds.contains(entry.getValue().item().kind()))
            .sorted(Comparator.comparing(entry -> entry.getValue().item().state().dueAt()))
            .limit(limit)
            .map(Map.Entry::getKey)
            .toList();
    List<OutboxItem> items = new ArrayList<>();
    for (UniqueKey key : due) {
      state.outbox.computeIfPresent(key, (k, row) -> row.claimed(now.plus(time)));
      items.add(state.outbox.get(key).item());
    }
    return items;
  }

  @Override
  public List<Timer> claimTimers(String worker, Set<String> purposes, int limit, Duration time) {
    Instant now = clock.instant();
    List<Timer> due =
        state.timers.values().stream()
            .filter(waiting -> waiting.isDue(now))
            .filter(waiting -> purposes.contains(waiting.timer().purpose()))
            .map(Waiting::timer)
            .sorted(Comparator.comparing(Timer::at))
            .limit(limit)
            .toList();
    for (Timer timer : due) {
      state.timers.put(
          timer.subject() + "#" + timer.purpose(), new Waiting(timer, Optional.of(now.plus(time))));
    }
    return due;
  }

  @Override
  public void close() {}
}
