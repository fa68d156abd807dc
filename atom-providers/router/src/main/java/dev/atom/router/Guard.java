package dev.atom.router;

import dev.atom.AtomException;
import dev.atom.CallContext;
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
   * @param expectedTokens prompt and reply, as expected
   * @param worstUsd what it can cost at most; empty if there is no price
   */
  record Planned(
      Attempt.Begun begun,
      CallContext context,
      long expectedTokens,
      Optional<BigDecimal> worstUsd) {}

  /** An attempt that was let pass. */
  @FunctionalInterface
  interface Pass {
    /**
     * Says how the attempt ended; called once.
     *
     * @param attempt the whole attempt; empty if another guard refused it, so that it was not made
     */
    void ended(Optional<Attempt> attempt);
  }
}
