package dev.atom.mock.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.MemoryStore;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A right handler comes through everything, the same seed is the same run. */
class SimulationTest {
  // @start region="simulation"
  /** The same mail has the same key, and only who still holds the job records that it is sent. */
  static void confirm(Node node, Job job) {
    node.send("mail", job.name(), "confirmation of " + job.name());
    node.store()
        .append(
            Append.to(job.subject())
                .event(Orders.event("confirmed"))
                .change(JobChange.done(job))
                .build());
  }

  @Test
  void everyOrderIsConfirmedOnceWhateverHappens() {
    Simulation shop =
        Simulation.newBuilder(MemoryStore::create)
            .client("customer", Orders::customer)
            .hosts("mailer", 2, node -> Orders.mailer(node, SimulationTest::confirm))
            .receiver("mail", Receiver.KEYED)
            .check(Orders::confirmedOnce)
            .build();

    shop.seeds(1, 200);
    shop.everyCommitPoint(42);
  }

  // @end

  @Test
  void everyMishapHappensAndIsSurvived() {
    Set<String> seen = new HashSet<>();
    int crashes = 0;
    for (Run run : right().build().seeds(1, 100)) {
      assertThat(run.mishaps()).isPositive();
      assertThat(run.writes()).isGreaterThan(100);
      for (String line : run.trace()) {
        for (Mishap mishap : EnumSet.allOf(Mishap.class)) {
          if (line.contains(" ! " + mishap)) {
            seen.add(mishap.name());
          }
        }
        crashes += line.contains(" mailer-1.2 claim") ? 1 : 0;
      }
    }
    assertThat(seen).hasSize(Mishap.values().length);
    assertThat(crashes).as("claims of a host in its second life").isPositive();
  }

  @Test
  void sameSeedIsTheSameRunAndAnotherIsNot() {
    Run run = right().build().seed(42);
    assertThat(right().build().seed(42)).isEqualTo(run);
    assertThat(right().build().seed(43).trace()).isNotEqualTo(run.trace());
    assertThat(run.trace()).anyMatch(line -> line.contains(" send mail order "));
  }

  @Test
  void crashesAtEveryCommitPointOnce() {
    List<Run> runs = right().build().everyCommitPoint(42);
    assertThat(runs.size()).isGreaterThan(2 * 4 * Orders.COUNT);
    assertThat(runs.subList(0, runs.size() - 1)).allMatch(run -> run.mishaps() == 1);
    assertThat(runs.getLast().mishaps()).isZero();
    assertThat(runs.getFirst().trace().toString())
        .containsAnyOf("! CRASH_BEFORE", "! LOST_CONNECTION");
  }

  @Test
  void blindReceiverGetsNothingTwiceIfDoubtIsRecorded() {
    int doubts = 0;
    for (int seed = 1; seed <= 200; seed++) {
      int[] unknown = new int[1];
      Orders.shop(Receiver.BLIND, SimulationTest::confirmBlindly)
          .check(
              world -> {
                List<Job> jobs = world.store().jobs(JobQuery.all());
                assertThat(jobs)
                    .hasSize(Orders.COUNT)
                    .allMatch(
                        job ->
                            Set.of(JobState.DONE, JobState.UNKNOWN).contains(job.status().state()));
                unknown[0] = world.store().jobs(JobQuery.all().states(JobState.UNKNOWN)).size();
                assertThat(world.sent("mail"))
                    .hasSizeGreaterThanOrEqualTo(Orders.COUNT - unknown[0]);
              })
          .build()
          .seed(seed);
      doubts += unknown[0];
    }
    assertThat(doubts).isPositive();
  }

  /** Sends at most once: whoever comes after a try that ended without a word leaves it to a person. */
  private static void confirmBlindly(Node node, Job job) {
    if (job.lapses() > 0) {
      node.store().change(List.of(JobChange.unknown(job, "a try ended without a word")));
      return;
    }
    try {
      node.send("mail", job.name(), "confirmation of " + job.name());
    } catch (ConnectionLost doubt) {
      node.store().change(List.of(JobChange.unknown(job, doubt.getMessage())));
      return;
    }
    node.store().change(List.of(JobChange.done(job)));
  }

