package dev.atom.router.whatif;

import dev.atom.CallContext;
import dev.atom.ledger.Outcome;
import dev.atom.ledger.UsageRecord;
import dev.atom.model.Capability;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.router.Rehearsal;
import dev.atom.router.Route;
import dev.atom.router.policy.RequestFacts;
import dev.atom.router.whatif.Assumption.Kind;
import dev.atom.usage.Cost;
import dev.atom.usage.PriceBook;
import dev.atom.usage.PriceFacts;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Sends all calls through a route, in the order in which they began. */
final class OtherRoute {
  private final Route route;
  private final PriceBook prices;
  private final Rehearsal rehearsal;
  private final ReplayedUsage usage;
  private final Optional<Function<UsageRecord, Set<Capability>>> needs;
  private final Tally tally;

  /** What is learned when the present has come so far; things of one instant in their order. */
  private final PriorityQueue<Event> events = new PriorityQueue<>();

  private long eventNumber;

  private record Event(Instant at, long number, Runnable happens) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int order = at.compareTo(other.at);
      return order == 0 ? Long.compare(number, other.number) : order;
    }
  }

  OtherRoute(Route route, PriceBook prices, WhatIf.Builder options, Tally tally) {
    this.route = route;
    this.prices = prices;
    this.tally = tally;
    rehearsal = Rehearsal.of(route, prices, new SplittableRandom(options.seed()));
    usage = options.usage();
    needs = options.needs();
  }

  void replay(RecordedCall call) {
    Instant at = call.first().at();
    while (!events.isEmpty() && !events.element().at().isAfter(at)) {
      events.remove().happens().run();
    }
    call.attempts().forEach(this::learnTimes);
    Optional<UsageRecord> answer = call.answered();
    if (answer.isEmpty()) {
      tally.leaveOut(call, LeftOut.Reason.NO_ANSWER);
      return;
    }
    UsageRecord answered = answer.get();
    boolean hit = answered.outcome() == Outcome.CACHE_HIT;
    if (!answered.usage().known() && !hit) {
      tally.leaveOut(call, LeftOut.Reason.USAGE_UNKNOWN);
    } else if (call.actual() instanceof Cost.Unknown unknown) {
      tally.leaveOut(call, LeftOut.Reason.ACTUAL_COST_UNKNOWN, unknown.reason());
    } else if (hit) {
      tally.compare(call, List.of(new Tally.Share(answered.asked(), BigDecimal.ZERO)));
    } else {
      choose(call, answered);
    }
  }

  private void choose(RecordedCall call, UsageRecord answered) {
    Instant at = call.first().at();
    OptionalInt chosen = rehearsal.choose(facts(answered), at);
    if (chosen.isEmpty()) {
      tally.leaveOut(call, LeftOut.Reason.NO_TARGET);
      return;
    }
    int target = chosen.getAsInt();
    ModelRef model = route.targets().get(target).ref();
    Usage used = usage.of(answered, model, prices.price(model, at));
    rehearsal.began(target);
    at(at.plus(answered.latency()), () -> rehearsal.ended(target, used));
    boolean same = model.equals(answered.asked());
    PriceFacts facts = rehearsal.priceFacts(target, at);
    Cost cost =
        same ? Rehearsal.cost(answered, used, facts, prices) : prices.cost(model, used, facts);
    switch (cost) {
      case Cost.Unknown unknown ->
          tally.leaveOut(call, LeftOut.Reason.REPLAYED_COST_UNKNOWN, unknown.reason());
      case Cost.Known known -> {
        assume(call, answered, same);
        tally.compare(call, List.of(new Tally.Share(model, known.usd())));
      }
    }
  }

  private void assume(RecordedCall call, UsageRecord answered, boolean same) {
    if (call.attempts().size() > 1) {
      tally.assume(Kind.NO_FAILURES);
    }
    tally.assume(Kind.ALL_WELL);
    tally.assume(Kind.RECORDED_TIMES);
    tally.assume(needs.isPresent() ? Kind.NEEDS_TOLD : Kind.NEEDS_UNKNOWN);
    if (!(usage instanceof CachedInput cached)) {
      tally.assume(Kind.USAGE_TOLD);
    } else if (!same) {
      tally.assume(Kind.SAME_TOKENS);
      tally.assume(Kind.SAME_REPLY);
      if (answered.usage().cachedInputTokens() > 0 || answered.usage().cacheWriteTokens() > 0) {
        tally.assume(cached == CachedInput.KEPT ? Kind.CACHE_CARRIED : Kind.CACHE_NOT_CARRIED);
      }
    }
  }

  /** What models took is known whoever asked them, and when it was over. */
  private void learnTimes(UsageRecord attempt) {
    if (attempt.outcome() == Outcome.ANSWERED) {
      Instant end = attempt.at().plus(attempt.latency());
      at(
          end,
          () ->
              rehearsal.took(
                  attempt.asked(),
                  attempt.firstToken(),
                  attempt.latency(),
                  attempt.usage().outputTokens(),
                  end));
    }
  }

  private void at(Instant time, Runnable happens) {
    events.add(new Event(time, eventNumber++, happens));
  }

  private RequestFacts facts(UsageRecord answered) {
    EnumSet<Capability> needed =
        EnumSet.of(answered.firstToken().isPresent() ? Capability.STREAMING : Capability.CHAT);
    needs.ifPresent(told -> needed.addAll(told.apply(answered)));
    return RequestFacts.of(needed, answered.usage().inputTokens(), context(answered));
  }

  private static CallContext context(UsageRecord record) {
    CallContext context = CallContext.create().tenant(record.tenant());
    if (record.user().isPresent()) {
      context = context.user(record.user().get());
    }
    for (Map.Entry<String, String> tag : record.tags().entrySet()) {
      context = context.tag(tag.getKey(), tag.getValue());
    }
    return context;
  }
}
