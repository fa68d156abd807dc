package dev.atom.mock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobChange.Kind;
import dev.atom.store.JobLost;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.JobType;
import dev.atom.store.NewJob;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of jobs: every change from every state, whoever comes late loses. */
abstract class ChangeTests extends LimitTests {
  private static final Map<JobState, Set<Kind>> POSSIBLE =
      Map.of(
          JobState.WAITING, EnumSet.of(Kind.DONE, Kind.PAUSE, Kind.RUN_NOW, Kind.REMOVE),
          JobState.RUNNING, EnumSet.complementOf(EnumSet.of(Kind.RESUME)),
          JobState.PAUSED, EnumSet.of(Kind.DONE, Kind.RESUME, Kind.RUN_NOW, Kind.REMOVE),
          JobState.DONE, EnumSet.of(Kind.REMOVE),
          JobState.DEAD, EnumSet.of(Kind.DONE, Kind.RUN_NOW, Kind.REMOVE),
          JobState.UNKNOWN, EnumSet.of(Kind.DONE, Kind.DEAD, Kind.RUN_NOW, Kind.REMOVE));

  @Test
  void everyChangeFromEveryStateIsWhatTheChangeSays() {
    int made = 0;
    for (JobType type : JobType.values()) {
      for (JobState state : JobState.values()) {
        for (Kind kind : Kind.values()) {
          for (boolean inAppend : List.of(false, true)) {
            made += transition(type, state, kind, inAppend) ? 1 : 0;
          }
        }
      }
    }
    // Of either 25: an effect is never due AGAIN, a timer never DONE.
    assertEquals(2 * (25 + 25), made);
  }

  private boolean transition(JobType type, JobState state, Kind kind, boolean inAppend) {
    if (type == JobType.TIMER && state == JobState.DONE) {
      return false;
    }
    String name = type + "/" + state + "/" + kind + "/" + inAppend;
    Job job = brought(type, name, state);
    advance(Duration.ofSeconds(1));
    boolean possible =
        POSSIBLE.getOrDefault(state, Set.of()).contains(kind)
            && (kind != Kind.AGAIN || type == JobType.TIMER);
    if (!possible) {
      assertThrows(IllegalArgumentException.class, () -> of(job, kind), name);
      return false;
    }
    JobChange change = of(job, kind);
    if (inAppend) {
      store().append(Append.to(subject("2")).change(change).build());
    } else {
      assertTrue(change(change), name);
    }
    assertEquals(change.after(now()).stream().toList(), named(name), name);
    boolean sameFence = kind == Kind.EXTEND;
    assertEquals(sameFence, change(of(job, Kind.REMOVE)), name + ": the first job as it was read");
    return true;
  }

  /** A job in a state, reached by calls. */
  private Job brought(JobType type, String name, JobState state) {
    NewJob plan = type == JobType.EFFECT ? effect(name) : timer(name).schedule("daily");
    plan(CASE, plan);
    if (state == JobState.WAITING) {
      return job(name);
    }
    Job claimed = claim().stream().filter(job -> job.name().equals(name)).findAny().orElseThrow();
    Kind kind =
        switch (state) {
          case WAITING, RUNNING -> Kind.EXTEND;
          case PAUSED -> Kind.PAUSE;
          case DONE -> Kind.DONE;
          case DEAD -> Kind.DEAD;
          case UNKNOWN -> Kind.UNKNOWN;
        };
    assertTrue(change(of(claimed, kind)));
    return job(name);
  }

  private JobChange of(Job job, Kind kind) {
    return new JobChange(
        job,
        kind,
        kind == Kind.AGAIN ? Optional.of(in(MINUTE)) : Optional.empty(),
        Duration.ofSeconds(7),
        EnumSet.of(Kind.RETRY, Kind.DEAD, Kind.UNKNOWN).contains(kind)
            ? Optional.of("it's \"odd\"")
            : Optional.empty(),
        kind == Kind.EXTEND ? Optional.of(data("half")) : Optional.empty());
  }

