package dev.atom.rules.tenant;

import dev.atom.rules.Chain;
import dev.atom.rules.RuleLimits;
import java.time.Duration;
import java.util.Objects;

/**
 * How much one tenant may ask of the rules. Each breach is a typed result, and counted.
 *
 * @param rules how large the rules may be, one by one and together, and of how many steps an
 *     evaluation, which is ended beyond them; taken from here whenever the rules are loaded
 * @param actions how many actions one event may lead to, 1 or more
 * @param firings how many rules may fire in a minute on one host, 1 or more
 * @param time how long one evaluation may take, more than nothing; it is measured when it is over, so
 *     that what is late is not acted upon
 * @param chain how many events a chain may have, from 1 to {@link Chain#MOST}
 */
public record TenantLimits(RuleLimits rules, int actions, int firings, Duration time, int chain) {
  /**
   * {@link RuleLimits#STRANGERS}: 1 000 rules of 200 conditions, a million characters and 20 levels, 2
   * million steps; 100 actions, 10 000 firings in a minute, a second, chains of {@link Chain#LENGTH}.
   */
  public static final TenantLimits DEFAULT =
      new TenantLimits(RuleLimits.STRANGERS, 100, 10_000, Duration.ofSeconds(1), Chain.LENGTH);

  /** Refuses numbers out of their range and a time that is not positive. */
  public TenantLimits {
    Objects.requireNonNull(rules, "rules");
    if (actions < 1 || firings < 1) {
      throw new IllegalArgumentException(
          "actions and firings are at least 1, not " + actions + " and " + firings);
    }
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("an evaluation takes more than nothing, not " + time);
    }
    if (chain < 1 || chain > Chain.MOST) {
      throw new IllegalArgumentException(
          "a chain has 1 to " + Chain.MOST + " events, not " + chain);
    }
  }
}
