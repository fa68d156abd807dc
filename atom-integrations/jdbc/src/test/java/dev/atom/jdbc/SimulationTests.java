package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.job.JobKind;
import dev.atom.job.Jobs;
import dev.atom.job.RetryPolicy;
import dev.atom.json.Json;
import dev.atom.mock.simulation.Host;
import dev.atom.mock.simulation.Node;
import dev.atom.mock.simulation.Receiver;
import dev.atom.mock.simulation.Simulation;
import dev.atom.mock.simulation.World;
import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.JobLimit;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The engine, and the jobs' runner on it, in many worlds of crashes and lost connections. */
abstract class SimulationTests {
  private static final int ORDERS = 3;
  private static final int SEEDS = 10;

  /** Opens a new, empty store. */
  abstract Store open(Clock clock);

  @Test
  void everyOrderIsConfirmedOnceWhateverHappens() {
    Simulation shop =
        Simulation.newBuilder(this::open)
            .prepare(SimulationTests::placeOrders)
            .hosts("mailer", 2, SimulationTests::mailer)
            .receiver("mail", Receiver.KEYED)
            .calls(150)
            .settling(Duration.ofMinutes(10))
            .check(SimulationTests::confirmedOnce)
            .build();
    assertThat(shop.seeds(1, SEEDS)).allMatch(run -> run.mishaps() > 0);
    assertThat(shop.everyCommitPoint(42)).hasSizeGreaterThan(20);
  }

  private static void placeOrders(Store store) {
    for (int order = 1; order <= ORDERS; order++) {
      NewJob mail = NewJob.effect("order " + order, "mail", Json.Obj.EMPTY);
      store.append(Append.to(order(order)).event(event("placed")).plan(mail).build());
    }
  }

  private static void confirmedOnce(World world) {
    assertThat(world.sent("mail")).hasSize(ORDERS);
    for (int order = 1; order <= ORDERS; order++) {
      assertThat(world.store().read(order(order), 0, 10))
          .extracting(Event::type)
          .containsExactly("placed", "confirmed");
    }
  }

  private static Host mailer(Node node) {
    Jobs jobs =
        Jobs.newBuilder(node.store(), node.clock(), node.random())
            .worker(node.name())
            .handle(
                JobKind.newBuilder(
                        "mail",
                        Effect.KEYED,
                        run -> {
                          node.send("mail", run.idempotencyKey(), run.job().name());
                          run.complete(Append.to(run.subject()).event(event("confirmed")));
                        })
                    .retries(RetryPolicy.standard().attempts(1000))
                    .limit(JobLimit.of(1))
                    .build())
            .withoutHeart()
            .build();
    return () -> jobs.runDue() > 0;
  }

  private static Subject order(int number) {
    return new Subject("acme", "order", "order " + number);
  }

  private static NewEvent event(String type) {
    return new NewEvent(type, Json.Obj.EMPTY, "shop", Optional.empty());
  }
}
