package dev.atom.mock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.blob.Blob;
import dev.atom.blob.BlobMissing;
import dev.atom.blob.MemoryBlobs;
import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.EventRange;
import dev.atom.store.JobChange;
import dev.atom.store.JobState;
import dev.atom.store.Lease;
import dev.atom.store.NewEvent;
import dev.atom.store.Retention;
import dev.atom.store.Retention.Removed;
import dev.atom.store.Snapshots;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is built on every store alike: snapshots, and retention of events, jobs and contents. */
abstract class RetentionTests extends ModelTests {
  private static final Duration DAY = Duration.ofDays(1);

  private Blob put(MemoryBlobs blobs, Subject owner, String text) {
    Blob blob = blobs.put(owner, text.getBytes(StandardCharsets.UTF_8));
    Json.Obj data = Json.object().put("part", Json.array(List.of(blob.toJson()))).build();
    NewEvent event = new NewEvent("recorded", data, "tester", Optional.empty());
    store().append(Append.to(owner).event(event).build());
    return blob;
  }

  @Test
  void snapshotIsKeptNowAndThenAndOnlyTheLast() {
    Snapshots snapshots = Snapshots.in(store(), "v1", 10);
    assertEquals(Optional.empty(), snapshots.latest(CASE));
    assertFalse(snapshots.offer(CASE, 0, 9, data("9")));
    assertTrue(snapshots.offer(CASE, 0, 10, data("10")));
    assertFalse(snapshots.offer(CASE, 10, 19, data("19")));
    assertTrue(snapshots.offer(CASE, 10, 23, data("23")));
    Snapshots.Snapshot latest = snapshots.latest(CASE).orElseThrow();
    assertEquals(23, latest.version());
    assertEquals(data("23"), latest.state());
    Subject home = new Subject("acme", "case.snapshot", CASE.id());
    assertEquals(1, store().read(home, EventRange.after(0, 100)).size());
    assertEquals(Optional.empty(), Snapshots.in(store(), "v2", 10).latest(CASE));
    assertEquals(Optional.empty(), snapshots.latest(subject("2")));
    assertThrows(IllegalArgumentException.class, () -> Snapshots.in(store(), "v1", 0));
  }

  @Test
  void oldEventsAreForgottenAndNewOnesStay() {
    append(CASE, "1", "2");
    append(subject("old"), "1");
    Snapshots snapshots = Snapshots.in(store(), "v1", 1);
    snapshots.offer(CASE, 0, 2, data("state"));
    advance(DAY.multipliedBy(10));
    append(CASE, "3");
    append(subject("new"), "1");
    Retention retention = Retention.of(store(), MemoryBlobs.create(clock()), clock());
    Removed removed = retention.forgetBefore("acme", "case", in(DAY.negated())).orElseThrow();
    assertEquals(new Removed(2, 3, 0), removed);
    assertEquals(List.of("3"), texts(CASE));
    assertEquals(3, store().version(CASE));
    assertEquals(List.of("1"), texts(subject("new")));
    assertEquals(Optional.empty(), snapshots.latest(CASE));
    List<String> left =
        store().read(subject("old"), EventRange.after(0, 9)).stream().map(e -> e.type()).toList();
    assertEquals(List.of(Retention.FORGOTTEN), left);
    assertEquals(
        new Removed(0, 0, 0),
        retention.forgetBefore("acme", "case", in(DAY.negated())).orElseThrow());
  }

  @Test
  void crashBetweenAnyTwoStepsLeavesTheRestForTheNextRun() {
    Snapshots snapshots = Snapshots.in(store(), "v1", 1);
    for (int writes = 0; writes < 3; writes++) {
      Subject subject = new Subject("acme", "kind-" + writes, "1");
      append(subject, "1", "2");
      snapshots.offer(subject, 0, 2, data("what was forgotten"));
      advance(DAY);
      append(subject, "3");
      MemoryBlobs blobs = MemoryBlobs.create(clock());
      Retention dying = Retention.of(dyingAfter(writes), blobs, clock());
      assertThrows(Dead.class, () -> dying.forgetBefore("acme", subject.kind(), now()));
      advance(DAY);
      Retention next = Retention.of(store(), blobs, clock());
      assertTrue(next.forgetBefore("acme", subject.kind(), in(DAY.negated())).isPresent());
      assertEquals(List.of("3"), texts(subject));
      assertEquals(Optional.empty(), snapshots.latest(subject));
    }
  }

