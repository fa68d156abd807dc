package dev.atom.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.operation.Effect;
import dev.atom.store.MemoryStore;
import dev.atom.store.Subject;
import dev.atom.time.InvalidSchedule;
import dev.atom.time.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class JobScheduleProperties {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Subject SUBJECT = new Subject("acme", "project", "p");

  @Provide
  Arbitrary<JobSchedule> schedules() {
    Arbitrary<Schedule> times =
        Arbitraries.of(
            Schedule.cron("*/7 * * * *", ZoneId.of("Europe/Berlin")),
            Schedule.every(Duration.ofMinutes(5), START),
            Schedule.afterCompletion(Duration.ofMinutes(3)),
            Schedule.once(START.plusSeconds(600)));
    return Combinators.combine(
            times,
            Arbitraries.of(MissedRuns.class),
            Arbitraries.integers().between(0, 1000).map(Duration::ofSeconds))
        .as(JobSchedule::new);
  }

  @Property
  void theTextFormSaysAllOfIt(@ForAll("schedules") JobSchedule schedule) {
    assertThat(JobSchedule.parse(schedule.toString())).isEqualTo(schedule);
  }

  @Example
  void readsASchedulesOwnTextAndRefusesTheRest() {
    Schedule times = Schedule.every(Duration.ofMinutes(5), START);
    assertThat(JobSchedule.parse(times.toString())).isEqualTo(JobSchedule.of(times));
    for (String text :
        List.of(
            "", "ALL", "ALL PT1M", "ALL x " + times, "ALL PT-1M " + times, "LATER PT1M " + times)) {
      assertThatThrownBy(() -> JobSchedule.parse(text)).isInstanceOf(InvalidSchedule.class);
    }
  }

  /** Hosts that are up now and then, against the list of all times. */
  @Property(tries = 300)
  void missedTimesBecomeWhatIsDeclared(
      @ForAll MissedRuns missed,
      @ForAll @Size(max = 30) List<@IntRange(max = 2000) Integer> pauses) {
    MovedClock clock = new MovedClock("2026-01-01T00:00:30Z");
    List<Instant> ran = new ArrayList<>();
    List<Instant> looked = new ArrayList<>();
    Schedule times = Schedule.every(Duration.ofMinutes(5), START);
    try (MemoryStore store = MemoryStore.create(clock);
        Jobs jobs =
            Jobs.newBuilder(store, clock, new Random(1))
                .handle("tick", Effect.READ, run -> ran.add(run.job().at()))
                .recurring(SUBJECT, "tick", "tick", JobSchedule.of(times).missed(missed))
                .build()) {
      jobs.runDue();
      for (int pause : pauses) {
        clock.advance(Duration.ofSeconds(pause));
        jobs.runDue();
        looked.add(clock.instant());
      }
    }
    assertThat(ran).isEqualTo(expected(times, missed, looked));
  }

  private static List<Instant> expected(Schedule times, MissedRuns missed, List<Instant> looked) {
    List<Instant> expected = new ArrayList<>();
    Instant since = START;
    for (Instant now : looked) {
      List<Instant> passed = new ArrayList<>();
      for (Instant at = times.next(since).orElseThrow();
          !at.isAfter(now);
          at = times.next(at).orElseThrow()) {
        passed.add(at);
      }
      if (!passed.isEmpty()) {
        Instant first = passed.getFirst();
        switch (missed) {
          case ALL -> expected.addAll(passed);
          case ONCE -> expected.add(first);
          case SKIP -> {
            if (!first.plus(Duration.ofMinutes(1)).isBefore(now)) {
              expected.add(first);
            }
          }
        }
        since = passed.getLast();
      }
    }
    return expected;
  }
}
