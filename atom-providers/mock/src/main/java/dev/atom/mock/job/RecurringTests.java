package dev.atom.mock.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.job.JobEvent;
import dev.atom.job.JobHandler;
import dev.atom.job.JobSchedule;
import dev.atom.job.Jobs;
import dev.atom.job.MissedRuns;
import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobState;
import dev.atom.store.NewJob;
import dev.atom.time.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** Jobs that recur: their times, what was missed, and registering them again and again. */
abstract class RecurringTests extends JobsFixture {
  private static final Schedule EVERY_HOUR =
      Schedule.every(HOUR, Instant.parse("2026-01-01T00:00:00Z"));

  private Jobs recurring(JobSchedule schedule, JobHandler handler) {
    return open(
        host()
            .handle(kind("call", Effect.KEYED, handler).build())
            .recurring(CASE, "report", "call", schedule));
  }

  private Jobs hourly(MissedRuns missed) {
    Jobs jobs = recurring(JobSchedule.of(EVERY_HOUR).missed(missed), notingTimes());
    assertEquals(0, jobs.runDue());
    return jobs;
  }

  @Test
  void recursAtItsTimes() {
    Jobs jobs = hourly(MissedRuns.ONCE);
    for (int i = 0; i < 3; i++) {
      clock.advance(HOUR);
      jobs.runDue();
    }
    assertDone("13:00", "14:00", "15:00");
    assertEquals(in(HOUR), timer("report").at());
  }

  @Test
  void runsOnceForAllThatWasMissed() {
    Jobs jobs = hourly(MissedRuns.ONCE);
    clock.advance(HOUR.multipliedBy(5).plusMinutes(20));
    assertEquals(1, jobs.runDue());
    assertDone("13:00");
    assertEquals(Instant.parse("2026-03-01T18:00:00Z"), timer("report").at());
  }

  @Test
  void runsEachThatWasMissed() {
    Jobs jobs = hourly(MissedRuns.ALL);
    clock.advance(HOUR.multipliedBy(3).plusMinutes(20));
    assertEquals(3, jobs.runDue());
    assertDone("13:00", "14:00", "15:00");
    assertEquals(Instant.parse("2026-03-01T16:00:00Z"), timer("report").at());
  }

  @Test
  void passesOverWhatWasMissed() {
    Jobs jobs = hourly(MissedRuns.SKIP);
    clock.advance(HOUR.plusMinutes(2));
    jobs.runDue();
    assertDone();
    assertEquals(Instant.parse("2026-03-01T14:00:00Z"), timer("report").at());
    assertEquals(1, events(JobEvent.Skipped.class).size());
    clock.advance(HOUR.minusMinutes(2).plusSeconds(30)); // a little late is not missed
    jobs.runDue();
    assertDone("14:00");
  }

  @Test
  void waitsBetweenTheEndAndTheNextBeginning() {
    Jobs jobs =
        recurring(
            JobSchedule.of(Schedule.afterCompletion(HOUR)),
            run -> {
              clock.advance(Duration.ofSeconds(10));
              done.add("ran");
            });
    jobs.runDue();
    clock.advance(HOUR);
    jobs.runDue();
    assertDone("ran");
    assertEquals(in(HOUR), timer("report").at());
  }

  @Test
  void keepsItsHourWhenClocksChange() {
    // Berlin's clocks are set forward on 29 March 2026.
    clock.advanceTo(Instant.parse("2026-03-28T12:00:00Z"));
    Jobs jobs =
        recurring(
            JobSchedule.of(Schedule.cron("0 9 * * *", ZoneId.of("Europe/Berlin"))), notingTimes());
    jobs.runDue();
    for (int i = 0; i < 3; i++) {
      clock.advanceTo(timer("report").at());
      jobs.runDue();
      clock.advance(MINUTE);
    }
    assertDone("07:00", "07:00", "07:00");
    assertEquals(Instant.parse("2026-04-01T07:00:00Z"), timer("report").at());
  }

  @Test
  void aRetryLeavesTheTimesAlone() {
    Jobs jobs =
        recurring(
            JobSchedule.of(EVERY_HOUR),
            run -> {
              done.add(run.job().at().toString().substring(11, 16) + " " + run.number());
              if (run.number() < 3) {
                throw new IllegalStateException("again");
              }
            });
    jobs.runDue();
    clock.advance(HOUR);
    jobs.runDue();
    clock.advance(SECOND);
    jobs.runDue();
    clock.advance(SECOND.multipliedBy(2));
    jobs.runDue();
    assertDone("13:00 1", "13:00 2", "13:00 3");
    assertEquals(Instant.parse("2026-03-01T14:00:00Z"), timer("report").at());
    assertEquals(0, timer("report").status().attempts());
  }

  @Test
  void goesOnAfterItHasFailedForGood() {
    Jobs jobs =
        recurring(
            JobSchedule.of(EVERY_HOUR),
            run -> {
              done.add("tried");
              throw new IllegalStateException("never");
            });
    jobs.runDue();
    clock.advance(HOUR);
    for (int i = 0; i < 3; i++) {
      jobs.runDue();
      clock.advance(Duration.ofSeconds(4));
    }
    assertDone("tried", "tried", "tried");
    Job report = timer("report");
    assertEquals(Instant.parse("2026-03-01T14:00:00Z"), report.at());
    assertEquals(JobState.WAITING, report.status().state());
    assertTrue(report.status().error().isPresent());
    assertEquals(report.at(), events(JobEvent.Dead.class).getFirst().next().orElseThrow());
  }

  @Test
  void registeringAgainLeavesItAlone() {
    JobSchedule schedule = JobSchedule.of(EVERY_HOUR);
    recurring(schedule, noting()).runDue();
    Job first = timer("report");
    clock.advance(Duration.ofMinutes(30));
    recurring(schedule, noting()).runDue();
    assertEquals(first, timer("report"));
    assertTrue(admin().pause(first));
    recurring(schedule, noting()).runDue();
    assertEquals(JobState.PAUSED, timer("report").status().state());
  }

  @Test
  void registeringWithOtherTimesMovesIt() {
    recurring(JobSchedule.of(EVERY_HOUR), noting()).runDue();
    recurring(JobSchedule.of(Schedule.cron("0 9 * * *", ZoneId.of("Europe/Berlin"))), noting())
        .runDue();
    assertEquals(Instant.parse("2026-03-02T08:00:00Z"), timer("report").at());
    assertEquals(1, count());
  }

  @Test
  void aScheduleThatNobodyCanReadIsADeadLetter() {
    Jobs jobs = open("call", Effect.KEYED, noting());
    store()
        .append(
            Append.to(CASE)
                .plan(NewJob.timer("odd", "call", now()).schedule("when I like"))
                .build());
    jobs.runDue();
    assertDone();
    assertEquals(JobState.DEAD, timer("odd").status().state());
  }
}
