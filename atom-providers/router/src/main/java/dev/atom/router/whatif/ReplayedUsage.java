package dev.atom.router.whatif;

import dev.atom.ledger.UsageRecord;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.usage.Price;
import java.util.Optional;

/**
 * Says what a recorded call would have used at the model that a replay chose. {@link CachedInput} has
 * the usual answers; a host that knows more, such as how another model counts, gives its own.
 *
 * <p>It is asked once for each call, in the order of time, also if the chosen model is the one that
 * was asked.
 */
@FunctionalInterface
public interface ReplayedUsage {
  /**
   * Returns what the call would have used.
   *
   * @param answered the attempt that was answered, without what was said; its usage is known
   * @param chosen the model that the replay chose
   * @param price the price of the chosen model at the call's beginning; empty if none is known
   * @return all counts; one that is not known leaves the call out
   */
  Usage of(UsageRecord answered, ModelRef chosen, Optional<Price> price);
}
