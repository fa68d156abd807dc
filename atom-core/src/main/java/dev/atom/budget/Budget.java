package dev.atom.budget;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * An amount that may be spent in each period: by everybody together, or by each tenant, user, route,
 * provider or tag of its own. Immutable and thread-safe.
 */
public final class Budget {
  private final String name;
  private final BigDecimal usd;
  private final BudgetPeriod period;
  private final List<Fact> per;
  private final Map<Fact, String> only;
  private final Lapse lapse;
  private final Optional<BigDecimal> unpriced;
  private final List<Integer> warnings;

  /** What becomes of a reservation whose lease has ended, as its process died. */
  public enum Lapse {
    /** It counts as spent in full, as the provider may have charged for the call. */
    SETTLE,
    /** It counts as not spent, for calls that are known to cost nothing unless they end well. */
    RELEASE
  }

  private Budget(Builder builder) {
    name = builder.name;
    usd = builder.usd;
    period = builder.period;
    per = List.copyOf(builder.per);
    only = Collections.unmodifiableMap(new LinkedHashMap<>(builder.only));
    lapse = builder.lapse;
    unpriced = builder.unpriced;
    warnings = List.copyOf(builder.warnings);
  }

  /**
   * Returns a builder of a budget of everybody together.
   *
   * @param name unique among the budgets of a store; what was spent is kept under it
   * @param usd US dollars for each period, 0 to a billion; what is finer than 10⁻⁹ is cut off
   * @param period the period
   * @return a new builder
   */
  public static Builder newBuilder(String name, BigDecimal usd, BudgetPeriod period) {
    return new Builder(name, usd, period);
  }

  /**
   * Returns the name.
   *
   * @return unique among the budgets of a store
   */
  public String name() {
    return name;
  }

  /**
   * Returns the amount.
   *
   * @return US dollars for each period
   */
  public BigDecimal usd() {
    return usd;
  }

  /**
   * Returns the period.
   *
   * @return how long the amount is there
   */
  public BudgetPeriod period() {
    return period;
  }

  /**
   * Returns for whom it is counted apart.
   *
   * @return empty if for nobody
   */
  public List<Fact> per() {
    return per;
  }

  /**
   * Returns to which calls it is confined.
   *
   * @return the facts that must hold; empty for all calls
   */
  public Map<Fact, String> only() {
    return only;
  }

  /**
   * Returns what becomes of a reservation whose lease has ended.
   *
   * @return {@link Lapse#SETTLE} by default
   */
  public Lapse lapse() {
    return lapse;
  }

  /**
   * Returns what is reserved for a call whose worst case nobody knows.
   *
   * @return US dollars; empty if such a call is refused
   */
  public Optional<BigDecimal> unpriced() {
    return unpriced;
  }

  /**
   * Returns when to warn.
   *
   * @return percents of the amount, rising
   */
  public List<Integer> warnings() {
    return warnings;
  }

  @Override
  public String toString() {
    return "Budget[" + name + ", $" + usd.toPlainString() + ", " + period + "]";
  }

  /**
   * Builds a {@link Budget}. By default it is of everybody together, settles what lapses, refuses
   * calls without a price, and warns at 80 and 100 percent. Not thread-safe.
   */
  public static final class Builder {
    private final String name;
    private final BigDecimal usd;
    private final BudgetPeriod period;
    private final TreeSet<Fact> per = new TreeSet<>(java.util.Comparator.comparing(Fact::name));
    private final Map<Fact, String> only = new LinkedHashMap<>();
    private Lapse lapse = Lapse.SETTLE;
    private Optional<BigDecimal> unpriced = Optional.empty();
    private TreeSet<Integer> warnings = new TreeSet<>(List.of(80, 100));

    private Builder(String name, BigDecimal usd, BudgetPeriod period) {
      if (name.isBlank() || name.length() > 200 || name.indexOf(0) >= 0) {
        throw new IllegalArgumentException("a budget's name has 1 to 200 characters, none NUL");
      }
      this.name = name;
      this.usd = Nanos.usd(Nanos.down(usd));
      this.period = Objects.requireNonNull(period, "period");
    }

    /**
     * Counts apart for each value of a fact; calls of which it is not known don't fall under this
     * budget. Users are counted apart within their tenants.
     *
     * @param fact which
     * @return this builder
     */
    public Builder per(Fact fact) {
      per.add(fact);
      if (fact.equals(Fact.USER)) {
        per.add(Fact.TENANT);
      }
      return this;
    }

    /**
     * Confines it to calls of which something holds.
     *
     * @param fact which
     * @param value what it must be
     * @return this builder
     */
    public Builder only(Fact fact, String value) {
      only.put(Objects.requireNonNull(fact, "fact"), Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Sets what becomes of a reservation whose lease has ended.
     *
     * @param lapse what
     * @return this builder
     */
    public Builder lapse(Lapse lapse) {
      this.lapse = Objects.requireNonNull(lapse, "lapse");
      return this;
    }

    /**
     * Allows calls whose worst case nobody knows.
     *
     * @param usd US dollars to reserve for each; also what is settled if nobody ever knows
     * @return this builder
     */
    public Builder unpriced(BigDecimal usd) {
      Nanos.up(usd);
      unpriced = Optional.of(usd);
      return this;
    }

    /**
     * Sets when to warn: once in each period, when so much is spent.
     *
     * @param percents 1 or more each; none for no warnings
     * @return this builder
     */
    public Builder warnAt(int... percents) {
      warnings = new TreeSet<>();
      for (int percent : percents) {
        if (percent < 1 || percent > 1000) {
          throw new IllegalArgumentException("a warning is at 1 to 1000 percent, not " + percent);
        }
        warnings.add(percent);
      }
      return this;
    }

    /**
     * Returns the budget.
     *
     * @return the value
     */
    public Budget build() {
      return new Budget(this);
    }
  }
}
