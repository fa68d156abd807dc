package dev.atom.router;

import dev.atom.budget.BudgetFacts;
import dev.atom.budget.Budgets;
import dev.atom.budget.Fact;
import dev.atom.budget.Reservation;
import dev.atom.usage.Cost;
import java.util.Map;

/** Holds attempts to budgets. */
final class BudgetGuard implements Guard {
  private final Budgets budgets;

  BudgetGuard(Budgets budgets) {
    this.budgets = budgets;
  }

  @Override
  public Pass admit(Planned planned) {
    Reservation reservation = budgets.reserve(facts(planned), worst(planned));
    return attempt -> {
      if (attempt.isPresent()) {
        reservation.settle(attempt.get().cost());
      } else {
        reservation.release();
      }
    };
  }

  private static Cost worst(Planned planned) {
    return planned
        .worstUsd()
        .<Cost>map(Cost.Known::new)
        .orElseGet(() -> new Cost.Unknown("no price of " + planned.begun().model()));
  }

  private static BudgetFacts facts(Planned planned) {
    RoutedCall call = planned.begun().call();
    BudgetFacts facts =
        BudgetFacts.ofTenant(call.tenant())
            .and(Fact.ROUTE, call.route())
            .and(Fact.PROVIDER, planned.begun().model().provider());
    if (call.user().isPresent()) {
      facts = facts.and(Fact.USER, call.user().get());
    }
    for (Map.Entry<String, String> tag : call.tags().entrySet()) {
      facts = facts.and(Fact.tag(tag.getKey()), tag.getValue());
    }
    return facts;
  }
}
