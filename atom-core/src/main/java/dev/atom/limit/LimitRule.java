package dev.atom.limit;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One limit: how much of a unit, in which time, told apart by which facts, and for whom. Immutable and
 * thread-safe.
 *
 * <p>A rule holds for a call that asks for its unit and states every fact the rule is told apart or
 * narrowed by. Without {@link Builder#by} all calls share one bucket.
 */
public final class LimitRule {
  private final String name;
  private final String unit;
  private final Rate rate;

  /** How the keys of its buckets begin: a rule that changes its kind must not meet its old ones. */
  private final String bucket;

  private final Set<Fact> by;
  private final Fact[] parts;
  private final Map<Fact, Set<String>> only;
  private final Map<String, Rate> tenants;
  private final Set<String> exempt;

  private LimitRule(Builder builder) {
    name = builder.name;
    unit = builder.unit;
    rate = builder.rate();
    by = Collections.unmodifiableSet(EnumSet.copyOf(builder.by));
    parts = builder.by.toArray(new Fact[0]);
    only = Map.copyOf(builder.only);
    tenants = Map.copyOf(builder.tenantRates());
    exempt = Set.copyOf(builder.exempt);
    bucket = rate instanceof Rate.AtOnce ? name + '\t' : name;
  }

  /**
   * Begins a rule of so much per period. The burst is the amount: after a quiet time a whole period's
   * amount may go through at once, and up to twice the amount in one period; see {@link
   * Builder#burst}.
   *
   * @param name the rule's, by which refusals call it; 1 to 100 characters, no control characters
   * @param amount how much, 1 or more
   * @param unit of what, such as {@link LimitedCall#REQUESTS}
   * @param period in which time, from 1 ms to 366 days
   * @return a builder
   */
  public static Builder rate(String name, long amount, String unit, Duration period) {
    return new Builder(name, amount, unit, Objects.requireNonNull(period, "period"));
  }

  /**
   * Begins a rule of so much at the same time, which is counted until the permit is closed.
   *
   * @param name the rule's, by which refusals call it; 1 to 100 characters, no control characters
   * @param amount how much, 1 or more
   * @param unit of what, such as {@link LimitedCall#REQUESTS}
   * @return a builder
   */
  public static Builder atOnce(String name, long amount, String unit) {
    return new Builder(name, amount, unit, null);
  }

  /**
   * Returns the name.
   *
   * @return the rule's name
   */
  public String name() {
    return name;
  }

  /**
   * Returns what is counted.
   *
   * @return the unit
   */
  public String unit() {
    return unit;
  }

  /**
   * Returns the rate for a tenant.
   *
   * @param tenant the tenant's id
   * @return the tenant's own where there is one, else the rule's; empty if the tenant is exempt
   */
  public Optional<Rate> rate(String tenant) {
    return exempt.contains(tenant)
        ? Optional.empty()
        : Optional.of(tenants.getOrDefault(tenant, rate));
  }

  /**
   * Returns the facts that buckets are told apart by.
   *
   * @return the facts, unmodifiable
   */
  public Set<Fact> by() {
    return by;
  }

  /** Returns what a call is charged under this rule, or null if the rule does not hold for it. */
  @Nullable Charge charge(LimitedCall call) {
    long amount = call.amount(unit);
    CallFacts facts = call.facts();
    String tenant = facts.tenant();
    if (amount == 0 || !holds(facts) || exempt.contains(tenant)) {
      return null;
    }
    String key = bucket;
    for (Fact part : parts) {
      String value = facts.raw(part);
      if (value == null) {
        return null;
      }
      key = key + '\n' + value;
    }
    Rate own = tenants.isEmpty() ? rate : tenants.getOrDefault(tenant, rate);
    return new Charge(this, key, own, amount);
  }

  private boolean holds(CallFacts facts) {
    if (only.isEmpty()) {
      return true;
    }
    for (Map.Entry<Fact, Set<String>> each : only.entrySet()) {
      String value = facts.raw(each.getKey());
      if (value == null || !each.getValue().contains(value)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "LimitRule[" + name + ", " + rate + " of " + unit + ", by " + by + "]";
  }

  /**
   * Builds a {@link LimitRule}. Defaults: one bucket for all, for every call, no tenant apart; a burst
   * of the amount, room at once held for ten minutes at most.
   */
  public static final class Builder {
    private static final int LONGEST_NAME = 100;

    private final String name;
    private final long amount;
    private final String unit;
    private final @Nullable Duration period;
    private long burst;
    private Duration heldAtMost = Duration.ofMinutes(10);
    private final EnumSet<Fact> by = EnumSet.noneOf(Fact.class);
    private final Map<Fact, Set<String>> only = new EnumMap<>(Fact.class);
    private final Map<String, long[]> tenants = new HashMap<>();
    private final Set<String> exempt = new HashSet<>();

    private Builder(String name, long amount, String unit, @Nullable Duration period) {
      if (name.isBlank()
          || name.length() > LONGEST_NAME
          || name.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            "a rule's name has 1 to "
                + LONGEST_NAME
                + " characters, none of control: \""
                + name
                + "\"");
      }
      if (unit.isBlank()) {
        throw new IllegalArgumentException("the rule \"" + name + "\" has a blank unit");
      }
      this.name = name;
      this.amount = amount;
      this.unit = unit;
      this.period = period;
      this.burst = amount;
    }

    /**
     * Sets how much may go through at once after a quiet time. In any time {@code t} at most {@code
     * burst + amount * t / period} goes through; so a rule that must never pass 60 in any minute has,
     * say, an amount of 50 and a burst of 10.
     *
     * @param most how much, 1 or more; also the most that one call may ask for
     * @return this builder
     * @throws IllegalStateException if the rule counts what runs at once
     */
    public Builder burst(long most) {
      requirePeriod("burst");
      burst = most;
      return this;
    }

    /**
     * Sets after how long a call that never said its end, because its process died, is not counted any
     * more.
     *
     * @param time longer than any call takes
     * @return this builder
     * @throws IllegalStateException if the rule counts per period
     */
    public Builder heldAtMost(Duration time) {
      if (period != null) {
        throw new IllegalStateException(
            "the rule \"" + name + "\" counts per period and holds nothing");
      }
      heldAtMost = Objects.requireNonNull(time, "time");
      return this;
    }

    /**
     * Gives each value of these facts, or each combination, a bucket of its own.
     *
     * @param facts which
     * @return this builder
     */
    public Builder by(Fact... facts) {
      by.addAll(List.of(facts));
      return this;
    }

    /**
     * Narrows the rule to calls with one of these values.
     *
     * @param fact of which fact
     * @param values the values
     * @return this builder
     */
    public Builder only(Fact fact, String... values) {
      only.put(fact, Set.of(values));
      return this;
    }

    /**
     * Gives a tenant another amount, and the same burst where the rule counts per period.
     *
     * @param tenant the tenant's id
     * @param amount how much, 1 or more
     * @return this builder
     */
    public Builder tenant(String tenant, long amount) {
      tenants.put(tenant, new long[] {amount, amount});
      return this;
    }

    /**
     * Gives a tenant another amount and burst.
     *
     * @param tenant the tenant's id
     * @param amount how much, 1 or more
     * @param burst how much at once, 1 or more
     * @return this builder
     * @throws IllegalStateException if the rule counts what runs at once
     */
    public Builder tenant(String tenant, long amount, long burst) {
      requirePeriod("burst");
      tenants.put(tenant, new long[] {amount, burst});
      return this;
    }

    /**
     * Has the rule not hold for some tenants.
     *
     * @param tenants their ids
     * @return this builder
     */
    public Builder exempt(String... tenants) {
      exempt.addAll(List.of(tenants));
      return this;
    }

    /**
     * Makes the rule.
     *
     * @return the rule
     * @throws IllegalArgumentException if a number is out of range, or tenants of one bucket have
     *     amounts of their own
     */
    public LimitRule build() {
      if (!tenants.isEmpty() && !by.contains(Fact.TENANT)) {
        throw new IllegalArgumentException(
            "the rule \""
                + name
                + "\" gives tenants their own amounts in one bucket; add by(Fact.TENANT)");
      }
      return new LimitRule(this);
    }

    private void requirePeriod(String what) {
      if (period == null) {
        throw new IllegalStateException(
            "the rule \"" + name + "\" counts what runs at once and has no " + what);
      }
    }

    private Rate rate() {
      return rate(amount, burst);
    }

    private Rate rate(long amount, long burst) {
      return period == null
          ? new Rate.AtOnce(amount, heldAtMost)
          : new Rate.PerPeriod(amount, period, burst);
    }

    private Map<String, Rate> tenantRates() {
      Map<String, Rate> rates = new HashMap<>();
      tenants.forEach((tenant, own) -> rates.put(tenant, rate(own[0], own[1])));
      return rates;
    }
  }
}
