package dev.atom.mock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.store.Append;
import dev.atom.store.FenceLost;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.Lease;
import dev.atom.store.SubjectHead;
import dev.atom.store.UniqueKeyTaken;
import dev.atom.store.VersionConflict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What a {@link dev.atom.store.Store} must do besides if what it holds outlives it: all of {@link
 * StoreContract}, and everything is there after it was closed and opened again. {@link #open} gives
 * the same data when it is called again within a test.
 */
public abstract class DurableStoreContract extends StoreContract {
  /** For subclasses; the test framework makes the instances, one per test. */
  protected DurableStoreContract() {}

  @Override
  final void reopenIfDurable() {
    reopen();
  }

  @Test
  void eventsAndVersionsOutliveTheStore() {
    append(CASE, "a", "b", "c");
    store().append(Append.to(CASE).forget(1).build());
    reopen();
    assertEquals(List.of("b", "c"), texts(CASE));
    assertEquals(List.of(new SubjectHead(CASE, 3, now())), store().subjects("acme", "case", "", 9));
    refused(VersionConflict.class, Append.to(CASE).expect(2).event(event("late")));
    assertEquals(4, append(CASE, "d"));
  }

  @Test
  void uniqueKeysOutliveTheStore() {
    store().append(Append.to(CASE).unique(KEY, "message-1", in(MINUTE)).plan(effect("k")).build());
    reopen();
    assertEquals(Optional.of("message-1"), store().find(KEY));
    refused(UniqueKeyTaken.class, Append.to(CASE).unique(KEY, "message-2"));
    refused(UniqueKeyTaken.class, Append.to(CASE).plan(effect("k")));
    advance(MINUTE);
    reopen();
    assertEquals(Optional.empty(), store().find(KEY));
  }

  @Test
  void jobsAndClaimsOutliveTheStore() {
    plan(CASE, effect("claimed"), effect("done"), effect("retried"), timer("t"), timer("beaten"));
    List<Job> claimed = claim();
    change(JobChange.done(claimed.get(1)));
    change(JobChange.retry(claimed.get(2), MINUTE.multipliedBy(2), "bounced"));
    change(JobChange.extend(claimed.get(4), MINUTE.multipliedBy(3), data("half")));
    plan(CASE, timer("later").at(in(MINUTE.multipliedBy(2))).schedule("daily"));
    List<Job> before = jobs();
    reopen();
    assertEquals(before, jobs());
    assertEquals(List.of(), claim());
    advance(MINUTE);
    List<Job> again = claim();
    assertEquals(List.of("claimed", "t"), names(again));
    assertEquals(1, again.getFirst().lapses());
    assertEquals(List.of(true, true), store().change(again.stream().map(JobChange::done).toList()));
    advance(MINUTE);
    assertEquals(List.of("retried", "later"), names(claim()));
    assertTrue(change(JobChange.done(claimed.get(4))), "a worker that outlived the store");
  }

  @Test
  void numbersAreNotUsedAgainAfterReopening() {
    plan(CASE, effect("a"), effect("b"));
    long last = job("b").number();
    change(JobChange.remove(job("b")));
    reopen();
    plan(CASE, effect("c"));
    assertTrue(job("c").number() > last);
    assertEquals(List.of("a", "c"), names(claim()));
  }

  @Test
  void leasesAndFencesOutliveTheStore() {
    Lease lease = store().acquire("acme", "case", "node-1", MINUTE).orElseThrow();
    reopen();
    assertEquals(Optional.empty(), store().acquire("acme", "case", "node-2", MINUTE));
    store().append(Append.to(CASE).fence(lease).event(event("still held")).build());
    store().release(lease);
    reopen();
    Lease next = store().acquire("acme", "case", "node-2", MINUTE).orElseThrow();
    assertTrue(next.fence() > lease.fence());
    advance(Duration.ofDays(1));
    refused(FenceLost.class, Append.to(CASE).fence(lease));
  }
}
