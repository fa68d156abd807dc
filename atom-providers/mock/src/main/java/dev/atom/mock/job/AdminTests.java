package dev.atom.mock.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.job.JobCheck;
import dev.atom.job.JobRejected;
import dev.atom.job.JobSchedule;
import dev.atom.job.Jobs;
import dev.atom.job.MissedRuns;
import dev.atom.job.OutcomeUnknown;
import dev.atom.operation.Effect;
import dev.atom.store.Job;
import dev.atom.store.JobState;
import dev.atom.time.Schedule;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a person can see and decide. */
abstract class AdminTests extends JobsFixture {
  @Test
  void pausesAndResumes() {
    Jobs jobs = open("call", Effect.KEYED, noting());
    planTimer("reminder", in(MINUTE));
    assertTrue(admin().pause(timer("reminder")));
    clock.advance(HOUR);
    assertEquals(0, jobs.runDue());
    assertTrue(admin().resume(timer("reminder")));
    assertEquals(1, jobs.runDue());
    assertDone("reminder");
  }

  @Test
  void changesNothingThatHasChangedSince() {
    open("call", Effect.KEYED, noting());
    planTimer("reminder", in(MINUTE));
    Job seen = timer("reminder");
    assertTrue(admin().pause(seen));
    assertFalse(admin().pause(seen));
    assertFalse(admin().runNow(seen));
    assertFalse(admin().remove(seen));
    assertThrows(IllegalArgumentException.class, () -> admin().resume(seen));
    assertThrows(IllegalArgumentException.class, () -> admin().replay(seen));
  }

  @Test
  void runsNowWhatWouldBeDueLater() {
    Jobs jobs = open("call", Effect.KEYED, noting());
    planTimer("reminder", in(HOUR));
    assertTrue(admin().runNow(timer("reminder")));
    assertEquals(1, jobs.runDue());
    assertEquals(0, count());
  }

  @Test
  void runsNowWhatRecursAndKeepsItsTimes() {
    Schedule hourly = Schedule.every(HOUR, Instant.parse("2026-01-01T00:00:00Z"));
    for (MissedRuns missed : MissedRuns.values()) {
      done.clear();
      String name = "report-" + missed;
      Jobs jobs =
          open(
              host()
                  .handle(kind("call", Effect.KEYED, noting()).build())
                  .recurring(CASE, name, "call", JobSchedule.of(hourly).missed(missed)));
      jobs.runDue();
      Instant next = timer(name).at();
      assertTrue(jobs.admin().runNow(timer(name)));
      assertEquals(1, jobs.runDue());
      assertDone(name);
      assertEquals(next, timer(name).at());
      jobs.close();
      assertTrue(admin().remove(timer(name)));
    }
  }

  @Test
  void replaysDeadLettersOneAndAll() {
    AtomicBoolean broken = new AtomicBoolean(true);
    Jobs jobs =
        open(
            "call",
            Effect.KEYED,
            run -> {
              if (broken.get()) {
                throw new JobRejected("down");
              }
              done.add(run.job().name());
            });
    for (int i = 0; i < 250; i++) {
      planEffect("e" + i);
    }
    assertEquals(250, jobs.runDue());
    assertEquals(100, admin().list("call", JobState.DEAD).size());
    broken.set(false);
    assertTrue(admin().replay(effect("e7")));
    assertEquals(1, jobs.runDue());
    assertDone("e7");
    assertEquals(249, admin().replayAll("call"));
    assertEquals(249, jobs.runDue());
    assertEquals(0, admin().replayAll("call"));
  }

  @Test
  void aRemovedEffectCanBePlannedAgain() {
    Jobs jobs = open("call", Effect.KEYED, noting());
    planEffect("reply");
    assertTrue(admin().remove(effect("reply")));
    assertEquals(0, jobs.runDue());
    planEffect("reply");
    assertEquals(1, jobs.runDue());
  }

  @Test
  void findsAnEffectAmongTimersOfItsName() {
    planTimer("same", in(HOUR));
    planEffect("same");
    assertEquals("same", effect("same").name());
    assertTrue(timer("same").number() != effect("same").number());
    assertTrue(admin().effect("acme", "other").isEmpty());
    assertTrue(admin().timer(CASE, "other").isEmpty());
  }

  @Test
  void aBlindRunThatIsPausedIsNotRepeatedSilently() {
    Jobs jobs =
        open(
            "call",
            Effect.BLIND,
            run -> {
              done.add(run.job().name());
              admin().pause(effect("letter"));
            });
    planEffect("letter");
    jobs.runDue();
    assertTrue(admin().resume(effect("letter")));
    jobs.runDue();
    assertDone("letter");
    assertEquals(JobState.UNKNOWN, effect("letter").status().state());
  }

  @Test
  void aReplayAsksTheReceiverBeforeItRepeats() {
    Jobs jobs =
        open(
            host()
                .handle(
                    kind(
                            "call",
                            Effect.CHECKABLE,
                            run -> {
                              done.add(run.job().name());
                              throw new OutcomeUnknown("line broke");
                            })
                        .check(run -> JobCheck.Answer.YES)
                        .build()));
    planEffect("letter");
    jobs.runDue();
    assertDone("letter"); // nobody is asked before the first attempt
    assertTrue(admin().replay(effect("letter")));
    jobs.runDue();
    assertDone("letter");
    assertEquals(JobState.DONE, effect("letter").status().state());
  }

  @Test
  void givesUpWhatNobodyKnows() {
    Jobs jobs =
        open(
            "call",
            Effect.BLIND,
            run -> {
              throw new IllegalStateException("line broke");
            });
    planEffect("letter");
    jobs.runDue();
    assertTrue(admin().giveUp(effect("letter"), "the customer has called"));
    assertEquals(JobState.DEAD, effect("letter").status().state());
  }
}
