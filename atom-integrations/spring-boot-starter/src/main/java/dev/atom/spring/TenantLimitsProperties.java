package dev.atom.spring;

import dev.atom.rules.Chain;
import dev.atom.rules.RuleLimits;
import dev.atom.rules.tenant.TenantLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much each tenant may ask of its rules; null for the default. Limits that differ between tenants
 * are set by a {@link TenantRulesCustomizer}. Immutable.
 *
 * @param characters the length of a rule's document, 1 or more; by default a million
 * @param rules how many rules, 1 or more; by default 1 000
 * @param depth how deep conditions may be nested, from 1 to 100; by default 20
 * @param conditions how many conditions a rule may have, 1 or more; by default 200
 * @param effort how many steps an evaluation may take, 1 or more; by default 2 million
 * @param actions how many actions one event may lead to, 1 or more; by default 100
 * @param firings how many rules may fire in a minute on one host, 1 or more; by default 10 000
 * @param time how long one evaluation may take, more than nothing; by default a second
 * @param chain how many events a chain may have, from 1 to 1 000; by default {@link Chain#LENGTH}
 */
public record TenantLimitsProperties(
    @Nullable Integer characters,
    @Nullable Integer rules,
    @Nullable Integer depth,
    @Nullable Integer conditions,
    @Nullable Integer effort,
    @Nullable Integer actions,
    @Nullable Integer firings,
    @Nullable Duration time,
    @Nullable Integer chain) {
  static final String CHARACTERS = "atom.tenant-limits.characters";
  static final String RULES = "atom.tenant-limits.rules";
  static final String DEPTH = "atom.tenant-limits.depth";
  static final String CONDITIONS = "atom.tenant-limits.conditions";
  static final String EFFORT = "atom.tenant-limits.effort";
  static final String ACTIONS = "atom.tenant-limits.actions";
  static final String FIRINGS = "atom.tenant-limits.firings";
  static final String TIME = "atom.tenant-limits.time";
  static final String CHAIN = "atom.tenant-limits.chain";

  /** Refuses what is out of its range. */
  public TenantLimitsProperties {
    AtomProperties.requireRange(CHARACTERS, characters, 1, Integer.MAX_VALUE);
    AtomProperties.requireRange(RULES, rules, 1, Integer.MAX_VALUE);
    AtomProperties.requireRange(DEPTH, depth, 1, 100);
    AtomProperties.requireRange(CONDITIONS, conditions, 1, Integer.MAX_VALUE);
    AtomProperties.requireRange(EFFORT, effort, 1, Integer.MAX_VALUE);
    AtomProperties.requireRange(ACTIONS, actions, 1, Integer.MAX_VALUE);
    AtomProperties.requireRange(FIRINGS, firings, 1, Integer.MAX_VALUE);
    AtomProperties.requireTime(TIME, time, Duration.ofNanos(1));
    AtomProperties.requireRange(CHAIN, chain, 1, 1_000);
  }

  /** Called only where atom-rules is there. */
  TenantLimits limits() {
    TenantLimits most = TenantLimits.DEFAULT;
    RuleLimits size = most.rules();
    return new TenantLimits(
        size.characters(AtomProperties.or(characters, size.characters()))
            .rules(AtomProperties.or(rules, size.rules()))
            .depth(AtomProperties.or(depth, size.depth()))
            .conditions(AtomProperties.or(conditions, size.conditions()))
            .effort(effort == null ? size.effort() : effort),
        AtomProperties.or(actions, most.actions()),
        AtomProperties.or(firings, most.firings()),
        AtomProperties.or(time, most.time()),
        AtomProperties.or(chain, most.chain()));
  }
}
