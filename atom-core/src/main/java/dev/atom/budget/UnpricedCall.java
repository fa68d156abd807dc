package dev.atom.budget;

import dev.atom.AtomException;

/** A call was refused, as nobody knows what it may cost and a budget allows no such calls. */
public final class UnpricedCall extends AtomException {
  private static final long serialVersionUID = 1L;

  UnpricedCall(Budget budget, String reason) {
    super(
        "budget_unpriced",
        false,
        "the budget \""
            + budget.name()
            + "\" allows no call whose worst case is unknown ("
            + reason
            + "); give the model's price, or say with unpriced(usd) what to reserve");
  }
}
