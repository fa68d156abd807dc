package dev.atom.approval;

import dev.atom.store.Append;
import dev.atom.store.Claimed;
import dev.atom.store.Event;
import dev.atom.store.EventRange;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.JobQuery;
import dev.atom.store.Lease;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.SubjectHead;
import dev.atom.store.UniqueKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A store of which every call is announced before it is made, and every append after it, too. */
final class Gated implements Store {
  /** What is told of calls; may throw in their place. */
  interface Gate {
    void before(boolean append);

    default void afterAppend() {}
  }

  private final Store store;
  private final Gate gate;

  Gated(Store store, Gate gate) {
    this.store = store;
    this.gate = gate;
  }

  @Override
  public long append(Append append) {
    gate.before(true);
    long version = store.append(append);
    gate.afterAppend();
    return version;
  }

  @Override
  public List<Event> read(Subject subject, EventRange range) {
    gate.before(false);
    return store.read(subject, range);
  }

  @Override
  public List<SubjectHead> subjects(String tenant, String kind, String after, int limit) {
    return store.subjects(tenant, kind, after, limit);
  }

  @Override
  public Optional<String> find(UniqueKey key) {
    gate.before(false);
    return store.find(key);
  }

  @Override
  public Optional<Lease> acquire(String tenant, String name, String owner, Duration time) {
    return store.acquire(tenant, name, owner, time);
  }

  @Override
  public void release(Lease lease) {
    store.release(lease);
  }

  @Override
  public Claimed claim(JobClaim claim) {
    gate.before(false);
    return store.claim(claim);
  }

  @Override
  public List<Boolean> change(List<JobChange> changes) {
    return store.change(changes);
  }

  @Override
  public List<Job> jobs(JobQuery query) {
    gate.before(false);
    return store.jobs(query);
  }

  @Override
  public void close() {
    store.close();
  }
}
