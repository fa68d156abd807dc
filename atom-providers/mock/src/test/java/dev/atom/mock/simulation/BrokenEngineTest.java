package dev.atom.mock.simulation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.store.Append;
import dev.atom.store.Claimed;
import dev.atom.store.Event;
import dev.atom.store.EventRange;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.JobQuery;
import dev.atom.store.Lease;
import dev.atom.store.MemoryStore;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.SubjectHead;
import dev.atom.store.UniqueKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Engines that don't keep the contract: what is checked in every run finds them out. */
class BrokenEngineTest {
  @Test
  void findsAnAppendThatIsAcknowledgedAndNotWritten() {
    found(
        "behind version",
        clock ->
            new Forwarding(clock) {
              @Override
              public long append(Append append) {
                boolean lost = append.subject().equals(Orders.order(3));
                return lost
                    ? version(append.subject()) + append.events().size()
                    : super.append(append);
              }
            });
  }

  @Test
  void findsAnAppendThatIsWrittenTwice() {
    found(
        "events and the store says version",
        clock ->
            new Forwarding(clock) {
              @Override
              public long append(Append append) {
                super.append(append);
                return store.append(
                    Append.to(append.subject()).event(append.events().getFirst()).build());
              }
            });
  }

  @Test
  void findsAnEffectThatIsLost() {
    found(
        "effect order 1 of acme/order/order 1 is lost",
        clock ->
            new Forwarding(clock) {
              @Override
              public long append(Append append) {
                Append.Builder halved = Append.to(append.subject());
                append.expectedVersion().ifPresent(halved::expect);
                append.events().forEach(halved::event);
                append.changes().forEach(halved::change);
                return super.append(halved.build());
              }
            });
  }

  @Test
  void findsAKeyThatIsLost() {
    assertThatThrownBy(
            () ->
                Simulation.newBuilder(
                        clock ->
                            new Forwarding(clock) {
                              @Override
                              public Optional<String> find(UniqueKey key) {
                                return Optional.empty();
                              }
                            })
                    .prepare(
                        store ->
                            store.append(
                                Append.to(Orders.order(1))
                                    .unique(new UniqueKey("acme", "s", "k"), "v")
                                    .build()))
                    .hosts("idle", 1, node -> () -> false)
                    .calls(0)
                    .build()
                    .seed(1))
        .isInstanceOf(SimulationFailed.class)
        .hasMessageContaining("was taken and is lost");
  }

  @Test
  void findsAJobThatIsHandedOutTwice() {
    found(
        "holds until",
        clock ->
            new Forwarding(clock) {
              @Override
              public Claimed claim(JobClaim claim) {
                Claimed claimed = super.claim(claim);
                List<Job> all = new ArrayList<>(claimed.jobs());
                store.jobs(JobQuery.all()).stream()
                    .filter(job -> job.status().worker().isPresent() && !all.contains(job))
                    .forEach(all::add);
                return new Claimed(all, claimed.nextDue());
              }
            });
  }

  @Test
  void findsAChangeUnderAClaimThatIsLost() {
    found(
        "has claimed the job since",
        clock ->
            new Forwarding(clock) {
              @Override
              public List<Boolean> change(List<JobChange> changes) {
                return changes.stream().map(change -> true).toList();
              }
            });
  }

  @Test
  void findsALeaseThatTwoHold() {
    Function<Clock, Store> open =
        clock ->
            new Forwarding(clock) {
              private long fence;

              @Override
              public Optional<Lease> acquire(
                  String tenant, String name, String owner, Duration time) {
                return Optional.of(
                    new Lease(tenant, name, owner, ++fence, clock.instant().plus(time)));
              }
            };
    assertThatThrownBy(() -> leasing(open).seeds(1, 20))
        .isInstanceOf(SimulationFailed.class)
        .hasMessageContaining("was given while it was held");
  }

  @Test
  void findsAnAppendUnderALeaseThatIsLost() {
    Function<Clock, Store> open =
        clock ->
            new Forwarding(clock) {
              @Override
              public long append(Append append) {
                return store.append(
                    Append.to(append.subject()).event(append.events().getFirst()).build());
              }
            };
    assertThatThrownBy(() -> leasing(open).seeds(1, 20))
        .isInstanceOf(SimulationFailed.class)
        .hasMessageContaining("which was lost");
    leasing(MemoryStore::create).seeds(1, 20);
  }

  private static Simulation leasing(Function<Clock, Store> open) {
    return Simulation.newBuilder(open)
        .hosts(
            "node",
            2,
            node ->
                () -> {
                  Optional<Lease> lease =
                      node.store().acquire("acme", "x", node.name(), Duration.ofSeconds(5));
                  if (lease.isPresent()) {
                    node.store()
                        .append(
                            Append.to(Orders.order(1))
                                .fence(lease.get())
                                .event(Orders.event("x"))
                                .build());
                  }
                  return false;
                })
        .build();
  }

  private static void found(String what, Function<Clock, Store> open) {
    Simulation shop =
        Orders.shop(
                open,
                Receiver.KEYED,
                (node, job) -> {
                  node.send("mail", job.name(), job.name());
                  node.store().change(List.of(JobChange.done(job)));
                })
            .build();
    assertThatThrownBy(() -> shop.seeds(1, 50))
        .isInstanceOf(SimulationFailed.class)
        .hasMessageContaining(what);
  }

  /** Hands every call on to a memory store; the tests override what they break. */
  private static class Forwarding implements Store {
    final Store store;

    Forwarding(Clock clock) {
      store = MemoryStore.create(clock);
    }

    @Override
    public long append(Append append) {
      return store.append(append);
    }

    @Override
    public List<Event> read(Subject subject, EventRange range) {
      return store.read(subject, range);
    }

    @Override
    public List<SubjectHead> subjects(String tenant, String kind, String after, int limit) {
      return store.subjects(tenant, kind, after, limit);
    }

    @Override
    public Optional<String> find(UniqueKey key) {
      return store.find(key);
    }

    @Override
    public Optional<Lease> acquire(String tenant, String name, String owner, Duration time) {
      return store.acquire(tenant, name, owner, time);
    }

    @Override
    public void release(Lease lease) {
      store.release(lease);
    }

    @Override
    public Claimed claim(JobClaim claim) {
      return store.claim(claim);
    }

    @Override
    public List<Boolean> change(List<JobChange> changes) {
      return store.change(changes);
    }

    @Override
    public List<Job> jobs(JobQuery query) {
      return store.jobs(query);
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
