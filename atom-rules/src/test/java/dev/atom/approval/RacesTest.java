package dev.atom.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.secret.Secret;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobClaim;
import dev.atom.store.MemoryStore;
import dev.atom.store.Store;
import dev.atom.store.UniqueKey;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two hosts that do something with the same approval, in every order of their calls of the store. */
class RacesTest {
  private static final int DECISIONS = 6;

  /** What a host does; gives an answer where it decides. */
  private interface Move {
    Optional<Answer> make(World world, Store store);
  }

  private record Named(String name, Move move) {}

  /** A store with one approval, that two hosts share. */
  private static final class World {
    final Desk.Hand clock = new Desk.Hand();
    final MemoryStore store = MemoryStore.create(clock);
    final AtomicInteger keys = new AtomicInteger();
    final Approval asked;
    final String token;

    World(int quorum, boolean voted) {
      Approvals first = approvals(store);
      asked =
          first.request(
              Desk.CASE, Desk.refund("a-1").deciders(Deciders.anybody().quorum(quorum)).build());
      if (voted) {
        first.decide(Desk.CASE, "a-1", Decision.approve("zoe", asked.hash()));
      }
      token =
          links(store)
              .link(asked, LinkAction.APPROVE, "eve", "email", Duration.ofHours(20))
              .token();
    }

    Approvals approvals(Store on) {
      Desk.Refunds refunds = new Desk.Refunds();
      refunds.keys = keys;
      return Desk.approvals(on, clock, refunds);
    }

    ApprovalLinks links(Store on) {
      return ApprovalLinks.of(
          approvals(on),
          Secret.of("0123456789abcdef0123456789abcdef"),
          URI.create("https://x.example/"),
          clock,
          () -> "n");
    }
  }

  private static Named decide(String name, java.util.function.Function<Approval, Decision> what) {
    return new Named(
        name,
        (world, store) ->
            Optional.of(world.approvals(store).decide(Desk.CASE, "a-1", what.apply(world.asked))));
  }

  private static List<Named> moves() {
    List<Named> moves = new ArrayList<>();
    moves.add(decide("eve approves", a -> Decision.approve("eve", a.hash())));
    moves.add(decide("bob approves", a -> Decision.approve("bob", a.hash())));
    moves.add(decide("ann approves", a -> Decision.approve("ann", a.hash()))); // who has asked
    moves.add(decide("bob edits", a -> Decision.edit("bob", a.hash(), Json.of(1))));
    moves.add(decide("eve rejects", a -> Decision.reject("eve", a.hash(), "no")));
    moves.add(new Named("eve's link", RacesTest::link));
    moves.add(decide("bob sends back", a -> Decision.revise("bob", a.hash(), "less")));
    moves.add(decide("bob takes over", a -> Decision.takeOver("bob", a.hash())));
    moves.add(
        new Named(
            "withdrawn",
            (world, store) -> {
              world.approvals(store).withdraw(Desk.CASE, "a-1", "ann", "solved");
              return Optional.empty();
            }));
    moves.add(new Named("a message", RacesTest::message));
    moves.add(new Named("lapses", RacesTest::lapse));
    moves.add(
        new Named(
            "asked again",
            (world, store) -> {
              world.approvals(store).request(Desk.CASE, Desk.refund("a-1").build());
              return Optional.empty();
            }));
    moves.add(
        new Named(
            "another is asked",
            (world, store) -> {
              world.approvals(store).request(Desk.CASE, Desk.refund("b-1").build());
              return Optional.empty();
            }));
    moves.add(new Named("executed", RacesTest::execute));
    return moves;
  }

  private static Optional<Answer> link(World world, Store store) {
    LinkAnswer answer = world.links(store).open("POST", world.token, Optional.of("eve"), "");
    return answer instanceof LinkAnswer.Decided decided
        ? Optional.of(decided.answer())
        : Optional.empty();
  }

