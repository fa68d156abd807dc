package dev.atom.mock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobLost;
import dev.atom.store.JobState;
import dev.atom.store.NewJob;
import dev.atom.store.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Effects and timers: planned, moved, cancelled. */
abstract class PlanTests extends LeaseTests {
  @Test
  void plannedJobsComeBackWithAllTheirParts() {
    NewJob effect = effect("k").priority(Priority.REAL_TIME);
    NewJob timer =
        NewJob.timer("t", "remind", in(MINUTE)).payload(data("x")).schedule("daily 8:00");
    store().append(Append.to(CASE).plan(effect).plan(timer).build());
    List<Job> jobs = jobs();
    assertEquals(List.of(CASE, CASE), jobs.stream().map(Job::subject).toList());
    assertEquals(List.of(effect.at(now()), timer), jobs.stream().map(Job::plan).toList());
    assertTrue(jobs.get(0).number() > 0);
    assertTrue(jobs.get(0).number() < jobs.get(1).number());
    assertEquals(waiting(now()), withoutFence(jobs.get(0)));
    assertEquals(waiting(in(MINUTE)), withoutFence(jobs.get(1)));
  }

  @Test
  void jobIsDueAtItsInstantAndNotBefore() {
    plan(CASE, timer("t").at(in(MINUTE)), effect("k").at(in(MINUTE)));
    advance(MINUTE.minus(MICRO));
    assertEquals(List.of(), claim());
    advance(MICRO);
    assertEquals(List.of("t", "k"), names(claim()));
  }

  @Test
  void movedTimerIsDueAtTheNewInstantOnlyAndWithItsNewParts() {
    plan(CASE, timer("t").at(in(MINUTE)).schedule("old"));
    NewJob moved =
        NewJob.timer("t", "remind", in(MINUTE.multipliedBy(3)))
            .payload(data("new"))
            .priority(Priority.ANALYTICS);
    plan(CASE, moved);
    advance(MINUTE.multipliedBy(2));
    assertEquals(List.of(), claim());
    assertEquals(List.of(moved), jobs().stream().map(Job::plan).toList());
    advance(MINUTE);
    assertEquals(List.of(), claim());
    assertEquals(List.of("t"), names(claim("w", 1, "remind").jobs()));
  }

  @Test
  void movedTimerIsAsOneThatWasNeverTried() {
    plan(CASE, timer("t"));
    change(JobChange.extend(claimOne(), MINUTE, data("half")));
    change(JobChange.retry(job("t"), MINUTE, "failed"));
    plan(CASE, timer("t"));
    assertEquals(waiting(now()), withoutFence(job("t")));
    change(JobChange.pause(job("t")));
    plan(CASE, timer("t"));
    assertEquals(List.of("t"), names(claim()));
  }

  @Test
  void movedTimerTakesItsPlaceBehindWhatWasPlannedBefore() {
    plan(CASE, timer("a"), timer("b"), timer("a"));
    assertEquals(List.of("b", "a"), names(jobs()));
    assertEquals(List.of("b", "a"), names(claim()));
  }

  @Test
  void timerThatIsMovedIsLostToTheWorkerThatHasIt() {
    plan(CASE, timer("t"));
    Job claimed = claimOne();
    plan(CASE, timer("t").at(in(MINUTE)));
    assertFalse(change(JobChange.done(claimed)));
    assertFalse(change(JobChange.extend(claimed, MINUTE)));
    assertEquals(
        claimed, refused(JobLost.class, Append.to(CASE).change(JobChange.done(claimed))).job());
    assertEquals(List.of(), claim());
    advance(MINUTE);
    Job again = claimOne();
    assertEquals(1, again.status().attempts());
    assertFalse(change(JobChange.done(claimed)));
    assertTrue(change(JobChange.done(again)));
  }

