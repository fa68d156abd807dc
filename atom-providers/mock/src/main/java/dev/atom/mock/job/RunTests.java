package dev.atom.mock.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.job.JobEvent;
import dev.atom.job.JobPostponed;
import dev.atom.job.JobRejected;
import dev.atom.job.Jobs;
import dev.atom.job.OutcomeUnknown;
import dev.atom.json.Json;
import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.EventRange;
import dev.atom.store.JobLimit;
import dev.atom.store.JobState;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.Priority;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import dev.atom.store.VersionConflict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One job: how it is run, how it ends, and what it writes. */
abstract class RunTests extends JobsFixture {
  private static final NewEvent SENT =
      new NewEvent("sent", Json.Obj.EMPTY, "tester", Optional.empty());

  @Test
  void runsWhatIsDueAndNothingElse() {
    Jobs jobs = open("call", Effect.KEYED, noting());
    planTimer("late", in(MINUTE));
    planEffect("now");
    plan(NewJob.effect("other", "mail", Json.Obj.EMPTY));
    assertEquals(1, jobs.runDue());
    assertDone("now");
    clock.advance(MINUTE);
    assertEquals(1, jobs.runDue());
    assertDone("now", "late");
    assertEquals(0, jobs.runDue());
  }

  @Test
  void anEffectIsKeptAsDoneAndATimerIsGone() {
    Jobs jobs = open("call", Effect.KEYED, noting());
    planEffect("effect");
    planTimer("timer", now());
    jobs.runDue();
    assertEquals(JobState.DONE, effect("effect").status().state());
    assertEquals(1, count());
  }

  @Test
  void runsRealTimeBeforeTheRest() {
    Jobs jobs = open("call", Effect.KEYED, noting());
    plan(NewJob.effect("figures", "call", Json.Obj.EMPTY).priority(Priority.ANALYTICS));
    planEffect("usual");
    plan(NewJob.effect("reply", "call", Json.Obj.EMPTY).priority(Priority.REAL_TIME));
    jobs.runDue();
    assertDone("reply", "usual", "figures");
  }

  @Test
  void writesWhatItBroughtAboutAndThatItIsDoneTogether() {
    Jobs jobs =
        open("call", Effect.KEYED, run -> run.complete(Append.to(run.subject()).event(SENT)));
    planEffect("reply");
    jobs.runDue();
    assertEquals(1, store().version(CASE));
    assertEquals(JobState.DONE, effect("reply").status().state());
    assertEquals(1, events(JobEvent.Succeeded.class).size());
  }

  @Test
  void writesNothingWhenItsClaimIsLost() {
    Jobs jobs =
        open(
            "call",
            Effect.KEYED,
            run -> {
              planTimer("reminder", in(HOUR)); // somebody moves it while it runs
              run.complete(Append.to(run.subject()).event(SENT));
            });
    planTimer("reminder", now());
    jobs.runDue();
    assertEquals(0, store().version(CASE));
    assertEquals(1, events(JobEvent.Lost.class).size());
    assertEquals(in(HOUR), timer("reminder").at());
  }

  @Test
  void decidesAnewAfterAVersionConflict() {
    Jobs jobs =
        open(
            "call",
            Effect.KEYED,
            run -> {
              assertThrows(
                  VersionConflict.class, () -> run.complete(Append.to(CASE).expect(5).event(SENT)));
              run.complete(Append.to(CASE).expect(0).event(SENT));
            });
    planEffect("reply");
    jobs.runDue();
    assertEquals(1, store().version(CASE));
    assertEquals(JobState.DONE, effect("reply").status().state());
  }

  @Test
  void isDoneWhateverIsThrownAfterItIsComplete() {
    Jobs jobs =
        open(
            "call",
            Effect.BLIND,
            run -> {
              run.complete(Append.to(CASE).event(SENT));
              throw new IllegalStateException("too late");
            });
    planEffect("reply");
    jobs.runDue();
    assertEquals(JobState.DONE, effect("reply").status().state());
    assertEquals(1, events(JobEvent.Succeeded.class).size());
  }

