package dev.atom.router.whatif;

import dev.atom.ledger.Outcome;
import dev.atom.ledger.UsageRecord;
import dev.atom.router.Rehearsal;
import dev.atom.usage.Cost;
import dev.atom.usage.PriceBook;
import dev.atom.usage.PriceFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Prices all attempts anew. */
final class SameChoices {
  private final PriceBook prices;
  private final Optional<Function<UsageRecord, PriceFacts>> facts;
  private final Tally tally;

  SameChoices(PriceBook prices, WhatIf.Builder options, Tally tally) {
    this.prices = prices;
    facts = options.priceFacts();
    this.tally = tally;
  }

  void replay(RecordedCall call) {
    if (call.actual() instanceof Cost.Unknown unknown) {
      boolean told = call.attempts().stream().allMatch(SameChoices::told);
      LeftOut.Reason reason =
          told ? LeftOut.Reason.ACTUAL_COST_UNKNOWN : LeftOut.Reason.USAGE_UNKNOWN;
      tally.leaveOut(call, reason, unknown.reason());
      return;
    }
    List<Tally.Share> shares = new ArrayList<>();
    for (UsageRecord attempt : call.attempts()) {
      if (!told(attempt)) {
        tally.leaveOut(call, LeftOut.Reason.USAGE_UNKNOWN);
        return;
      }
      switch (Rehearsal.cost(attempt, attempt.usage(), facts(attempt), prices)) {
        case Cost.Known known -> shares.add(new Tally.Share(attempt.asked(), known.usd()));
        case Cost.Unknown unknown -> {
          tally.leaveOut(call, LeftOut.Reason.REPLAYED_COST_UNKNOWN, unknown.reason());
          return;
        }
      }
    }
    if (facts.isEmpty()) {
      tally.assume(Assumption.Kind.STANDARD_TIER);
    }
    tally.compare(call, shares);
  }

  private PriceFacts facts(UsageRecord attempt) {
    return facts.map(told -> told.apply(attempt)).orElseGet(() -> PriceFacts.at(attempt.at()));
  }

  private static boolean told(UsageRecord attempt) {
    return attempt.usage().known() || attempt.outcome() == Outcome.CACHE_HIT;
  }
}
