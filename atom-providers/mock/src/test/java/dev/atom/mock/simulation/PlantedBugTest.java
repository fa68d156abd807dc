package dev.atom.mock.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobQuery;
import dev.atom.store.Lease;
import dev.atom.store.MemoryStore;
import dev.atom.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Handlers that look right and are wrong: each is found within a hundred seeds. */
class PlantedBugTest {
  private static final int SEEDS = 100;

  @Test
  void findsWhoSendsWithAnotherKeyAtEachTry() {
    Simulation shop =
        Orders.shop(
                Receiver.KEYED,
                (node, job) -> {
                  node.send("mail", node.ids().next(), "confirmation of " + job.name());
                  node.store().change(List.of(JobChange.done(job)));
                })
            .build();
    assertThat(found(shop)).contains("was sent to mail twice, with keys");
    assertThat(foundByCrashes(shop)).contains("was sent to mail twice, with keys");
  }

  @Test
  void findsWhoSendsToABlindReceiverBeforeItIsOnRecord() {
    assertThat(found(Orders.shop(Receiver.BLIND, SimulationTest::confirm).build()))
        .contains("was sent to mail twice");
  }

  @Test
  void findsWhoRecordsBeforeItIsSent() {
    Simulation shop =
        Orders.shop(
                Receiver.KEYED,
                (node, job) -> {
                  node.store()
                      .append(
                          Append.to(job.subject())
                              .event(Orders.event("confirmed"))
                              .change(JobChange.done(job))
                              .build());
                  node.send("mail", job.name(), "confirmation of " + job.name());
                })
            .check(Orders::confirmedOnce)
            .build();
    assertThat(found(shop)).contains("Expected size: 5 but was: 4");
    assertThat(foundByCrashes(shop)).contains("Expected size: 5 but was: 4");
  }

  @Test
  void findsWhoChangesAJobThatSomebodyElseHasClaimedSince() {
    assertThat(
            found(
                Orders.shop(
                        Receiver.KEYED,
                        (node, job) -> {
                          node.send("mail", job.name(), "confirmation of " + job.name());
                          // Reads the job again and so changes whatever is there now.
                          Job now =
                              node.store()
                                  .jobs(JobQuery.of(job.subject()).name(job.name()))
                                  .getFirst();
                          node.store()
                              .append(
                                  Append.to(job.subject())
                                      .event(Orders.event("confirmed"))
                                      .change(JobChange.remove(now))
                                      .build());
                        })
                    .check(Orders::confirmedOnce)
                    .build()))
        .isNotEmpty();
  }

  @Test
  void findsWhoRecordsWithoutTheFence() {
    assertThat(
            found(
                Orders.shop(
                        Receiver.KEYED,
                        (node, job) -> {
                          node.send("mail", job.name(), "confirmation of " + job.name());
                          node.store()
                              .append(
                                  Append.to(job.subject())
                                      .event(Orders.event("confirmed"))
                                      .build());
                          node.store().change(List.of(JobChange.done(job)));
                        })
                    .check(Orders::confirmedOnce)
                    .build()))
        .contains("confirmed\", \"confirmed");
  }

  @Test
  void findsWhoAppendsAgainWhenTheAnswerIsLost() {
    assertThat(
            found(
                Orders.shop(
                        Receiver.KEYED,
                        (node, job) -> {
                          Append append =
                              Append.to(job.subject()).event(Orders.event("confirmed")).build();
                          try {
                            node.store().append(append);
                          } catch (StoreException e) {
                            node.store().append(append);
                          }
                          node.store().change(List.of(JobChange.done(job)));
                        })
                    .faults(FaultPlan.random(0.1, Mishap.LOST_ANSWER))
                    .check(world -> onceAtMost(world))
                    .build()))
        .isNotEmpty();
  }

  private static void onceAtMost(World world) {
    for (int order = 1; order <= Orders.COUNT; order++) {
      assertThat(world.store().read(Orders.order(order), 0, 10)).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void findsWhoChecksAndThenActsEvenIfNothingElseGoesWrong() {
    assertThat(found(booking(false))).contains("booked");
    booking(true).seeds(1, SEEDS);
    booking(true).everyCommitPoint(1);
  }

  /** Two take the only seat: whether it is taken is looked up, and demanded or not. */
  private static Simulation booking(boolean demanded) {
    return Simulation.newBuilder(MemoryStore::create)
        .hosts(
            "desk",
            2,
            node ->
                () -> {
                  List<Event> booked = node.store().read(Orders.order(1), 0, 1);
                  if (!booked.isEmpty()) {
                    return false;
                  }
                  Append.Builder append = Append.to(Orders.order(1)).event(Orders.event("booked"));
                  node.store().append((demanded ? append.expect(0) : append).build());
                  return true;
                })
        .faults(demanded ? FaultPlan.random() : FaultPlan.none())
        .check(
            world ->
                assertThat(world.store().read(Orders.order(1), 0, 9))
                    .extracting(Event::type)
                    .containsExactly("booked"))
        .build();
  }

  @Test
  void findsWhoWritesUnderALeaseWithoutItsFence() {
    assertThat(found(ledger(false))).contains("expected: \"close ");
    ledger(true).seeds(1, SEEDS);
  }

  /** Both write "open" and "close" around what they do, under a lease. */
  private static Simulation ledger(boolean fenced) {
    return Simulation.newBuilder(MemoryStore::create)
        .hosts(
            "clerk",
            2,
            node ->
                () -> {
                  Optional<Lease> lease =
                      node.store().acquire("acme", "ledger", node.name(), Duration.ofSeconds(20));
                  if (lease.isEmpty() || node.store().version(Orders.order(1)) >= 40) {
                    return false;
                  }
                  for (String type : List.of("open " + node.name(), "close " + node.name())) {
                    Append.Builder append = Append.to(Orders.order(1)).event(Orders.event(type));
                    node.store().append((fenced ? append.fence(lease.get()) : append).build());
                  }
                  node.store().release(lease.get());
                  return true;
                })
        .check(PlantedBugTest::closedByWhoOpened)
        .build();
  }

  private static void closedByWhoOpened(World world) {
    String opened = "";
    for (Event event : world.store().read(Orders.order(1), 0, 100)) {
      if (event.type().startsWith("close ")) {
        assertThat(event.type()).isEqualTo("close " + opened);
      }
      opened = event.type().substring(event.type().indexOf(' ') + 1);
    }
  }

  private static String found(Simulation simulation) {
    SimulationFailed failed =
        catchThrowableOfType(SimulationFailed.class, () -> simulation.seeds(1, SEEDS));
    assertThat(failed).as("found within %d seeds", SEEDS).isNotNull();
    assertThatThrownBy(() -> simulation.seed(failed.seed()))
        .isInstanceOf(SimulationFailed.class)
        .hasMessage(failed.getMessage());
    return String.valueOf(failed.getMessage());
  }

  private static String foundByCrashes(Simulation simulation) {
    SimulationFailed failed =
        catchThrowableOfType(SimulationFailed.class, () -> simulation.everyCommitPoint(1));
    assertThat(failed).isNotNull().hasMessageContaining("CRASH_AFTER at write");
    return String.valueOf(failed.getMessage());
  }
}