  @Test
  void plansItsOwnTimerAnewInTheAppendThatEndsIt() {
    Jobs jobs =
        open(
            "call",
            Effect.KEYED,
            run -> {
              done.add("at " + run.job().at());
              run.complete(
                  Append.to(CASE).plan(NewJob.timer("nag", "call", run.job().at().plus(HOUR))));
            });
    planTimer("nag", now());
    jobs.runDue();
    assertEquals(in(HOUR), timer("nag").at());
    assertEquals(0, timer("nag").status().attempts());
  }

  @Test
  void sendsTheNextEffectInTheAppendThatEndsIt() {
    Jobs jobs =
        open(
            "call",
            Effect.KEYED,
            run -> {
              done.add(run.job().name());
              if (run.job().name().equals("first")) {
                run.complete(Append.to(CASE).plan(NewJob.effect("next", "call", Json.Obj.EMPTY)));
              }
            });
    planEffect("first");
    jobs.runDue();
    assertDone("first", "next");
  }

  @Test
  void isTriedAgainWithGrowingWaitsAndThenDead() {
    Jobs jobs = open("call", Effect.KEYED, run -> failing(run.job().name()));
    planEffect("reply");
    assertEquals(1, jobs.runDue());
    assertEquals(0, jobs.runDue());
    clock.advance(SECOND);
    assertEquals(1, jobs.runDue());
    clock.advance(SECOND);
    assertEquals(0, jobs.runDue());
    clock.advance(SECOND);
    assertEquals(1, jobs.runDue());
    assertEquals(JobState.DEAD, effect("reply").status().state());
    assertEquals(2, events(JobEvent.Failed.class).size());
    assertEquals(1, events(JobEvent.Dead.class).size());
    assertFalse(effect("reply").status().error().orElseThrow().contains("secret"));
  }

  private static void failing(String name) throws java.io.IOException {
    throw new java.io.IOException("secret of " + name);
  }

  @Test
  void isDeadAtOnceWhenRejectedOrBeyondHelp() {
    Jobs jobs =
        open(
            "call",
            Effect.KEYED,
            run -> {
              if (run.job().name().equals("rejected")) {
                throw new JobRejected("no such customer");
              }
              throw new UniqueKeyTaken(new UniqueKey("acme", "slot", "9:00"), "c-1");
            });
    planEffect("rejected");
    planEffect("taken");
    jobs.runDue();
    assertEquals(JobState.DEAD, effect("rejected").status().state());
    assertEquals(
        Optional.of("job_rejected: no such customer"), effect("rejected").status().error());
    assertEquals(JobState.DEAD, effect("taken").status().state());
  }

  @Test
  void waitsAsLongAsItIsPostponedWithoutUsingUpAttempts() {
    Jobs jobs =
        open(
            "call",
            Effect.BLIND,
            run -> {
              if (done.size() < 7) {
                done.add("asked");
                throw new JobPostponed(HOUR, "quiet hours");
              }
              done.add("sent " + run.number());
            });
    planEffect("reply");
    for (int i = 0; i < 8; i++) {
      assertEquals(1, jobs.runDue());
      assertEquals(0, jobs.runDue());
      clock.advance(HOUR);
    }
    assertEquals("sent 1", done.getLast());
    assertEquals(JobState.DONE, effect("reply").status().state());
  }

  @Test
  void waitsForADecisionWhenTheHandlerDoesNotKnow() {
    Jobs jobs =
        open(
            "call",
            Effect.KEYED,
            run -> {
              throw new OutcomeUnknown("the line broke after the last byte");
            });
    planEffect("reply");
    jobs.runDue();
    assertEquals(JobState.UNKNOWN, effect("reply").status().state());
    assertTrue(admin().happened(effect("reply")));
    assertEquals(JobState.DONE, effect("reply").status().state());
  }

