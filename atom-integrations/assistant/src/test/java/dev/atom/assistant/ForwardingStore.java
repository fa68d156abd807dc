package dev.atom.assistant;

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
  public List<Event> read(Subject subject, EventRange range) {
    return store.read(subject, range);
  }

  @Override
  public List<SubjectHead> subjects(String tenant, String kind, String after, int limit) {
    return store.subjects(tenant, kind, after, limit);
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
  public Claimed claim(JobClaim claim) {
    return store.claim(claim);
  }

  @Override
  public List<Boolean> change(List<JobChange> changes) {
    return store.change(changes);
  }

  @Override
  public List<Job> jobs(JobQuery query) {
    return store.jobs(query);
  }

  @Override
  public void close() {
    store.close();
  }
}
