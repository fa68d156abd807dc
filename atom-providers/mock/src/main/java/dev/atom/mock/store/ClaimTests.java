package dev.atom.mock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.NewJob;
import dev.atom.store.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Claims: what is claimed first, when it ends, and when the next job is due. */
abstract class ClaimTests extends PlanTests {
  @Test
  void claimedJobIsRunningForItsWorkerUntilTheClaimIsOver() {
    plan(CASE, effect("k"));
    Job waiting = job("k");
    Job claimed = claimOne();
    assertEquals(waiting.claimed("w", in(MINUTE)).plan(), claimed.plan());
    assertEquals(
        new Job.Status(
            JobState.RUNNING,
            Optional.of(in(MINUTE)),
            1,
            0,
            0,
            Optional.of("w"),
            Optional.empty(),
            Optional.empty()),
        withoutFence(claimed));
    assertNotEquals(waiting.status().fence(), claimed.status().fence());
    assertEquals(List.of(claimed), jobs());
    advance(MINUTE.minus(MICRO));
    assertEquals(List.of(), claim());
    assertEquals(List.of(claimed), jobs());
  }

  @Test
  void claimsByPriorityThenWhenDueThenInTheOrderOfPlanning() {
    plan(CASE, effect("analytics").priority(Priority.ANALYTICS));
    plan(CASE, timer("b2").at(in(Duration.ofSeconds(2))), effect("b1").at(in(MICRO)));
    plan(CASE, timer("b3").at(in(Duration.ofSeconds(2))));
    plan(of("other", "1"), effect("other").at(in(Duration.ofSeconds(1))));
    plan(CASE, effect("first").priority(Priority.REAL_TIME).at(in(MINUTE)));
    advance(MINUTE);
    assertEquals(List.of("first", "b1"), names(claim("w", 2).jobs()));
    assertEquals(List.of("other", "b2", "b3"), names(claim("w", 3).jobs()));
    assertEquals(List.of("analytics"), names(claim("w", 3).jobs()));
    assertEquals(List.of(), claim("w", 3).jobs());
  }

  @Test
  void orderGoesAcrossTheKinds() {
    plan(
        CASE,
        effect("1"),
        timer("2").at(now().minus(MINUTE)),
        timer("3").priority(Priority.REAL_TIME));
    store().append(Append.to(CASE).plan(mail("4", now().minus(MICRO))).build());
    assertEquals(List.of("3", "2", "4"), names(claim("w", 3, "reply", "mail").jobs()));
    assertEquals(List.of("1"), names(claim("w", 3, "reply", "mail").jobs()));
  }

  @Test
  void otherKindsStayUntouched() {
    store().append(Append.to(CASE).plan(mail("m", now())).plan(effect("r")).build());
    Job mail = job("m");
    assertEquals(List.of("r"), names(claim()));
    assertEquals(List.of(), claim("w", 9, "Mail", "mai", "mail%", "%").jobs());
    assertEquals(mail, job("m"));
    assertEquals(List.of("m"), names(claim("w", 9, "mail", "never planned").jobs()));
  }

  @Test
  void nextDueIsTheFirstInstantAfterNowAtWhichAJobOfTheKindsIsDue() {
    assertEquals(Optional.empty(), nextDue());
    store().append(Append.to(CASE).plan(mail("m", in(MICRO))).build());
    assertEquals(Optional.empty(), nextDue());
    plan(CASE, timer("late").at(in(MINUTE.multipliedBy(9))));
    assertEquals(Optional.of(in(MINUTE.multipliedBy(9))), nextDue());
    plan(CASE, effect("soon").at(in(Duration.ofSeconds(3))).priority(Priority.ANALYTICS));
    assertEquals(Optional.of(in(Duration.ofSeconds(3))), nextDue());
    advance(Duration.ofSeconds(3));
    assertEquals(Optional.of(in(MINUTE)), nextDue(), "a claim that ends counts too");
    change(JobChange.retry(job("soon"), Duration.ofSeconds(1), "x"));
    assertEquals(Optional.of(in(Duration.ofSeconds(1))), nextDue());
    change(JobChange.pause(job("soon")));
    change(JobChange.pause(job("late")));
    assertEquals(Optional.empty(), nextDue());
  }