  @Test
  void theNextAttemptGoesOnFromTheLastProgress() {
    Jobs jobs =
        open(
            "call",
            Effect.KEYED,
            run -> {
              done.add(run.progress().flatMap(p -> p.text("page")).orElse("start"));
              run.progress(Json.object().put("page", "p" + run.number()).build());
              if (run.number() < 3) {
                throw new IllegalStateException("broke");
              }
            });
    planEffect("crawl");
    for (int i = 0; i < 3; i++) {
      jobs.runDue();
      clock.advance(MINUTE);
    }
    assertDone("start", "p1", "p2");
    assertEquals(JobState.DONE, effect("crawl").status().state());
  }

  @Test
  void theIdempotencyKeyIsTheSameForEveryAttempt() {
    List<String> keys = new ArrayList<>();
    Jobs jobs =
        open(
            "call",
            Effect.KEYED,
            run -> {
              keys.add(run.idempotencyKey());
              if (run.number() == 1) {
                throw new IllegalStateException("again");
              }
            });
    planEffect("reply-1");
    planTimer("reminder", now());
    jobs.runDue();
    clock.advance(MINUTE);
    jobs.runDue();
    String timer = "acme/case/4711/reminder@2026-03-01T12:00:00Z";
    assertEquals(List.of("reply-1", timer, "reply-1", timer), keys);
  }

  @Test
  void runsNoMoreOfAKindAndTenantThanItsLimitLets() {
    List<Integer> seen = new ArrayList<>();
    Jobs[] both = new Jobs[2];
    both[0] =
        open(
            host()
                .handle(
                    kind(
                            "call",
                            Effect.KEYED,
                            run -> {
                              // Another host looks while this one runs.
                              seen.add(both[1].runDue());
                            })
                        .limit(new JobLimit(2, 1))
                        .build()));
    both[1] =
        open(host().handle(kind("call", Effect.KEYED, noting()).limit(new JobLimit(2, 1)).build()));
    planEffect("a");
    planEffect("b");
    Subject other = new Subject("other", "case", "1");
    store().append(Append.to(other).plan(NewJob.effect("c", "call", Json.Obj.EMPTY)).build());
    assertEquals(2, both[0].runDue());
    assertEquals(List.of(1, 0), seen); // while a ran, c of the other tenant; while b ran, nothing
    assertDone("c");
  }

  @Test
  void keepsABoundedHistoryInTheSameTransactionAsTheOutcome() {
    Jobs jobs =
        open(
            host()
                .handle(
                    kind(
                            "call",
                            Effect.KEYED,
                            run -> {
                              clock.advance(Duration.ofMillis(40));
                              if (run.job().name().equals("c2")) {
                                throw new JobRejected("no");
                              }
                              if (run.job().name().equals("c3")) {
                                run.complete(Append.to(CASE).event(SENT));
                              }
                            })
                        .history(3)
                        .build()));
    for (int i = 0; i < 5; i++) {
      planEffect("c" + i);
      jobs.runDue();
    }
    var history = admin().history("acme", "call", 10);
    assertEquals(List.of("c2", "c3", "c4"), history.stream().map(r -> r.name()).toList());
    assertEquals(Optional.of("job_rejected: no"), history.getFirst().error());
    assertEquals(Duration.ofMillis(40), history.getLast().took());
    assertEquals(1, store().read(CASE, EventRange.last(5)).size());
  }

  @Test
  void tellsOnceOfAKindThatNobodyHandles() {
    Jobs jobs = open("call", Effect.KEYED, noting());
    plan(NewJob.effect("lost", "nobody", Json.Obj.EMPTY));
    jobs.runDue();
    assertTrue(events.isEmpty());
    for (int i = 0; i < 3; i++) {
      clock.advance(MINUTE.plusSeconds(1));
      jobs.runDue();
    }
    assertEquals(1, events.size());
    JobEvent.Unhandled told = assertInstanceOf(JobEvent.Unhandled.class, events.getFirst());
    assertEquals("nobody", told.kind());
  }
}