  @Test
  void timerThatIsCancelledIsLostToTheWorkerThatHasItEvenIfPlannedAgain() {
    plan(CASE, timer("t"));
    Job claimed = claimOne();
    store().append(Append.to(CASE).cancel("t").build());
    assertFalse(change(JobChange.done(claimed)));
    plan(CASE, timer("t"));
    assertFalse(change(JobChange.done(claimed)));
    Job again = claimOne();
    assertNotEquals(claimed.number(), again.number(), "numbers are never used again");
    assertFalse(change(JobChange.done(claimed)));
    assertEquals(List.of(again), jobs());
  }

  @Test
  void cancelledTimerIsNeverDue() {
    plan(CASE, timer("t"), effect("t"));
    plan(subject("2"), timer("t"));
    plan(of("other", "4711"), timer("t"));
    store().append(Append.to(CASE).cancel("t").cancel("never planned").build());
    List<Job> claimed = claim();
    assertEquals(
        List.of(CASE, subject("2"), of("other", "4711")),
        claimed.stream().map(Job::subject).toList());
    assertEquals("EFFECT", claimed.getFirst().plan().type().name());
  }

  @Test
  void lastWordAboutATimerInAnAppendCounts() {
    plan(CASE, timer("b"), timer("c"));
    store()
        .append(
            Append.to(CASE)
                .plan(timer("a"))
                .cancel("a")
                .cancel("b")
                .plan(timer("b").payload(data("new")))
                .plan(timer("c").at(in(MINUTE)))
                .plan(timer("c").payload(data("last")))
                .build());
    List<Job> claimed = claim();
    assertEquals(List.of("b", "c"), names(claimed));
    assertEquals(data("new"), claimed.get(0).payload());
    assertEquals(data("last"), claimed.get(1).payload());
  }

  @Test
  void timersOfASubjectAndSubjectsOfATimerAreJobsOfTheirOwn() {
    plan(CASE, timer("a"), timer("b"));
    plan(subject("2"), timer("a"));
    assertEquals(3, claim().size());
  }

  @Test
  void timerDoneAndPlannedAnewInOneAppendIsDueAgain() {
    plan(CASE, timer("t"));
    Job claimed = claimOne();
    store()
        .append(
            Append.to(CASE)
                .event(event("reminded"))
                .change(JobChange.done(claimed))
                .plan(timer("t").at(in(MINUTE)))
                .build());
    assertFalse(change(JobChange.extend(claimed, MINUTE)));
    advance(MINUTE);
    assertEquals(1, claimOne().status().attempts());
  }

  @Test
  void numbersGrowInTheOrderOfPlanningAndAreNotUsedAgain() {
    plan(CASE, effect("a"), timer("b"), effect("c"));
    List<Long> numbers = new ArrayList<>(jobs().stream().map(Job::number).toList());
    change(JobChange.remove(job("c")));
    store().append(Append.to(CASE).cancel("b").build());
    plan(CASE, effect("d"), timer("b"), effect("c"));
    jobs().stream().skip(1).map(Job::number).forEach(numbers::add);
    assertEquals(numbers.stream().distinct().sorted().toList(), numbers);
  }

  @Test
  void whatIsToldAboutPlannedJobsIsTrue() {
    List<Instant> told = new ArrayList<>();
    Runnable stop =
        store()
            .whenPlanned(
                due -> {
                  told.add(due);
                  assertEquals(1, jobs().size(), "told before it was written");
                });
    plan(CASE, timer("t").at(in(MINUTE)));
    assertTrue(told.isEmpty() || told.equals(List.of(in(MINUTE))), () -> "told " + told);
    int before = told.size();
    stop.run();
    stop.run();
    plan(CASE, effect("k"));
    assertEquals(before, told.size(), "told although it was asked not to");
  }

  static Job.Status waiting(Instant due) {
    return new Job.Status(
        JobState.WAITING,
        Optional.of(due),
        0,
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static Job.Status withoutFence(Job job) {
    Job.Status status = job.status();
    return new Job.Status(
        status.state(),
        status.dueAt(),
        status.attempts(),
        status.failures(),
        0,
        status.worker(),
        status.error(),
        status.progress());
  }
}
