package dev.atom.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobClaim;
import dev.atom.store.MemoryStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** Two hosts, four persons and a customer, who do anything at any time and die in between. */
class ApprovalProperties {
  private static final int MOVES = 40;
  private static final List<String> PERSONS = List.of("ann", "bob", "eve", "lead-1", "lead-2");
  private static final AtomicLong MADE = new AtomicLong();
  private static final AtomicLong DEATHS = new AtomicLong();
  private static final AtomicLong ENDS = new AtomicLong();

  @AfterContainer
  static void report() {
    System.out.println(
        "moves with approvals: "
            + MADE
            + ", deaths in between: "
            + DEATHS
            + ", approvals that ended: "
            + ENDS);
  }

  /** The end of a host. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death() {
      super("the host died", null, false, false);
    }
  }

  /** A host that dies at an append, before or after it is durable. */
  private static final class Fate implements Gated.Gate {
    private int appendsLeft = Integer.MAX_VALUE;
    private boolean after;

    @Override
    public void before(boolean append) {
      if (append && --appendsLeft == 0 && !after) {
        throw new Death();
      }
    }

    @Override
    public void afterAppend() {
      if (appendsLeft == 0) {
        throw new Death();
      }
    }
  }

  private static final class World {
    final Random random;
    final Desk.Hand clock = new Desk.Hand();
    final MemoryStore store = MemoryStore.create(clock);
    final AtomicInteger keys = new AtomicInteger();
    final Map<String, ApprovalStatus.Outcome> ends = new HashMap<>();
    int asked;

    World(long seed) {
      random = new Random(seed);
    }

    Approvals host(Fate fate) {
      Desk.Refunds refunds = new Desk.Refunds();
      refunds.keys = keys;
      refunds.obstacle = random.nextInt(8) == 0 ? Optional.of("no money") : Optional.empty();
      return Desk.approvals(new Gated(store, fate), clock, refunds);
    }

    String someId() {
      return "a-" + random.nextInt(Math.max(1, asked));
    }

    void move() {
      Fate fate = new Fate();
      if (random.nextInt(5) == 0) {
        fate.appendsLeft = 1 + random.nextInt(2);
        fate.after = random.nextBoolean();
      }
      try {
        move(host(fate));
      } catch (Death death) {
        DEATHS.incrementAndGet();
      } catch (ApprovalNotFound | IllegalStateException nothing) {
        // No such approval yet, or nothing granted: the caller's mistake, without effect.
      }
      MADE.incrementAndGet();
    }

    private void move(Approvals approvals) {
      switch (random.nextInt(12)) {
        case 0, 1 -> ask(approvals);
        case 2, 3, 4, 5, 6 -> decide(approvals);
        case 7 -> clock.advance(Duration.ofHours(random.nextInt(14)));
        case 8 -> lapse(approvals);
        case 9 -> say(approvals);
        case 10 -> approvals.withdraw(Desk.CASE, someId(), "ann", "solved");
        default -> execute(approvals);
      }
    }

    private void ask(Approvals approvals) {
      String id = random.nextInt(3) == 0 ? someId() : "a-" + asked++;
      OnExpiry then = OnExpiry.values()[random.nextInt(3)];
      Deciders deciders =
          switch (random.nextInt(4)) {
            case 0 -> Deciders.roles("lead").quorum(2);
            case 1 -> new Deciders(java.util.Set.of("lead"), java.util.Set.of("eve"), 3, false);
            default -> Deciders.anybody();
          };
      ApprovalRequest.Builder request =
          Desk.refund(id)
              .deciders(deciders)
              .requestedBy(random.nextBoolean() ? "ann" : "lead-1")
              .keepFor(Duration.ofHours(12))
              .onExpiry(then)
              .remind("nudge" + asked + keys.incrementAndGet(), Due.in(Duration.ofHours(6)));
      if (random.nextInt(6) == 0) {
        request.kind("small-refund").onExpiry(OnExpiry.AUTO_APPROVE);
      }
      approvals.request(Desk.CASE, request.build());
    }

    private void decide(Approvals approvals) {
      String id = someId();
      String person = PERSONS.get(random.nextInt(PERSONS.size()));
      String hash =
          random.nextInt(10) == 0
              ? Proposal.of(Json.of("else")).hash()
              : Proposal.of(Desk.REFUND).hash();
      Verdict verdict =
          switch (random.nextInt(9)) {
            case 0 -> new Verdict.Edit(Json.of(random.nextInt(100)));
            case 1 -> new Verdict.Reject("no");
            case 2 -> new Verdict.Revise("less");
            case 3 -> new Verdict.TakeOver();
            default -> new Verdict.Approve();
          };
      Answer answer = approvals.decide(Desk.CASE, id, Decision.of(person, hash, verdict));
      if (answer instanceof Answer.Refused refused) {
        assertThat(refused.approval().pending()).isTrue();
      }
    }

    private void lapse(Approvals approvals) {
      List<Job> due =
          store.claim(JobClaim.of("w", approvals.jobKinds(), 9, Duration.ofMinutes(1))).jobs();
      due.forEach(approvals::runDue);
    }

    private void say(Approvals approvals) {
      Append.Builder append = Append.to(Desk.CASE).event(Desk.said("m-" + MADE.get()));
      if (random.nextBoolean()) { // else nobody says what it makes stale
        approvals
            .inbox("acme")
            .first(20)
            .entries()
            .forEach(entry -> entry.supersede(append, "m", "customer"));
      }
      store.append(append.build());
    }

    private void execute(Approvals approvals) {
      String id = someId();
      if (random.nextBoolean()) {
        approvals.failed(Desk.CASE, id, "payer", "no money");
      } else {
        approvals.executed(Desk.CASE, id, "payer", "done");
      }
    }

    /** How it ended stays how it ended. */
    void check() {
      Invariants.check(store, Desk.CASE);
      for (Approval approval : ApprovalLedger.read(store, Desk.CASE).all()) {
        approval
            .status()
            .outcome()
            .ifPresent(
                end -> {
                  ApprovalStatus.Outcome before = ends.putIfAbsent(approval.id(), end);
                  assertThat(end).isEqualTo(before == null ? end : before);
                });
      }
    }
  }

  @Property(tries = 300)
  void whateverHappensThereIsOneEndAndItsEffectIsPlannedOnce(@ForAll long seed) {
    World world = new World(seed);
    for (int i = 0; i < MOVES; i++) {
      world.move();
      if (i % 8 == 7) {
        world.check();
      }
    }
    // In the end everything ends: nothing waits for ever.
    for (int i = 0; i < 4; i++) {
      world.clock.advance(Duration.ofDays(2));
      world.lapse(world.host(new Fate()));
      world.lapse(world.host(new Fate()));
    }
    world.check();
    assertThat(ApprovalLedger.read(world.store, Desk.CASE).pending()).isEmpty();
    ENDS.addAndGet(world.ends.size());
  }
}
