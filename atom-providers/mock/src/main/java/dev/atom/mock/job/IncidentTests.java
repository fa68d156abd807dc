package dev.atom.mock.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.job.JobSchedule;
import dev.atom.job.Jobs;
import dev.atom.json.Json;
import dev.atom.mock.VirtualClock;
import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.JobLimit;
import dev.atom.store.JobState;
import dev.atom.store.NewJob;
import dev.atom.time.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Named after what users of other schedulers have reported. */
abstract class IncidentTests extends JobsFixture {
  private static final Schedule EVERY_MINUTE =
      Schedule.every(MINUTE, Instant.parse("2026-01-01T00:00:00Z"));

  /** n8n-io/n8n#14198: a wait of more than 65 seconds began the flow anew. */
  @Test
  void aLongWaitGoesOnWhereItWasAfterARestart() {
    Jobs first =
        open(
            "call",
            Effect.KEYED,
            run -> {
              done.add("step 1");
              run.complete(
                  Append.to(CASE)
                      .plan(
                          NewJob.timer("wait", "go-on", run.job().at().plus(Duration.ofDays(3)))
                              .payload(Json.object().put("step", "2").build())));
            });
    planEffect("flow");
    first.runDue();
    first.close();
    clock.advance(Duration.ofDays(3));
    Jobs second =
        open(
            host()
                .handle("call", Effect.KEYED, run -> done.add("step 1 again"))
                .handle(
                    "go-on",
                    Effect.KEYED,
                    run -> done.add("step " + run.payload().text("step").orElseThrow())));
    assertEquals(1, second.runDue());
    assertDone("step 1", "step 2");
  }

  /** n8n-io/n8n#28568: runs stayed "running" for ever after their host had gone. */
  @Test
  void nothingStaysRunningWhenItsHostIsGone() {
    Jobs jobs = open("call", Effect.KEYED, noting());
    planEffect("a");
    planTimer("b", now());
    claimAndDie("call");
    assertEquals(2, admin().list("call", JobState.RUNNING).size());
    clock.advance(Duration.ofSeconds(15));
    jobs.runDue();
    assertEquals(0, admin().list("call", JobState.RUNNING).size());
    assertEquals(2, done.size());
  }

  /** jobrunr/jobrunr#572: to pause what recurs one has to pay. */
  @Test
  void whatRecursCanBePausedAndIsNotRunMeanwhile() {
    Jobs jobs = everyMinute(host());
    jobs.runDue();
    assertTrue(admin().pause(timer("tick")));
    clock.advance(HOUR);
    jobs.runDue();
    everyMinute(host()).runDue(); // a restart doesn't end the pause
    assertDone();
    assertTrue(admin().resume(timer("tick")));
    jobs.runDue();
    assertDone("tick");
    assertEquals(in(MINUTE), timer("tick").at());
  }

  /** jobrunr/jobrunr#123: to exclude one another one has to pay. */
  @Test
  void twoJobsOfAKindExcludeOneAnotherOverAllHosts() {
    List<Integer> meanwhile = new ArrayList<>();
    Jobs other =
        open(host().handle(kind("call", Effect.KEYED, noting()).limit(JobLimit.of(1)).build()));
    Jobs jobs =
        open(
            host()
                .handle(
                    kind("call", Effect.KEYED, run -> meanwhile.add(other.runDue()))
                        .limit(JobLimit.of(1))
                        .build()));
    planEffect("a");
    planEffect("b");
    jobs.runDue();
    assertEquals(List.of(0, 0), meanwhile);
  }

  /** quartz-scheduler/quartz#548: hosts whose clocks differ fired the same time twice. */
  @Test
  void hostsWhoseClocksDifferFireATimeOnce() {
    VirtualClock ahead = VirtualClock.at(now().plus(Duration.ofMinutes(5)));
    VirtualClock behind = VirtualClock.at(now().minus(Duration.ofMinutes(5)));
    Jobs[] hosts = {everyMinute(host(ahead)), everyMinute(host(behind)), everyMinute(host())};
    hosts[2].runDue();
    for (int i = 0; i < 10; i++) {
      for (VirtualClock each : List.of(clock, ahead, behind)) {
        each.advance(MINUTE);
      }
      for (Jobs each : hosts) {
        each.runDue();
      }
    }
    assertEquals(10, done.size());
    assertEquals(in(MINUTE), timer("tick").at());
  }

  /** zammad/zammad#5655, #4348: a due date that was moved after it had fired never fired again. */
  @Test
  void aDueDateThatIsMovedAfterItHasFiredFiresAgain() {
    Jobs jobs = open("call", Effect.KEYED, notingTimes());
    planTimer("due", in(HOUR));
    clock.advance(HOUR);
    jobs.runDue();
    planTimer("due", in(HOUR));
    clock.advance(HOUR);
    jobs.runDue();
    planTimer("due", in(MINUTE));
    clock.advance(MINUTE);
    jobs.runDue();
    assertDone("13:00", "14:00", "14:01");
  }

  /** makeplane/plane#7340: a due date that is moved twice in a day reminds at the last time only. */
  @Test
  void aDueDateThatIsMovedTwiceInADayFiresAtTheNewTime() {
    Jobs jobs = open("call", Effect.KEYED, notingTimes());
    planTimer("due", in(HOUR.multipliedBy(2)));
    clock.advance(HOUR);
    jobs.runDue();
    planTimer("due", in(HOUR.multipliedBy(4)));
    planTimer("due", in(HOUR.multipliedBy(3)));
    for (int i = 0; i < 8; i++) {
      clock.advance(HOUR);
      jobs.runDue();
    }
    assertDone("16:00");
    assertEquals(0, count());
  }

  /** grafana/oncall#1206: what was paused until the morning was never resumed after a restart. */
  @Test
  void whatWaitsForTheMorningComesThoughNoHostWasUpAtThatTime() {
    Instant morning = Instant.parse("2026-03-02T07:00:00Z");
    planTimer("escalate", morning);
    open("call", Effect.KEYED, noting()).close();
    clock.advanceTo(morning.plus(HOUR));
    assertEquals(1, open("call", Effect.KEYED, noting()).runDue());
    assertDone("escalate");
  }

  private Jobs everyMinute(Jobs.Builder host) {
    return open(
        host.handle(kind("call", Effect.KEYED, noting()).build())
            .recurring(CASE, "tick", "call", JobSchedule.of(EVERY_MINUTE)));
  }
}
