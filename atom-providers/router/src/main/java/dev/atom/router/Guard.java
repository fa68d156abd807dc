package dev.atom.router;

import dev.atom.AtomException;
import dev.atom.CallContext;
import dev.atom.budget.Budgets;
import dev.atom.limit.Limiter;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Asked before each attempt whether it may be made, as limits and budgets are. Several guard a router
 * together: an attempt is made only if all let it pass. Implementations are thread-safe.
 */
@FunctionalInterface
public interface Guard {
  /**
   * Lets an attempt pass, or refuses it; then another target may be asked. May wait for a short while,
   * within the call's deadline.
   *
   * @param planned what is to be asked
   * @return what is told of the attempt's end, whatever it is
   * @throws AtomException to refuse it; one that implements {@link dev.atom.RetryAfter} tells how long
   *     to wait
   */
  Pass admit(Planned planned);

  /**
   * An attempt that is about to be made.
   *
   * @param begun what is known of it
   * @param context for whom, and how long it may take
   * @param promptTokens the prompt's tokens, mostly an estimate
   * @param replyTokens the reply's tokens, as many as the route's replies have on average
   * @param worstUsd what it can cost at most; empty if there is no price
   * @param last whether no other target is left, so that waiting can be of use
   */
  record Planned(
      Attempt.Begun begun,
      CallContext context,
      long promptTokens,
      long replyTokens,
      Optional<BigDecimal> worstUsd,
      boolean last) {}

  /**
   * Returns the guard that holds attempts to limits. While another target is left it never waits; at
   * the last one it waits as long as the limiter allows. Expected tokens are taken beforehand and
   * corrected by what was used; what providers tell of their own limits is learned.
   *
   * <p>Rules can tell calls apart by tenant, user, provider, model, route, the key's id, and by
   * endpoint if the call has the tag {@code endpoint}.
   *
   * @param limiter the limits; stays the host's to close
   * @return the guard
   */
  static Guard limits(Limiter limiter) {
    return new LimitGuard(limiter);
  }

  /**
   * Returns the guard that holds attempts to budgets: what an attempt can cost at most is reserved
   * before it is made, and what it did cost is booked at its end. The most is worked out with twice
   * the estimated prompt and with {@code maxOutputTokens}; of requests that don't say how long a reply
   * may be with four times a usual one, so that these may overshoot.
   *
   * <p>Budgets can tell calls apart by tenant, user, route, provider and the call's tags.
   *
   * @param budgets the budgets
   * @return the guard
   */
  static Guard budgets(Budgets budgets) {
    return new BudgetGuard(budgets);
  }

  /** An attempt that was let pass. */
  @FunctionalInterface
  interface Pass {
    /**
     * Says how the attempt ended; called once. What it throws is logged and changes nothing.
     *
     * @param attempt the whole attempt; empty if another guard refused it, so that it was not made
     */
    void ended(Optional<Attempt> attempt);
  }
}