  private List<Job> named(String name) {
    return store().jobs(JobQuery.all().name(name));
  }

  @Test
  void doneEffectIsKeptAndDoneTimerIsRemoved() {
    plan(CASE, effect("k"), timer("t"));
    assertEquals(
        List.of(true, true), store().change(claim().stream().map(JobChange::done).toList()));
    assertEquals(List.of("k"), names(jobs()));
    assertEquals(JobState.DONE, job("k").status().state());
    assertEquals(Optional.empty(), job("k").status().dueAt());
    advance(MINUTE.multipliedBy(1000));
    assertEquals(List.of(), claim());
  }

  @Test
  void twoChangesOfOneJobAreRefusedAndNoneIsMade() {
    plan(CASE, effect("k"), timer("t"));
    List<Job> claimed = claim();
    List<JobChange> changes =
        List.of(
            JobChange.done(claimed.get(1)),
            JobChange.done(claimed.getFirst()),
            JobChange.release(claimed.getFirst()));
    assertThrows(IllegalArgumentException.class, () -> store().change(changes));
    assertEquals(JobState.RUNNING, job("k").status().state());
    assertEquals(JobState.RUNNING, job("t").status().state());
  }

  @Test
  void recurringTimerIsDueAgainWithItsAttemptsCountedAnew() {
    plan(CASE, timer("t").schedule("daily"));
    change(JobChange.retry(claimOne(), Duration.ZERO, "x"));
    assertTrue(change(JobChange.again(claimOne(), in(MINUTE))));
    Job again = job("t");
    assertEquals(in(MINUTE), again.at());
    assertEquals(Optional.of("daily"), again.plan().schedule());
    assertEquals(waiting(in(MINUTE)), withoutFence(again));
    advance(MINUTE);
    assertEquals(1, claimOne().status().attempts());
  }

  @Test
  void failedAttemptIsDueAgainLaterAndTellsWhatItFailedWith() {
    plan(CASE, effect("k"));
    change(JobChange.retry(claimOne(), MINUTE, "bounced"));
    assertEquals(Optional.of("bounced"), job("k").status().error());
    assertEquals(now(), job("k").at(), "when it was to happen stays");
    advance(MINUTE.minus(MICRO));
    assertEquals(List.of(), claim());
    advance(MICRO);
    Job again = claimOne();
    assertEquals(2, again.status().attempts());
    assertEquals(1, again.status().failures());
    assertEquals(0, again.lapses());
    assertEquals(Optional.of("bounced"), again.status().error());
  }

  @Test
  void claimThatIsGivenBackIsNotCounted() {
    plan(CASE, effect("k"));
    change(JobChange.retry(claimOne(), Duration.ZERO, "x"));
    Job claimed = claimOne();
    assertTrue(change(JobChange.release(claimed)));
    assertFalse(change(JobChange.done(claimed)));
    Job again = claimOne();
    assertEquals(2, again.status().attempts());
    assertEquals(1, again.status().failures());
    assertEquals(0, again.lapses());
    assertEquals(Optional.of("x"), again.status().error());
    change(JobChange.release(again, MINUTE, "not yet"));
    assertEquals(in(MINUTE), job("k").status().dueAt().orElseThrow());
    assertEquals(Optional.of("not yet"), job("k").status().error());
    assertEquals(Optional.of(in(MINUTE)), claim("w", 9).nextDue());
  }

  @Test
  void heartBeatKeepsTheFenceAndLengthensTheClaim() {
    plan(CASE, effect("k"));
    Job claimed = claimOne();
    advance(Duration.ofSeconds(30));
    assertTrue(change(JobChange.extend(claimed, MINUTE)));
    assertEquals(claimed.status().fence(), job("k").status().fence());
    advance(MINUTE.minus(MICRO));
    assertEquals(List.of(), claim());
    assertTrue(change(JobChange.extend(claimed, MINUTE)));
    assertTrue(change(JobChange.done(claimed)));
  }

