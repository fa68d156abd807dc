package dev.atom.mock.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.job.JobHandler;
import dev.atom.job.JobKind;
import dev.atom.job.JobSchedule;
import dev.atom.job.Jobs;
import dev.atom.job.RetryPolicy;
import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobLimit;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.MemoryStore;
import dev.atom.time.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The runner of jobs, in many worlds. */
class JobsSimulationTest {
  private static final int SEEDS = 200;
  private static final RetryPolicy PERSISTENT = RetryPolicy.standard().attempts(1000);

  @Test
  void keyedEffectsHappenOnceAndAreRecordedOnce() {
    Simulation shop =
        shop(
                Receiver.KEYED,
                node ->
                    JobKind.newBuilder("mail", Effect.KEYED, confirming(node))
                        .retries(PERSISTENT)
                        .limit(new JobLimit(2, 1))
                        .build())
            .check(Orders::confirmedOnce)
            .build();
    shop.seeds(1, SEEDS);
    shop.everyCommitPoint(1);
  }

  // @start region="jobs"
  private static Host mailer(Node node, JobKind kind) {
    Jobs jobs =
        Jobs.newBuilder(node.store(), node.clock(), node.random())
            .worker(node.name())
            .handle(kind)
            .withoutHeart()
            .build();
    return () -> jobs.runDue() > 0;
  }

  // @end

  private static JobHandler confirming(Node node) {
    return run -> {
      node.send("mail", run.idempotencyKey(), "confirmation of " + run.job().name());
      run.complete(Append.to(run.subject()).event(Orders.event("confirmed")));
    };
  }

  @Test
  void blindEffectsHappenOnceAtMostAndDoubtIsOnRecord() {
    List<Integer> doubts = new ArrayList<>();
    Simulation shop =
        shop(
                Receiver.BLIND,
                node -> JobKind.newBuilder("mail", Effect.BLIND, confirming(node)).build())
            .check(
                world -> {
                  List<Job> jobs = world.store().jobs(JobQuery.all());
                  assertThat(jobs).hasSize(Orders.COUNT);
                  Set<JobState> states =
                      jobs.stream().map(job -> job.status().state()).collect(Collectors.toSet());
                  assertThat(states).isSubsetOf(JobState.DONE, JobState.UNKNOWN);
                  doubts.add(world.store().jobs(JobQuery.all().states(JobState.UNKNOWN)).size());
                  assertThat(world.sent("mail"))
                      .hasSizeGreaterThanOrEqualTo(Orders.COUNT - doubts.getLast());
                })
            .build();
    shop.seeds(1, SEEDS);
    shop.everyCommitPoint(1);
    assertThat(doubts).anyMatch(count -> count > 0).anyMatch(count -> count == 0);
  }

  @Test
  void blindEffectsThatAreCalledKeyedAreFound() {
    Simulation shop =
        shop(
                Receiver.BLIND,
                node -> JobKind.newBuilder("mail", Effect.KEYED, confirming(node)).build())
            .build();
    assertThatThrownBy(() -> shop.seeds(1, SEEDS))
        .isInstanceOf(SimulationFailed.class)
        .hasMessageContaining("was sent to mail twice");
  }

  @Test
  void recurringTimersHappenOnceForEachTime() {
    List<Integer> times = new ArrayList<>();
    Simulation.newBuilder(MemoryStore::create)
        .receiver("reports", Receiver.KEYED)
        .hosts("reporter", 3, JobsSimulationTest::reporter)
        .check(
            world -> {
              times.add(world.sent("reports").size());
              List<Job> jobs = world.store().jobs(JobQuery.all());
              assertThat(jobs).hasSize(1);
              assertThat(jobs.getFirst().status().dueAt().orElseThrow())
                  .isAfter(world.now().minusSeconds(300));
            })
        .build()
        .seeds(1, SEEDS / 2);
    assertThat(times).allMatch(count -> count >= 6);
  }

  private static Host reporter(Node node) {
    Jobs jobs =
        Jobs.newBuilder(node.store(), node.clock(), node.random())
            .worker(node.name())
            .handle(
                JobKind.newBuilder(
                        "report",
                        Effect.KEYED,
                        run ->
                            node.send(
                                "reports", run.idempotencyKey(), "report of " + run.job().at()))
                    .retries(PERSISTENT)
                    .build())
            .recurring(
                Orders.order(1),
                "report",
                "report",
                JobSchedule.of(Schedule.every(Duration.ofMinutes(5), Instant.EPOCH)))
            .withoutHeart()
            .build();
    return () -> jobs.runDue() > 0;
  }

  private static Simulation.Builder shop(Receiver mail, Function<Node, JobKind> kind) {
    return Simulation.newBuilder(MemoryStore::create)
        .client("customer", Orders::customer)
        .hosts("mailer", 2, node -> mailer(node, kind.apply(node)))
        .receiver("mail", mail);
  }
}