  /** A message, with what it supersedes, as an assistant accepts it. */
  private static Optional<Answer> message(World world, Store store) {
    List<InboxEntry> waiting =
        world.approvals(store).inbox("acme").subject(Desk.CASE).first(10).entries();
    Append.Builder append = Append.to(Desk.CASE).event(Desk.said("m-2"));
    waiting.forEach(entry -> entry.supersede(append, "m-2", "customer"));
    store.append(append.build());
    return Optional.empty();
  }

  private static Optional<Answer> lapse(World world, Store store) {
    store.find(new UniqueKey("acme", "tick", "t")); // the other may move before the time does
    world.clock.advance(Duration.ofHours(24));
    Approvals approvals = world.approvals(store);
    List<Job> due =
        store.claim(JobClaim.of("w", approvals.jobKinds(), 9, Duration.ofMinutes(1))).jobs();
    due.forEach(approvals::runDue);
    return Optional.empty();
  }

  private static Optional<Answer> execute(World world, Store store) {
    Approvals approvals = world.approvals(store);
    if (approvals.execution(Desk.CASE, "a-1") instanceof Execution.Go) {
      approvals.executed(Desk.CASE, "a-1", "payer", "done");
    }
    return Optional.empty();
  }

  @Test
  void everyPairOfMovesInEveryOrderOfTheirCallsKeepsWhatMustHold() {
    List<Named> moves = moves();
    int pairs = 0;
    int orders = 0;
    for (int i = 0; i < moves.size(); i++) {
      for (int j = i; j < moves.size(); j++) {
        orders += race(moves.get(i), moves.get(j), 1, false);
        pairs++;
        if (j < DECISIONS) { // where a quorum makes a difference
          orders += race(moves.get(i), moves.get(j), 2, false);
          orders += race(moves.get(i), moves.get(j), 2, true);
          pairs += 2;
        }
      }
    }
    System.out.println("races of approvals: " + pairs + " pairs, " + orders + " orders");
    assertThat(orders).isGreaterThan(2_000);
  }

  private static int race(Named one, Named other, int quorum, boolean voted) {
    Interleavings all = new Interleavings();
    int orders = 0;
    do {
      World world = new World(quorum, voted);
      List<Answer> answers = java.util.Collections.synchronizedList(new ArrayList<>());
      List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
      all.run(
          pace -> () -> make(one, world, new Gated(world.store, pace), answers, failures),
          pace -> () -> make(other, world, new Gated(world.store, pace), answers, failures));
      orders++;
      check(one.name() + " / " + other.name() + ", " + quorum + voted, world, answers, failures);
    } while (all.next());
    return orders;
  }

  private static void make(
      Named move, World world, Store store, List<Answer> answers, List<Throwable> failures) {
    try {
      move.move().make(world, store).ifPresent(answers::add);
    } catch (RuntimeException e) {
      failures.add(e);
    }
  }

  private static void check(
      String what, World world, List<Answer> answers, List<Throwable> failures) {
    assertThat(failures).as(what).isEmpty();
    Approvals after = world.approvals(world.store);
    try {
      // What is stale and was not found to be yet is found now.
      answers.forEach(answer -> consistent(answer, after));
      after.decide(Desk.CASE, "a-1", Decision.reject("max", world.asked.hash(), "end"));
      Invariants.check(world.store, Desk.CASE);
      assertThat(after.find(Desk.CASE, "a-1").orElseThrow().pending()).isFalse();
    } catch (AssertionError e) {
      throw new AssertionError(what + ApprovalHistory.of(world.store.read(Desk.CASE, 0, 99)), e);
    }
  }

  /** Who was told that it has ended was told how. */
  private static void consistent(Answer answer, Approvals after) {
    answer
        .approval()
        .status()
        .outcome()
        .ifPresent(
            told ->
                assertThat(after.find(Desk.CASE, "a-1").orElseThrow().status().outcome())
                    .contains(told));
  }
}
