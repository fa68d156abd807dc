package dev.atom.store;

import dev.atom.blob.Blob;
import dev.atom.blob.Blobs;
import dev.atom.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Removes for good what is old enough: events, jobs that are over, and contents that no event refers
 * to any more. Each step is small and can be repeated; a crash between two leaves the rest for the
 * next run. Other workers go on meanwhile.
 *
 * <p>Contents are found by the digests that stand readable in their owner's events, as {@link
 * Blob#toJson} writes them: a reference that is itself sealed is none to it, and its content goes.
 *
 * <p>While a backup runs it forgets nothing: both take the lease {@link #LEASE} of the tenant {@value
 * #TENANT}. Immutable and thread-safe.
 */
public final class Retention {
  /** The tenant of the lease, which is of no other use. */
  public static final String TENANT = "atom";

  /** The lease that keeps retention and backups apart. */
  public static final String LEASE = "retention";

  /** The event that stands where all others of a subject are forgotten. */
  public static final String FORGOTTEN = "history_forgotten";

  /** A content is put before the event that refers to it; so long it is left alone. */
  private static final Duration GRACE = Duration.ofDays(1);

  private static final Duration LEASE_TIME = Duration.ofMinutes(10);
  private static final int PAGE = 500;

  private final Store store;
  private final Blobs blobs;
  private final Clock clock;

  private Retention(Store store, Blobs blobs, Clock clock) {
    this.store = Objects.requireNonNull(store, "store");
    this.blobs = Objects.requireNonNull(blobs, "blobs");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Returns the retention of a store and its contents.
   *
   * @param store the store
   * @param blobs the contents that its events refer to
   * @param clock the store's own clock or one that agrees with it
   * @return the retention
   */
  public static Retention of(Store store, Blobs blobs, Clock clock) {
    return new Retention(store, blobs, clock);
  }

  /**
   * What was removed.
   *
   * @param subjects of how many subjects events were forgotten
   * @param events how many events
   * @param blobs how many contents
   */
  public record Removed(long subjects, long events, long blobs) {
    private Removed plus(Removed more) {
      return new Removed(subjects + more.subjects, events + more.events, blobs + more.blobs);
    }
  }

  /**
   * Forgets the events of all subjects of a kind that are older than an instant, their snapshots, and
   * the contents that only those referred to. Of a subject whose events are all older one remains
   * that says so, {@link #FORGOTTEN}.
   *
   * @param tenant the tenant's id
   * @param kind what the subjects are
   * @param before events from before this instant are forgotten
   * @return what was removed; empty if a backup or another retention is under way
   */
  public Optional<Removed> forgetBefore(String tenant, String kind, Instant before) {
    String owner = "retention-" + Thread.currentThread().threadId() + "-" + clock.instant();
    Optional<Lease> lease = store.acquire(TENANT, LEASE, owner, LEASE_TIME);
    if (lease.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(forgetAll(tenant, kind, before, lease.get()));
    } finally {
      store.release(lease.get());
    }
  }

  private Removed forgetAll(String tenant, String kind, Instant before, Lease lease) {
    Removed removed = new Removed(0, 0, 0);
    List<SubjectHead> page = store.subjects(tenant, kind, "", PAGE);
    while (!page.isEmpty()) {
      for (SubjectHead head : page) {
        Optional<Lease> held = store.acquire(TENANT, LEASE, lease.owner(), LEASE_TIME);
        if (held.filter(now -> now.fence() == lease.fence()).isEmpty()) {
          return removed; // it took too long and a backup has begun: the next run goes on
        }
        removed = removed.plus(forget(head, before, lease));
      }
      page = store.subjects(tenant, kind, page.getLast().subject().id(), PAGE);
    }
    return removed;
  }

  private Removed forget(SubjectHead head, Instant before, Lease lease) {
    Subject subject = head.subject();
    List<Event> first = store.read(subject, EventRange.after(0, 1));
    if (first.isEmpty()
        || !first.getFirst().at().isBefore(before)
        || (first.getFirst().type().equals(FORGOTTEN)
            && first.getFirst().version() == head.version())) {
      return new Removed(0, 0, sweep(subject));
    }
    long last = store.asOf(subject, before.minusNanos(1_000));
    long count = last - first.getFirst().version() + 1;
    Append.Builder append = Append.to(subject).expect(head.version()).fence(lease).forget(last);
    if (last == head.version()) {
      append.event(new NewEvent(FORGOTTEN, Json.Obj.EMPTY, "retention", Optional.empty()));
    }
    dropSnapshot(subject); // before, or a crash behind the append would leave it for good
    try {
      store.append(append.build());
    } catch (VersionConflict | FenceLost busy) {
      return new Removed(0, 0, 0); // it is in use, or a backup has begun; the next run finds it
    }
    dropSnapshot(subject); // one that somebody made of the old events meanwhile
    return new Removed(1, count, sweep(subject));
  }

  /** A snapshot may hold what the forgotten events said. */
  private void dropSnapshot(Subject subject) {
    Subject home = Snapshots.home(subject);
    List<Event> last = store.read(home, EventRange.last(1));
    if (!last.isEmpty() && !last.getFirst().type().equals(FORGOTTEN)) {
      store.append(
          Append.to(home)
              .event(new NewEvent(FORGOTTEN, Json.Obj.EMPTY, "retention", Optional.empty()))
              .forget(Long.MAX_VALUE)
              .build());
    }
  }

  /** Deletes the contents that no event of their owner refers to, but those put of late. */
  private long sweep(Subject subject) {
    List<Blob> all = blobs.list(subject);
    if (all.isEmpty()) {
      return 0;
    }
    Set<String> needed = new HashSet<>();
    long at = 0;
    List<Event> page = store.read(subject, EventRange.after(at, PAGE));
    while (!page.isEmpty()) {
      page.forEach(event -> collect(event.data(), needed));
      at = page.getLast().version();
      page = store.read(subject, EventRange.after(at, PAGE));
    }
    Instant grace = clock.instant().minus(GRACE);
    return all.stream()
        .filter(blob -> !needed.contains(blob.sha256()))
        .filter(blob -> blobs.deleteIfPutBefore(blob, grace))
        .count();
  }

  private static void collect(Json json, Set<String> digests) {
    if (json instanceof Json.Obj object) {
      object.text("sha256").ifPresent(digests::add);
      object.members().values().forEach(value -> collect(value, digests));
    } else if (json instanceof Json.Arr array) {
      array.items().forEach(value -> collect(value, digests));
    }
  }

  /**
   * Removes the jobs of a tenant that are over, so that the keys of effects can be used again.
   *
   * @param tenant the tenant's id
   * @param before jobs that were due before this instant are removed
   * @param first which are over: {@link JobState#DONE}, often {@link JobState#DEAD} too
   * @param more other states
   * @return how many were removed
   */
  public long removeJobs(String tenant, Instant before, JobState first, JobState... more) {
    JobQuery query = JobQuery.of(tenant).states(first, more).limit(PAGE);
    long removed = 0;
    List<Job> page = store.jobs(query);
    while (!page.isEmpty()) {
      List<JobChange> changes =
          page.stream().filter(job -> job.at().isBefore(before)).map(JobChange::remove).toList();
      removed += store.change(changes).stream().filter(made -> made).count();
      page = store.jobs(query.after(page.getLast().number()));
    }
    return removed;
  }
}
