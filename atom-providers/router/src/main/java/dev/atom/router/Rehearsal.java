package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.ledger.UsageRecord;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.router.health.BreakerSettings;
import dev.atom.router.policy.RequestFacts;
import dev.atom.router.stats.TargetStats;
import dev.atom.usage.Cost;
import dev.atom.usage.PriceBook;
import dev.atom.usage.PriceFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * A route that is asked whom it would choose, call after call in the order of time, and calls nobody.
 * It chooses by what a {@link Router} chooses by: the route's policy, what requests need, the
 * targets' windows and tiers, and what was learned from the calls that it was told of. All targets
 * are well. {@link dev.atom.router.whatif.WhatIf} replays ledgers with it. Not thread-safe.
 */
public final class Rehearsal {
  private static final long MOST_SECONDS = Long.MAX_VALUE / 1_000_000_000L - 1;

  private final Hands clock = new Hands();
  private final Fleet fleet;
  private final Lanes lanes;
  private final RandomGenerator random;

  private Rehearsal(Route route, PriceBook prices, RandomGenerator random) {
    fleet =
        new Fleet(
            List.of(route),
            BreakerSettings.DEFAULT,
            KeyIds.shared(),
            new HealthWatch(List.of(), clock, Optional.empty()),
            () -> nanos(clock.instant()),
            Optional.empty());
    lanes = new Lanes(route, fleet, prices, Optional.empty());
    this.random = random;
  }

  /**
   * Begins with a route that has learned nothing.
   *
   * @param route the route
   * @param prices what its policy takes tokens to cost
   * @param random where draws come from
   * @return a new rehearsal
   */
  public static Rehearsal of(Route route, PriceBook prices, RandomGenerator random) {
    return new Rehearsal(route, prices, random);
  }

  /**
   * Chooses for a call.
   *
   * @param facts what is known of its request
   * @param at when it begins
   * @return the number of the target that a router would ask first, in the route's order; empty if
   *     none can do what the request needs, or holds it
   */
  public OptionalInt choose(RequestFacts facts, Instant at) {
    clock.now = at;
    Selection selection = new Selection(lanes, fleet, facts, CallContext.create(), clock, random);
    long set = Fitting.of(lanes, selection).set();
    int chosen = set == 0 ? -1 : selection.peek(set);
    return chosen < 0 ? OptionalInt.empty() : OptionalInt.of(chosen);
  }

  /**
   * Says that a call runs at a target from now.
   *
   * @param target its number
   */
  public void began(int target) {
    lanes.get(target).stats().began();
  }

  /**
   * Says that a call at a target was answered.
   *
   * @param target its number
   * @param usage what it used, from which lengths of replies to come are expected
   */
  public void ended(int target, Usage usage) {
    lanes.get(target).stats().ended();
    lanes.get(target).learn(usage);
  }

  /**
   * Says how long a model took to answer, whoever asked it. What is no target's model is passed over.
   *
   * @param model the model that was asked
   * @param firstToken the time to the first piece of a stream; empty for a whole reply
   * @param took the time to the end
   * @param outputTokens the tokens of the reply
   * @param at when it ended
   */
  public void took(
      ModelRef model, Optional<Duration> firstToken, Duration took, long outputTokens, Instant at) {
    for (int place = 0; place < fleet.size(); place++) {
      if (!fleet.ref(place).equals(model)) {
        continue;
      }
      TargetStats stats = fleet.stats(place);
      long now = nanos(at);
      if (firstToken.isEmpty()) {
        stats.whole().record((double) took.toNanos(), now);
      } else {
        long first = firstToken.get().toNanos();
        long more = Math.max(1, outputTokens - 1);
        stats.firstToken().record((double) first, now);
        stats.perToken().record((double) (took.toNanos() - first) / (double) more, now);
      }
    }
  }

  /**
   * Returns what the price of a target depends on beside the usage.
   *
   * @param target its number
   * @param at when a call begins
   * @return the facts
   */
  public PriceFacts priceFacts(int target, Instant at) {
    return lanes.get(target).target().priceFacts(at);
  }

  /**
   * Works out what a router books for an attempt. The price of the model that answered goes before
   * that of the one that was asked; what came out of a cache costs nothing.
   *
   * @param attempt the attempt; its own cost and usage don't count
   * @param usage what it used
   * @param facts when it began, and what else its price depends on
   * @param prices what tokens cost
   * @return unknown if nobody can know
   */
  public static Cost cost(UsageRecord attempt, Usage usage, PriceFacts facts, PriceBook prices) {
    Bill bill = new Bill(prices);
    return switch (attempt.outcome()) {
      case CACHE_HIT -> Cost.ZERO;
      case ANSWERED ->
          bill.of(attempt.asked(), attempt.answered().orElse(attempt.asked()), usage, facts);
      case FAILED, CANCELLED, HEDGED -> bill.of(attempt.asked(), usage, facts);
    };
  }

  /** Nanoseconds since 1970, as near as a long can say. */
  private static long nanos(Instant at) {
    long seconds = Math.clamp(at.getEpochSecond(), -MOST_SECONDS, MOST_SECONDS);
    return seconds * 1_000_000_000L + at.getNano();
  }

  /** A clock that is set by hand. */
  private static final class Hands extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return Clock.fixed(now, zone);
    }
  }
}
