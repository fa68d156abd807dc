package dev.atom.mock.simulation;

import dev.atom.store.Append;
import dev.atom.store.Claimed;
import dev.atom.store.Event;
import dev.atom.store.EventRange;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.JobQuery;
import dev.atom.store.Lease;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import dev.atom.store.SubjectHead;
import dev.atom.store.UniqueKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The store as a host sees it: each call is one of the run's, and what it did is put on record. */
final class SimulatedStore implements Store {
  private final Store store;
  private final Ledger ledger;
  private final Calls calls;

  SimulatedStore(Store store, Ledger ledger, Calls calls) {
    this.store = store;
    this.ledger = ledger;
    this.calls = calls;
  }

  static StoreException lost() {
    return new StoreException(
        true,
        "the connection is lost; nobody knows whether it was written, try again",
        new IOException("connection reset"));
  }

  @Override
  public long append(Append append) {
    return calls.write(
        describe(append),
        now -> {
          long version = store.append(append);
          ledger.appended(append, version, now);
          return version;
        });
  }

  private static String describe(Append append) {
    StringBuilder text = new StringBuilder("append ").append(append.subject());
    append.expectedVersion().ifPresent(version -> text.append(" expect ").append(version));
    append.fence().ifPresent(lease -> text.append(" fence ").append(lease.name()));
    list(text, " events ", append.events().stream().map(NewEvent::type).toList());
    list(text, " plan ", append.jobs().stream().map(NewJob::name).toList());
    list(text, " cancel ", append.cancelled().stream().toList());
    list(text, " change ", append.changes().stream().map(SimulatedStore::describe).toList());
    list(text, " free ", append.freed().stream().map(UniqueKey::key).toList());
    list(text, " take ", append.taken().stream().map(taken -> taken.key().key()).toList());
    return text.toString();
  }

  private static void list(StringBuilder text, String what, List<String> names) {
    if (!names.isEmpty()) {
      text.append(what).append(names);
    }
  }

  private static String describe(JobChange change) {
    return change.kind() + " " + change.job().name() + " #" + change.job().status().fence();
  }

  @Override
  public List<Event> read(Subject subject, EventRange range) {
    return calls.read("read " + subject, now -> store.read(subject, range));
  }

  @Override
  public List<SubjectHead> subjects(String tenant, String kind, String after, int limit) {
    return calls.read(
        "subjects " + tenant + "/" + kind, now -> store.subjects(tenant, kind, after, limit));
  }

  @Override
  public Optional<String> find(UniqueKey key) {
    return calls.read("find " + key.space() + " " + key.key(), now -> store.find(key));
  }

  @Override
  public Optional<Lease> acquire(String tenant, String name, String owner, Duration time) {
    return calls.write(
        "acquire " + tenant + "/" + name + " for " + time,
        now -> {
          Optional<Lease> lease = store.acquire(tenant, name, owner, time);
          lease.ifPresent(given -> ledger.acquired(given, now));
          return lease;
        });
  }

  @Override
  public void release(Lease lease) {
    calls.write(
        "release " + lease.tenant() + "/" + lease.name(),
        now -> {
          store.release(lease);
          ledger.released(lease);
          return "released";
        });
  }

  @Override
  public Claimed claim(JobClaim claim) {
    return calls.write(
        "claim " + claim.limit() + " of " + new TreeSet<>(claim.kinds()) + " for " + claim.time(),
        now -> {
          Claimed claimed = store.claim(claim);
          ledger.claimed(claimed.jobs(), calls.host(), now);
          calls.wakeAt(claimed.nextDue());
          return claimed;
        });
  }

  @Override
  public List<Boolean> change(List<JobChange> changes) {
    return calls.write(
        "change " + changes.stream().map(SimulatedStore::describe).toList(),
        now -> {
          List<Boolean> made = store.change(changes);
          for (int i = 0; i < made.size(); i++) {
            if (made.get(i)) {
              ledger.changed(changes.get(i), now);
            }
          }
          return made;
        });
  }

  @Override
  public List<Job> jobs(JobQuery query) {
    return calls.read("jobs", now -> store.jobs(query));
  }

  /** A host closes its own view only: the others go on. */
  @Override
  public void close() {}

  /** How calls are made in a run. */
  interface Calls {
    /** Who calls. */
    String host();

    /** Says when there will be something to do. */
    void wakeAt(Optional<Instant> due);

    <T> T read(String what, Work<T> work);

    <T> T write(String what, Work<T> work);
  }

  /** A call itself. */
  interface Work<T> {
    T at(Instant now);
  }
}
