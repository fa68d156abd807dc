package dev.atom.mock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atom.store.Append;
import dev.atom.store.FenceLost;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobLost;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.Lease;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import dev.atom.store.VersionConflict;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** An append is written whole or not at all, and the first reason to refuse it counts. */
abstract class AppendTests extends EventTests {
  static final UniqueKey KEY = new UniqueKey("acme", "message:email", "<1@example.org>");
  private static final UniqueKey HELD = new UniqueKey("acme", "message:sms", "held");

  @Test
  void otherVersionThanExpectedIsRefused() {
    append(CASE, "a", "b");
    VersionConflict conflict =
        refused(VersionConflict.class, Append.to(CASE).expect(1).event(event("late")));
    assertEquals(1, conflict.expected());
    assertEquals(2, conflict.actual());
    refused(VersionConflict.class, Append.to(CASE).expect(3).event(event("early")));
    assertEquals(3, store().append(Append.to(CASE).expect(2).event(event("c")).build()));
  }

  @Test
  void everythingOfAnAppendIsWritten() {
    Prepared prepared = prepare();
    assertEquals(2, store().append(prepared.everything(append -> append.expect(0)).build()));
    assertEquals(List.of("a", "b"), texts(CASE));
    assertEquals(Optional.of("fresh"), store().find(KEY));
    assertEquals(Optional.empty(), store().find(HELD));
    assertEquals(List.of("held", "job", "fresh", "reminder"), names(jobs()));
    assertEquals(JobState.DONE, job("job").status().state());
  }

  @Test
  void versionConflictWritesNothing() {
    Prepared prepared = prepare();
    refused(VersionConflict.class, prepared.everything(append -> append.expect(7)));
    prepared.assertNothingWritten();
  }

  @Test
  void takenUniqueKeyWritesNothing() {
    UniqueKey other = new UniqueKey("acme", "message:sms", "other");
    store().append(Append.to(subject("holder")).unique(other, "x").build());
    Prepared prepared = prepare();
    UniqueKeyTaken taken =
        refused(UniqueKeyTaken.class, prepared.everything(append -> append.unique(other, "y")));
    assertEquals(other, taken.key());
    assertEquals("x", taken.holder());
    prepared.assertNothingWritten();
  }

  @Test
  void takenEffectKeyWritesNothing() {
    Prepared prepared = prepare();
    UniqueKeyTaken taken =
        refused(UniqueKeyTaken.class, prepared.everything(append -> append.plan(effect("held"))));
    assertEquals(new UniqueKey("acme", UniqueKeyTaken.EFFECTS, "held"), taken.key());
    assertEquals(subject("holder").toString(), taken.holder());
    prepared.assertNothingWritten();
  }

  @Test
  void sameEffectTwiceInOneAppendWritesNothing() {
    Prepared prepared = prepare();
    UniqueKeyTaken taken =
        refused(UniqueKeyTaken.class, prepared.everything(append -> append.plan(effect("fresh"))));
    assertEquals(CASE.toString(), taken.holder());
    prepared.assertNothingWritten();
  }

  @Test
  void lostFenceWritesNothing() {
    Lease lease = lease();
    Prepared prepared = prepare();
    store().release(lease);
    refused(FenceLost.class, prepared.everything(append -> append.fence(lease)));
    prepared.assertNothingWritten();
  }

  @Test
  void lostJobWritesNothing() {
    plan(subject("holder"), effect("lost"));
    Job lost = claimOne();
    change(JobChange.retry(lost, MINUTE, "later"));
    Prepared prepared = prepare();
    JobLost failure =
        refused(JobLost.class, prepared.everything(append -> append.change(JobChange.done(lost))));
    assertEquals(lost, failure.job());
    prepared.assertNothingWritten();
  }

  @Test
  void firstReasonToRefuseCounts() {
    Prepared prepared = prepare();
    Lease lease = lease();
    store().append(Append.to(CASE).unique(KEY, "1").build());
    Job lost = prepared.job;
    change(JobChange.done(lost));
    Append.Builder append =
        Append.to(CASE)
            .fence(lease)
            .expect(1)
            .unique(KEY, "2")
            .plan(effect("held"))
            .change(JobChange.done(lost));
    refused(VersionConflict.class, append);
    assertEquals(KEY, refused(UniqueKeyTaken.class, append.expect(0)).key());
    assertEquals("held", refused(UniqueKeyTaken.class, append.free(KEY)).key().key());
    store().release(lease);
    refused(FenceLost.class, append.expect(1));
    refused(JobLost.class, Append.to(CASE).free(KEY).unique(KEY, "2").change(JobChange.done(lost)));
    assertEquals(Optional.of("1"), store().find(KEY));
  }

  @Test
  void jobIsChangedAtMostOnceInAnAppend() {
    plan(CASE, effect("k"));
    Job job = claimOne();
    Append.Builder append = Append.to(CASE).change(JobChange.done(job));
    assertThrows(IllegalArgumentException.class, () -> append.change(JobChange.done(job)));
  }

  @Test
  void appendChangesJobsOfOtherSubjects() {
    plan(of("other", "2"), effect("k"));
    Job job = claimOne();
    store().append(Append.to(CASE).event(event("sent")).change(JobChange.done(job)).build());
    assertEquals(JobState.DONE, job("k").status().state());
  }

  private Lease lease() {
    return store().acquire("acme", "case/4711", "node-1", MINUTE).orElseThrow();
  }

  private Prepared prepare() {
    store().append(Append.to(subject("holder")).unique(HELD, "x").plan(effect("held")).build());
    change(JobChange.done(claimOne()));
    plan(CASE, effect("job"), timer("old"));
    List<Job> claimed = claim();
    return new Prepared(claimed.getFirst(), jobs());
  }

  /** What stood before an append that does one of everything. */
  private final class Prepared {
    private final Job job;
    private final List<Job> jobs;

    Prepared(Job job, List<Job> jobs) {
      this.job = job;
      this.jobs = jobs;
    }

    Append.Builder everything(Consumer<Append.Builder> fault) {
      Append.Builder append =
          Append.to(CASE)
              .event(event("a"))
              .event(event("b"))
              .plan(effect("fresh"))
              .plan(timer("reminder"))
              .cancel("old")
              .change(JobChange.done(job))
              .free(HELD)
              .unique(KEY, "fresh");
      fault.accept(append);
      return append;
    }

    void assertNothingWritten() {
      assertEquals(0, store().version(CASE));
      assertEquals(List.of(), store().read(CASE, 0, 10));
      assertEquals(Optional.empty(), store().find(KEY));
      assertEquals(Optional.of("x"), store().find(HELD));
      assertEquals(jobs, jobs());
      assertEquals(List.of(), claim());
      assertEquals(List.of(), store().jobs(JobQuery.all().name("fresh")));
      assertEquals(1, append(CASE, "goes on"));
    }
  }
}
