package dev.atom.mock.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.job.JobCheck;
import dev.atom.job.JobEvent;
import dev.atom.job.Jobs;
import dev.atom.json.Json;
import dev.atom.operation.Effect;
import dev.atom.store.JobLost;
import dev.atom.store.JobState;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What happens when a worker dies or is too slow, by what repeating does to the world. */
abstract class LapseTests extends JobsFixture {
  private static final Duration CLAIM = Duration.ofSeconds(15);

  @Test
  void aDeadHostsJobIsTakenOverAfterFifteenSecondsNotThirtyMinutes() {
    Jobs jobs = open("call", Effect.KEYED, noting());
    planEffect("reply");
    claimAndDie("call");
    clock.advance(CLAIM.minusMillis(1));
    assertEquals(0, jobs.runDue());
    clock.advance(Duration.ofMillis(1));
    assertEquals(1, jobs.runDue());
    assertDone("reply");
    assertEquals(1, events(JobEvent.Lapsed.class).size());
    assertEquals(JobState.DONE, effect("reply").status().state());
  }

  @Test
  void aBlindEffectIsNeverRepeatedSilently() {
    Jobs jobs = open("call", Effect.BLIND, noting());
    planEffect("letter");
    claimAndDie("call");
    clock.advance(CLAIM);
    jobs.runDue();
    assertDone();
    assertEquals(JobState.UNKNOWN, effect("letter").status().state());
    assertEquals(1, events(JobEvent.Unknown.class).size());
    // Somebody has looked: it did not arrive.
    assertTrue(admin().replay(effect("letter")));
    jobs.runDue();
    assertDone("letter");
  }

  @Test
  void aBlindEffectThatThrowsIsUnknown() {
    Jobs jobs =
        open(
            "call",
            Effect.BLIND,
            run -> {
              throw new java.io.IOException("reset");
            });
    planEffect("letter");
    jobs.runDue();
    assertEquals(JobState.UNKNOWN, effect("letter").status().state());
  }

  @Test
  void aCheckableEffectAsksBeforeItRepeats() {
    for (JobCheck.Answer answer : JobCheck.Answer.values()) {
      String kind = "pay-" + answer;
      done.clear();
      Jobs jobs =
          open(host().handle(kind(kind, Effect.CHECKABLE, noting()).check(run -> answer).build()));
      plan(dev.atom.store.NewJob.effect(kind, kind, Json.Obj.EMPTY));
      claimAndDie(kind);
      clock.advance(CLAIM);
      jobs.runDue();
      switch (answer) {
        case YES -> {
          assertDone();
          assertEquals(JobState.DONE, effect(kind).status().state());
        }
        case NO -> {
          assertDone(kind);
          assertEquals(JobState.DONE, effect(kind).status().state());
        }
        case UNKNOWN -> {
          assertDone();
          assertEquals(JobState.UNKNOWN, effect(kind).status().state());
        }
      }
    }
  }

  @Test
  void aCheckableEffectIsNotAskedForTheFirstTime() {
    Jobs jobs =
        open(
            host()
                .handle(
                    kind("call", Effect.CHECKABLE, noting())
                        .check(run -> JobCheck.Answer.UNKNOWN)
                        .build()));
    planEffect("reply");
    jobs.runDue();
    assertDone("reply");
  }

  @Test
  void aJobThatKillsItsHostsIsDeadInTheEnd() {
    Jobs jobs = open("call", Effect.KEYED, noting());
    planEffect("poison");
    for (int i = 0; i < 3; i++) {
      claimAndDie("call");
      clock.advance(CLAIM);
    }
    jobs.runDue();
    assertDone();
    assertEquals(JobState.DEAD, effect("poison").status().state());
  }

  @Test
  void aLongRunKeepsItsClaimByHeartBeats() {
    AtomicReference<Jobs> self = new AtomicReference<>();
    Jobs other = open("call", Effect.BLIND, noting());
    self.set(
        open(
            "call",
            Effect.BLIND,
            run -> {
              for (int i = 0; i < 20; i++) {
                clock.advance(Duration.ofSeconds(6));
                self.get().heartBeat();
                assertEquals(0, other.runDue());
              }
              done.add("long");
            }));
    planEffect("letter");
    assertEquals(1, self.get().runDue());
    assertDone("long");
    assertEquals(JobState.DONE, effect("letter").status().state());
  }

  @Test
  void aHeartBeatKeepsTheProgress() {
    AtomicReference<Jobs> self = new AtomicReference<>();
    self.set(
        open(
            "call",
            Effect.KEYED,
            run -> {
              run.progress(Json.object().put("page", "p" + run.number()).build());
              clock.advance(Duration.ofSeconds(6));
              self.get().heartBeat();
              if (run.number() == 1) {
                throw new IllegalStateException("broke");
              }
            }));
    planEffect("crawl");
    self.get().runDue();
    assertEquals(
        "p1", effect("crawl").status().progress().orElseThrow().text("page").orElseThrow());
  }

  @Test
  void aRunThatWasTooSlowChangesNothingAndIsCancelled() {
    AtomicReference<Jobs> self = new AtomicReference<>();
    Jobs other = open("call", Effect.KEYED, run -> done.add("other " + run.number()));
    self.set(
        open(
            "call",
            Effect.KEYED,
            run -> {
              clock.advance(CLAIM); // the host was frozen; nobody lengthened the claim
              assertEquals(1, other.runDue());
              assertThrows(JobLost.class, () -> run.progress(Json.Obj.EMPTY));
              assertTrue(run.context().cancellation().cancelled());
              done.add("late");
            }));
    planEffect("reply");
    self.get().runDue();
    assertDone("other 2", "late");
    assertEquals(1, events(JobEvent.Lost.class).size());
    assertEquals(JobState.DONE, effect("reply").status().state());
    assertEquals(2, effect("reply").status().attempts());
  }

  @Test
  void aHeartBeatFindsOutThatTheClaimIsLost() {
    AtomicReference<Jobs> self = new AtomicReference<>();
    self.set(
        open(
            "call",
            Effect.KEYED,
            run -> {
              assertTrue(admin().pause(effect("reply")));
              self.get().heartBeat(); // not due yet
              assertFalse(run.context().cancellation().cancelled());
              clock.advance(Duration.ofSeconds(5));
              self.get().heartBeat();
              assertTrue(run.context().cancellation().cancelled());
              assertTrue(Thread.interrupted());
            }));
    planEffect("reply");
    self.get().runDue();
    assertEquals(JobState.PAUSED, effect("reply").status().state());
    assertEquals(1, events(JobEvent.Lost.class).size());
  }

  @Test
  void aRunThatTakesTooLongIsCancelledAndTriedAgain() {
    AtomicReference<Jobs> self = new AtomicReference<>();
    self.set(
        open(
            host()
                .handle(
                    kind(
                            "call",
                            Effect.KEYED,
                            run -> {
                              clock.advance(Duration.ofSeconds(10));
                              self.get().heartBeat();
                              assertTrue(run.context().cancellation().cancelled());
                              assertTrue(run.context().deadline().passed());
                              throw new InterruptedException();
                            })
                        .timeout(Duration.ofSeconds(10))
                        .build())));
    planEffect("reply");
    self.get().runDue();
    assertEquals(JobState.WAITING, effect("reply").status().state());
    assertEquals("not done within PT10S", effect("reply").status().error().orElseThrow());
  }
}