  @Test
  void claimThatIsOverIsClaimedByTheNextAndCountedAsLapsed() {
    plan(CASE, effect("k"));
    Job first = claimOne();
    assertEquals(0, first.lapses());
    advance(MINUTE);
    assertEquals(JobState.RUNNING, job("k").status().state());
    Job second = claim("v", 9).jobs().getFirst();
    assertEquals(Optional.of("v"), second.status().worker());
    assertEquals(2, second.status().attempts());
    assertEquals(1, second.lapses());
    assertFalse(change(JobChange.done(first)));
    assertFalse(change(JobChange.extend(first, MINUTE)));
    change(JobChange.retry(second, Duration.ZERO, "x"));
    assertEquals(1, job("k").lapses());
    claimOne();
    advance(MINUTE);
    Job fourth = claimOne();
    assertEquals(4, fourth.status().attempts());
    assertEquals(1, fourth.status().failures());
    assertEquals(2, fourth.lapses());
  }

  @Test
  void lateWordOfAWorkerCountsAsLongAsNobodyElseHasClaimed() {
    plan(CASE, effect("k"));
    Job claimed = claimOne();
    advance(MINUTE.multipliedBy(2));
    assertTrue(change(JobChange.done(claimed)));
    assertEquals(List.of(), claim());
  }

  @Test
  void lapsedClaimKeepsItsPlaceByWhenItWasOver() {
    plan(CASE, effect("lapsed"), effect("later").at(in(MINUTE).plus(MICRO)));
    plan(CASE, effect("between").at(in(MINUTE).minus(MICRO)));
    claimOne();
    advance(MINUTE.multipliedBy(2));
    assertEquals(List.of("between", "lapsed", "later"), names(claim()));
  }

  @Test
  void clockSetBackLosesNoJob() {
    plan(CASE, effect("k"));
    claimOne();
    advance(MINUTE.multipliedBy(-5));
    assertEquals(List.of(), claim());
    plan(CASE, effect("second"));
    assertEquals(List.of("second"), names(claim()));
    advance(MINUTE.multipliedBy(6));
    assertEquals(List.of("second", "k"), names(claim()));
  }

  @Test
  void jobsAreLookedAtByTenantSubjectNameKindAndState() {
    plan(CASE, effect("a"), timer("b"));
    plan(subject("2"), timer("b"), timer("c"));
    plan(of("other", "4711"), effect("a"));
    change(JobChange.pause(store().jobs(JobQuery.of(subject("2")).name("c")).getFirst()));
    store().append(Append.to(CASE).plan(mail("m", now())).build());
    assertEquals(List.of("a", "b", "b", "c", "a", "m"), names(jobs()));
    assertEquals(List.of("a"), query(JobQuery.of("other")));
    assertEquals(List.of("a", "b", "m"), query(JobQuery.of(CASE)));
    assertEquals(List.of("b", "b"), query(JobQuery.of("acme").name("b")));
    assertEquals(List.of("b"), query(JobQuery.of(CASE).name("b")));
    assertEquals(List.of("a", "a"), query(JobQuery.all().name("a")));
    assertEquals(List.of("m"), query(JobQuery.all().kinds(Set.of("mail", "x"))));
    assertEquals(List.of("c"), query(JobQuery.all().states(JobState.PAUSED)));
    assertEquals(
        List.of("b", "c"),
        query(JobQuery.of(subject("2")).states(JobState.WAITING, JobState.PAUSED)));
    assertEquals(List.of(), query(JobQuery.all().states(JobState.DONE)));
    assertEquals(List.of(), query(JobQuery.of("none")));
  }

  @Test
  void jobsArePagedByNumber() {
    for (int i = 0; i < 120; i++) {
      plan(i % 2 == 0 ? CASE : subject("2"), effect("k" + i));
    }
    assertEquals(100, store().jobs(JobQuery.all()).size());
    List<Job> page = store().jobs(JobQuery.of(CASE).limit(7));
    assertEquals(List.of("k0", "k2", "k4", "k6", "k8", "k10", "k12"), names(page));
    JobQuery next = JobQuery.of(CASE).after(page.getLast().number()).limit(2);
    assertEquals(List.of("k14", "k16"), query(next));
    assertEquals(List.of(), query(JobQuery.all().after(jobs().getLast().number())));
  }

  private List<String> query(JobQuery query) {
    return names(store().jobs(query));
  }

  private Optional<Instant> nextDue() {
    return claim("w", 9).nextDue();
  }

  private static NewJob mail(String key, Instant at) {
    return NewJob.effect(key, "mail", data(key)).at(at);
  }
}