  // @start region="plan"
  @Test
  void lostAnswersAloneAreNoReasonToSendAgain() {
    Orders.shop(Receiver.KEYED, SimulationTest::confirm)
        .faults(FaultPlan.random(0.3, Mishap.LOST_ANSWER))
        .calls(500)
        .settling(Duration.ofMinutes(10))
        .check(Orders::confirmedOnce)
        .build()
        .seed(42);
  }

  // @end

  @Test
  void failureTellsTheSeedAndTheCallsAndComesAgain() {
    Simulation failing =
        right()
            .check(world -> assertThat(world.sent("mail").getFirst().key()).isEqualTo("order 1"))
            .build();
    SimulationFailed failed =
        catchThrowableOfType(SimulationFailed.class, () -> failing.seeds(1, 200));
    assertThat(failed)
        .hasMessageContaining("again with seed(" + failed.seed() + "L)")
        .hasMessageContaining("calls in trace()");
    assertThatThrownBy(() -> failing.seed(failed.seed()))
        .isInstanceOf(SimulationFailed.class)
        .hasMessage(failed.getMessage())
        .isInstanceOfSatisfying(
            SimulationFailed.class, again -> assertThat(again.trace()).isEqualTo(failed.trace()));
  }

  @Test
  void hostThatThrowsAnythingElseFailsTheRun() {
    assertThatThrownBy(
            () ->
                Simulation.newBuilder(MemoryStore::create)
                    .hosts("wrong", 1, node -> () -> node.name().isEmpty() || 1 / 0 > 0)
                    .build()
                    .seed(1))
        .isInstanceOf(SimulationFailed.class)
        .hasMessageContaining("wrong-1.1 failed")
        .hasStackTraceContaining("ArithmeticException");
  }

  @Test
  void hostThatStartsThreadsIsRefused() {
    assertThatThrownBy(
            () ->
                Simulation.newBuilder(MemoryStore::create)
                    .hosts(
                        "threaded",
                        1,
                        node ->
                            () ->
                                CompletableFuture.supplyAsync(
                                        () -> node.store().version(Orders.order(1)) > 0)
                                    .join())
                    .build()
                    .seed(1))
        .isInstanceOf(SimulationFailed.class)
        .hasMessageContaining("in a simulation hosts start none");
  }

  @Test
  void hostThatNeverRestsFailsTheRun() {
    assertThatThrownBy(
            () ->
                Simulation.newBuilder(MemoryStore::create)
                    .hosts("busy", 1, node -> () -> node.store().jobs(JobQuery.all()).isEmpty())
                    .settling(Duration.ofDays(1))
                    .build()
                    .seed(1))
        .isInstanceOf(SimulationFailed.class)
        .hasMessageContaining("don't come to rest");
  }

  @Test
  void preparedEventsAreThereAndCrashesOutliveWhoeverCatchesThem() {
    Run run =
        Simulation.newBuilder(MemoryStore::create)
            .prepare(
                store ->
                    store.append(Append.to(Orders.order(1)).event(Orders.event("old")).build()))
            .hosts("stubborn", 1, SimulationTest::stubborn)
            .faults(FaultPlan.random(0.2, Mishap.CRASH_AFTER))
            .check(world -> assertThat(world.store().version(Orders.order(1))).isGreaterThan(20))
            .build()
            .seed(5);
    assertThat(run.trace()).anyMatch(line -> line.contains("stubborn-1.9 append"));
  }

  private static Host stubborn(Node node) {
    return () -> {
      try {
        node.store().append(Append.to(Orders.order(1)).event(Orders.event("x")).build());
      } catch (HostCrashed goesOn) {
        node.store().version(Orders.order(1));
      }
      return false;
    };
  }

  private static Simulation.Builder right() {
    return Orders.shop(Receiver.KEYED, SimulationTest::confirm).check(Orders::confirmedOnce);
  }
}
