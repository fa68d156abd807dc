package dev.atom.assistant;

import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.Lease;
import dev.atom.store.OutboxItem;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.Timer;
import dev.atom.store.UniqueKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Hands every call on; tests override what they disturb. */
class ForwardingStore implements Store {
  final Store store;

  ForwardingStore(Store store) {
    this.store = store;
  }

  @Override
  public long append(Append append) {
    return store.append(append);
  }

  @Override
  public void release(Lease lease) {
    store.release(lease);
  }

  @Override
  public List<Event> read(Subject subject, long after, int limit) {
    return store.read(subject, after, limit);
  }

  @Override
  public long version(Subject subject) {
    return store.version(subject);
  }

  @Override
  public Optional<String> find(UniqueKey key) {
    return store.find(key);
  }

  @Override
  public Optional<Lease> acquire(String tenant, String name, String owner, Duration time) {
    return store.acquire(tenant, name, owner, time);
  }

  @Override
  public List<OutboxItem> claimOutbox(String worker, Set<String> kinds, int limit, Duration time) {
    return store.claimOutbox(worker, kinds, limit, time);
  }

  @Override
  public List<Timer> claimTimers(String worker, Set<String> purposes, int limit, Duration time) {
    return store.claimTimers(worker, purposes, limit, time);
  }

  @Override
  public void close() {
    store.close();
  }
}
