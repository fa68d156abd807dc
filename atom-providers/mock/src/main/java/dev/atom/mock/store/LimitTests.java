package dev.atom.mock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atom.store.Claimed;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.JobLimit;
import dev.atom.store.NewJob;
import dev.atom.store.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How many of a kind may run at the same time, in all and per tenant. */
abstract class LimitTests extends ClaimTests {
  @Test
  void noMoreRunThanTheLimitOverAllWorkers() {
    plan(CASE, effect("a"), effect("b"), effect("c"), effect("d"));
    JobLimit two = JobLimit.of(2);
    assertEquals(List.of("a"), names(limited("w", 1, two).jobs()));
    assertEquals(List.of("b"), names(limited("v", 9, two).jobs()));
    assertEquals(List.of(), limited("w", 9, two).jobs());
    change(JobChange.done(job("a")));
    assertEquals(List.of("c"), names(limited("w", 9, two).jobs()));
    assertEquals(List.of(), limited("v", 9, two).jobs());
    change(JobChange.pause(job("b")));
    assertEquals(List.of("d"), names(limited("v", 9, two).jobs()));
  }

  @Test
  void limitPerTenantLeavesRoomForTheOthersBehindIt() {
    for (int i = 0; i < 60; i++) {
      plan(CASE, effect("loud" + i).priority(Priority.REAL_TIME));
    }
    plan(of("quiet", "1"), effect("quiet-1"), effect("quiet-2"), effect("quiet-3"));
    plan(of("third", "1"), effect("third"));
    JobLimit limit = new JobLimit(5, 2);
    assertEquals(
        List.of("loud0", "loud1", "quiet-1", "quiet-2", "third"),
        names(limited("w", 50, limit).jobs()));
    change(JobChange.done(job("quiet-1")));
    assertEquals(List.of("quiet-3"), names(limited("w", 1, limit).jobs()));
    assertEquals(List.of(), limited("w", 1, limit).jobs());
  }

  @Test
  void claimsThatAreOverCountNoMore() {
    plan(CASE, effect("a"), effect("b"));
    assertEquals(List.of("a"), names(limited("w", 9, JobLimit.of(1)).jobs()));
    advance(MINUTE.minus(MICRO));
    assertEquals(List.of(), limited("w", 9, JobLimit.of(1)).jobs());
    advance(MICRO);
    List<Job> next = limited("w", 9, JobLimit.of(1)).jobs();
    assertEquals(List.of("b"), names(next), "due before the claim was over");
    change(JobChange.extend(next.getFirst(), MINUTE.multipliedBy(3)));
    advance(MINUTE.multipliedBy(2));
    assertEquals(List.of(), limited("w", 9, JobLimit.of(1)).jobs(), "lengthened");
  }

  @Test
  void limitOfOneKindLeavesOthersAlone() {
    plan(CASE, effect("a"), effect("b"), NewJob.effect("m1", "mail", data("x")));
    plan(CASE, NewJob.effect("m2", "mail", data("x")));
    Map<String, JobLimit> limits = Map.of("reply", JobLimit.of(1), "other", JobLimit.of(1));
    Set<String> kinds = Set.of("reply", "mail");
    assertEquals(
        List.of("a", "m1", "m2"),
        names(store().claim(new JobClaim("w", kinds, 9, MINUTE, limits)).jobs()));
    assertEquals(List.of("b"), names(claim()), "a claim without limits knows none");
  }

  @Test
  void whatRunsForAClaimWithoutLimitsCountsToo() {
    plan(CASE, effect("a"), effect("b"));
    assertEquals(List.of("a"), names(claim("w", 1).jobs()));
    assertEquals(List.of(), limited("v", 1, JobLimit.of(1)).jobs());
  }

  @Test
  void nextDueOfWhatALimitHoldsUpIsWhenAClaimIsOver() {
    plan(CASE, effect("a"), effect("b"), effect("late").at(in(MINUTE.multipliedBy(2))));
    limited("w", 1, JobLimit.of(1));
    advance(Duration.ofSeconds(1));
    assertEquals(
        Optional.of(in(Duration.ofSeconds(59))), limited("w", 9, JobLimit.of(1)).nextDue());
    change(JobChange.done(job("a")));
    assertEquals(List.of("b"), names(limited("w", 9, JobLimit.of(1)).jobs()));
  }

  final Claimed limited(String worker, int limit, JobLimit running) {
    return store()
        .claim(new JobClaim(worker, Set.of("reply"), limit, MINUTE, Map.of("reply", running)));
  }
}
