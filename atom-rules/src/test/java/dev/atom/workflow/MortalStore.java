package dev.atom.workflow;

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

/** A store as a host sees it that may die before or after each of its writes. */
final class MortalStore implements Store {
  private final Store store;
  private final Life life;

  MortalStore(Store store, Life life) {
    this.store = store;
    this.life = life;
  }

  @Override
  public long append(Append append) {
    life.point();
    long version = store.append(append);
    life.point();
    return version;
  }

  @Override
  public List<Boolean> change(List<JobChange> changes) {
    life.point();
    List<Boolean> made = store.change(changes);
    life.point();
    return made;
  }

  @Override
  public Claimed claim(JobClaim claim) {
    alive();
    return store.claim(claim);
  }

  private void alive() {
    if (life.dead()) {
      throw new HostDied();
    }
  }

  @Override
  public List<Event> read(Subject subject, EventRange range) {
    alive();
    return store.read(subject, range);
  }

  @Override
  public List<SubjectHead> subjects(String tenant, String kind, String after, int limit) {
    alive();
    return store.subjects(tenant, kind, after, limit);
  }

  @Override
  public Optional<String> find(UniqueKey key) {
    alive();
    return store.find(key);
  }

  @Override
  public Optional<Lease> acquire(String tenant, String name, String owner, Duration time) {
    alive();
    return store.acquire(tenant, name, owner, time);
  }

  @Override
  public void release(Lease lease) {
    alive();
    store.release(lease);
  }

  @Override
  public List<Job> jobs(JobQuery query) {
    alive();
    return store.jobs(query);
  }

  @Override
  public void close() {}
}