  @Test
  void progressOutlivesTheWorkerThatDies() {
    plan(CASE, effect("k"));
    Job claimed = claimOne();
    JobChange half = JobChange.extend(claimed, MINUTE, data("half"));
    assertTrue(change(half));
    assertTrue(change(JobChange.extend(half.after(now()).orElseThrow(), MINUTE)));
    advance(MINUTE);
    Job heir = claimOne();
    assertEquals(Optional.of(data("half")), heir.status().progress());
    change(JobChange.retry(heir, Duration.ZERO, "x"));
    assertEquals(Optional.of(data("half")), claimOne().status().progress());
    change(JobChange.done(job("k")));
    assertEquals(Optional.of(data("half")), job("k").status().progress());
  }

  @Test
  void pausedJobIsNotClaimedUntilItIsResumedOrRunNow() {
    plan(CASE, timer("a").at(in(MINUTE)), timer("b").at(in(MINUTE)));
    store().change(jobs().stream().map(JobChange::pause).toList());
    advance(MINUTE.multipliedBy(-1));
    assertEquals(Optional.empty(), claim("w", 9).nextDue());
    change(JobChange.runNow(job("a")));
    change(JobChange.resume(job("b")));
    assertEquals(List.of("a"), names(claim()));
    advance(MINUTE.multipliedBy(2));
    assertEquals(List.of("a", "b"), names(claim()));
  }

  @Test
  void workerWhoseJobIsPausedOrRunNowOrRemovedHasLostIt() {
    plan(CASE, effect("paused"), effect("now"), effect("removed"));
    List<Job> claimed = claim();
    store()
        .change(
            List.of(
                JobChange.pause(claimed.get(0)),
                JobChange.runNow(claimed.get(1)),
                JobChange.remove(claimed.get(2))));
    assertEquals(
        List.of(false, false, false),
        store().change(claimed.stream().map(JobChange::done).toList()));
    assertEquals(List.of("now"), names(claim()));
  }

  @Test
  void ofManyChangesEachIsMadeOnItsOwn() {
    plan(CASE, effect("a"), effect("b"), timer("c"), effect("d"));
    List<Job> claimed = claim();
    change(JobChange.retry(claimed.get(1), MINUTE, "x"));
    store().append(Append.to(CASE).cancel("c").build());
    assertEquals(
        List.of(true, false, false, true),
        store()
            .change(
                List.of(
                    JobChange.done(claimed.get(0)),
                    JobChange.done(claimed.get(1)),
                    JobChange.done(claimed.get(2)),
                    JobChange.dead(claimed.get(3), "no"))));
    assertEquals(
        List.of(JobState.DONE, JobState.WAITING, JobState.DEAD),
        jobs().stream().map(job -> job.status().state()).toList());
    assertEquals(List.of(), store().change(List.of()));
  }

  @Test
  void jobIsChangedAtMostOnceInOneCall() {
    plan(CASE, effect("k"));
    Job job = claimOne();
    List<JobChange> twice = List.of(JobChange.done(job), JobChange.done(job));
    assertThrows(IllegalArgumentException.class, () -> store().change(twice));
    assertEquals(List.of(job), jobs());
  }

  @Test
  void staleWordOfAnAppendIsRefused() {
    plan(CASE, effect("k"));
    Job waiting = job("k");
    Job claimed = claimOne();
    assertNotEquals(waiting.status().fence(), claimed.status().fence());
    assertFalse(change(JobChange.pause(waiting)));
    refused(JobLost.class, Append.to(CASE).event(event("x")).change(JobChange.pause(waiting)));
    advance(MINUTE);
    Job heir = claimOne();
    refused(JobLost.class, Append.to(CASE).event(event("x")).change(JobChange.done(claimed)));
    store().append(Append.to(CASE).event(event("once")).change(JobChange.done(heir)).build());
    assertEquals(List.of("once"), texts(CASE));
  }
}