  /** Lets some appends through, and dies right after the last, at the next call of any kind. */
  private Store dyingAfter(int writes) {
    int[] left = {writes};
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              boolean write = method.getName().equals("append");
              if (left[0] < 0 || (write && left[0] == 0)) {
                left[0] = -1;
                throw new Dead();
              }
              Object answer = method.invoke(store(), arguments);
              if (write && --left[0] == 0) {
                left[0] = -1;
              }
              return answer;
            });
  }

  private static final class Dead extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void eventAtTheVeryInstantStays() {
    append(CASE, "1");
    Retention retention = Retention.of(store(), MemoryBlobs.create(clock()), clock());
    assertEquals(0, retention.forgetBefore("acme", "case", now()).orElseThrow().events());
    assertEquals(1, retention.forgetBefore("acme", "case", in(MICRO)).orElseThrow().events());
  }

  @Test
  void contentsGoWithTheEventsThatReferToThem() {
    MemoryBlobs blobs = MemoryBlobs.create(clock());
    Blob old = put(blobs, CASE, "old");
    Blob both = put(blobs, CASE, "both");
    Blob orphan = blobs.put(CASE, "orphan".getBytes(StandardCharsets.UTF_8));
    advance(DAY.multipliedBy(10));
    put(blobs, CASE, "both");
    Blob underWay = blobs.put(CASE, "under way".getBytes(StandardCharsets.UTF_8));
    Instant before = clock().instant().minus(DAY);
    // @start region="retention"
    Retention retention = Retention.of(store(), blobs, clock());
    Optional<Removed> removed = retention.forgetBefore("acme", "case", before);
    long jobs = retention.removeJobs("acme", before, JobState.DONE, JobState.DEAD);
    // @end
    assertEquals(Optional.of(new Removed(1, 2, 2)), removed);
    assertEquals(0, jobs);
    assertThrows(BlobMissing.class, () -> blobs.read(old));
    assertThrows(BlobMissing.class, () -> blobs.read(orphan));
    assertEquals(4, blobs.read(both).length);
    assertEquals(9, blobs.read(underWay).length);
  }

  @Test
  void nothingIsForgottenWhileABackupRuns() {
    append(CASE, "1");
    advance(DAY);
    Lease backup =
        store().acquire(Retention.TENANT, Retention.LEASE, "backup", MINUTE).orElseThrow();
    Retention retention = Retention.of(store(), MemoryBlobs.create(clock()), clock());
    assertEquals(Optional.empty(), retention.forgetBefore("acme", "case", now()));
    assertEquals(List.of("1"), texts(CASE));
    store().release(backup);
    assertEquals(1, retention.forgetBefore("acme", "case", now()).orElseThrow().events());
  }

  @Test
  void jobsThatAreOverAreRemovedAndTheirKeysAreFree() {
    plan(CASE, effect("old"), effect("dead"), effect("waiting"));
    claim()
        .forEach(
            job -> {
              if (!job.name().equals("waiting")) {
                change(job.name().equals("old") ? JobChange.done(job) : JobChange.dead(job, "no"));
              }
            });
    advance(DAY.multipliedBy(10));
    plan(CASE, effect("new").at(now()));
    Retention retention = Retention.of(store(), MemoryBlobs.create(clock()), clock());
    assertEquals(1, retention.removeJobs("acme", in(DAY.negated()), JobState.DONE));
    assertEquals(1, retention.removeJobs("acme", in(DAY.negated()), JobState.DONE, JobState.DEAD));
    assertEquals(List.of("waiting", "new"), names(jobs()));
    plan(CASE, effect("old"));
  }
}
