package dev.atom.mock.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.Job;
import dev.atom.store.JobClaim;
import dev.atom.store.MemoryStore;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.VersionConflict;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A shop: a customer places five orders, each of which is to be confirmed by mail once. */
final class Orders {
  static final int COUNT = 5;

  private Orders() {}

  /** What a handler does with one claimed job. */
  interface Handler {
    void handle(Node node, Job job);
  }

  static Simulation.Builder shop(Receiver mail, Handler handler) {
    return shop(MemoryStore::create, mail, handler);
  }

  static Simulation.Builder shop(Function<Clock, Store> open, Receiver mail, Handler handler) {
    return Simulation.newBuilder(open)
        .receiver("mail", mail)
        .client("customer", Orders::customer)
        .hosts("mailer", 2, node -> mailer(node, handler));
  }

  static void confirmedOnce(World world) {
    assertThat(world.sent("mail")).hasSize(COUNT);
    for (int order = 1; order <= COUNT; order++) {
      assertThat(world.store().read(order(order), 0, 10))
          .extracting(Event::type)
          .containsExactly("placed", "confirmed");
    }
  }

  static Host customer(Node node) {
    Deque<Integer> orders = new ArrayDeque<>(List.of(1, 2, 3, 4, 5));
    return () -> {
      if (orders.isEmpty()) {
        return false;
      }
      int order = orders.getFirst();
      try {
        node.store()
            .append(
                Append.to(order(order))
                    .expect(0)
                    .event(event("placed"))
                    .plan(NewJob.effect("order " + order, "mail", Json.Obj.EMPTY))
                    .build());
      } catch (VersionConflict placedBefore) {
        // An earlier try was written, and only its answer was lost.
      }
      orders.removeFirst();
      return true;
    };
  }

  static Host mailer(Node node, Handler handler) {
    return () -> {
      List<Job> jobs =
          node.store()
              .claim(JobClaim.of(node.name(), Set.of("mail"), 2, Duration.ofSeconds(30)))
              .jobs();
      jobs.forEach(job -> handler.handle(node, job));
      return !jobs.isEmpty();
    };
  }

  static Subject order(int number) {
    return new Subject("acme", "order", "order " + number);
  }

  static NewEvent event(String type) {
    return new NewEvent(type, Json.Obj.EMPTY, "shop", Optional.empty());
  }
}
