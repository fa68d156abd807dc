package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.model.Capability;
import dev.atom.router.health.Breaker;
import dev.atom.router.policy.Choice;
import dev.atom.router.policy.Policy;
import dev.atom.router.policy.RequestFacts;
import dev.atom.router.policy.Targets;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Chooses the targets of one call, one after the other. Used by one thread. Choosing allocates
 * nothing.
 */
final class Selection implements Choice {
  private final Lanes lanes;
  private final Fleet fleet;
  private final KeyHealth[] keys;
  private final RequestFacts facts;
  private final Clock clock;
  private final RandomGenerator random;
  private final boolean streamed;
  private final double[] known;
  private final Admission.Tickets tickets = new Admission.Tickets();
  private long now;
  private long epochMillis;

  Selection(
      Lanes lanes,
      Fleet fleet,
      RequestFacts facts,
      CallContext context,
      Clock clock,
      RandomGenerator random) {
    this.lanes = lanes;
    this.fleet = fleet;
    this.facts = facts;
    this.clock = clock;
    this.random = random;
    keys = lanes.keys(fleet, context);
    known = new double[lanes.size()];
    now = fleet.now();
    epochMillis = clock.millis();
    streamed = facts.needs(Capability.STREAMING);
  }

  /** The targets that can do what the request needs, by what is known of them. */
  long fitting() {
    long set = 0;
    for (int i = 0; i < lanes.size(); i++) {
      Lane lane = lanes.get(i);
      if (lane.can(facts.needBits()) && lane.holds(facts)) {
        set |= Targets.only(i);
      }
    }
    return set;
  }

  /**
   * Chooses a target of a set and enters its breakers.
   *
   * @return its number; -1 if none of them is well
   */
  int next(long set) {
    now = fleet.now();
    epochMillis = clock.millis();
    long well = well(set);
    boolean forced = false;
    long rest = well;
    while (well != 0) {
      if (rest == 0) {
        if (forced) {
          return -1;
        }
        // All that are left are coming back step by step: better one of these than none.
        forced = true;
        rest = well;
      }
      int target = choose(lanes.firstTier(rest));
      if (enter(target, forced)) {
        return target;
      }
      rest &= ~Targets.only(target);
    }
    return -1;
  }

  private long well(long set) {
    long well = 0;
    for (long rest = set; rest != 0; rest &= rest - 1) {
      int target = Targets.first(rest);
      if (ready(target)) {
        well |= Targets.only(target);
      }
    }
    return well;
  }

  private boolean ready(int target) {
    Lane lane = lanes.get(target);
    return fleet.server(lane.place()).ready(now) && key(target).ready(fleet.at(lane.place()), now);
  }

  private int choose(long set) {
    long kept = lanes.route().policy().narrow(this, set);
    if (kept == 0 || (kept & ~set) != 0) {
      Policy policy = lanes.route().policy();
      throw new IllegalStateException(
          "policy " + policy + " kept " + Targets.list(kept) + " of " + Targets.list(set));
    }
    return Targets.first(kept);
  }

  private boolean enter(int target, boolean forced) {
    return tickets.enter(fleet, lanes.get(target).place(), key(target), forced);
  }

  /** The admission to the target that was entered last. */
  Admission admission(int target) {
    return new Admission(fleet, lanes.get(target).place(), key(target), tickets.copy());
  }

  KeyHealth key(int target) {
    return keys[lanes.get(target).client()];
  }

  /** How long until the first of a set may be called; 0 if one may now. */
  long nanosUntilReady(long set) {
    long present = fleet.now();
    long least = Long.MAX_VALUE;
    for (long rest = set; rest != 0; rest &= rest - 1) {
      int target = Targets.first(rest);
      least = Math.min(least, nanosUntilReady(target, present));
    }
    return least;
  }

  long nanosUntilReady(int target, long present) {
    Lane lane = lanes.get(target);
    KeyHealth key = key(target);
    Breaker model = key.seen(fleet.at(lane.place()));
    long wait = fleet.server(lane.place()).nanosUntilReady(present);
    wait = Math.max(wait, key.key().nanosUntilReady(present));
    return model == null ? wait : Math.max(wait, model.nanosUntilReady(present));
  }

  long present() {
    return fleet.now();
  }

  /** Why a target is closed. */
  String trouble(int target) {
    Lane lane = lanes.get(target);
    KeyHealth key = key(target);
    Breaker model = key.seen(fleet.at(lane.place()));
    return key.key()
        .reason()
        .or(() -> fleet.server(lane.place()).reason())
        .or(() -> model == null ? Optional.empty() : model.reason())
        .orElse("-");
  }

  /** The target that would be asked of a set, without asking it; -1 if none is well. */
  int peek(long set) {
    now = fleet.now();
    epochMillis = clock.millis();
    long well = well(set);
    return well == 0 ? -1 : choose(lanes.firstTier(well));
  }

  double worstUsd(int target) {
    return lanes.get(target).worstUsd(facts, clock.millis());
  }

  @Override
  public RequestFacts facts() {
    return facts;
  }

  @Override
  public String name(int target) {
    return lanes.get(target).target().name();
  }

  @Override
  public boolean tagged(int target, String tag) {
    return lanes.get(target).target().tags().contains(tag);
  }

  @Override
  public double weight(int target) {
    return lanes.get(target).target().weight();
  }

  @Override
  public double expectedUsd(int target) {
    return lanes.get(target).expectedUsd(facts, epochMillis);
  }

  @Override
  public double expectedNanos(int target) {
    double own = own(target);
    return Double.isNaN(own) ? others() : own;
  }

  private double own(int target) {
    Lane lane = lanes.get(target);
    return lane.stats().expectedNanos(streamed, lane.expectedTokens(facts), now);
  }

  /** The middle of those that are known; 0 if none is. */
  private double others() {
    int size = 0;
    for (int i = 0; i < lanes.size(); i++) {
      double value = own(i);
      if (!Double.isNaN(value)) {
        int place = size++;
        for (; place > 0 && known[place - 1] > value; place--) {
          known[place] = known[place - 1];
        }
        known[place] = value;
      }
    }
    return size == 0 ? 0 : known[size / 2];
  }

  @Override
  public int inFlight(int target) {
    return lanes.get(target).stats().inFlight();
  }

  @Override
  public double random() {
    return random.nextDouble();
  }
}
