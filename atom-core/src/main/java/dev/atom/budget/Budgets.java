package dev.atom.budget;

import dev.atom.IdSource;
import dev.atom.usage.Cost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds calls to budgets: {@linkplain #reserve reserve} what a call may cost at worst before it is
 * made, {@linkplain Reservation#settle settle} what it did cost.
 *
 * <p>Guarantees, for all processes that share the store: what is spent and reserved together never
 * exceeds an amount, but for calls that cost more than was reserved for them. A reservation that
 * nobody settles lapses with its lease and is then booked as its budgets say; whoever settles it later
 * corrects that, within 30 days. What a call costs is booked in the period in which it was reserved.
 * Amounts are kept in nano-dollars; what is finer is rounded up.
 *
 * <p>Thread-safe.
 */
public final class Budgets {
  private static final Logger LOG = LoggerFactory.getLogger(Budgets.class);

  private final BudgetStore store;
  private final IdSource ids;
  private final Map<String, Budget> budgets;
  private final BudgetListener listener;
  private final Duration lease;

  private Budgets(Builder builder) {
    store = builder.store;
    ids = builder.ids;
    budgets = new HashMap<>(builder.budgets);
    listener = builder.listener;
    lease = builder.lease;
  }

  /**
   * Returns a builder.
   *
   * @param store where it is kept what was spent; stays the host's to close
   * @param ids names reservations
   * @return a new builder
   */
  public static Builder newBuilder(BudgetStore store, IdSource ids) {
    return new Builder(store, ids);
  }

  /** What a try to reserve came to. */
  private record Tried(Optional<BudgetExceeded> refused, List<BudgetWarning> warnings) {}

  /**
   * Reserves what a call may cost, in all budgets that hold for it or in none.
   *
   * @param facts what is known of the call
   * @param worstCase the most that it can cost
   * @return the reservation, to be settled, released or closed
   * @throws BudgetExceeded if it does not fit into one of them
   * @throws UnpricedCall if the worst case is unknown, and one of them allows no such calls
   * @throws dev.atom.store.StoreException if the store failed
   */
  public Reservation reserve(BudgetFacts facts, Cost worstCase) {
    NavigableMap<Bucket, Budget> buckets = bucketsOf(facts);
    Map<Bucket, Long> amounts = new HashMap<>();
    buckets.forEach((bucket, budget) -> amounts.put(bucket, amount(budget, worstCase)));
    String id = ids.next();
    if (!buckets.isEmpty()) {
      Tried tried =
          store.exclusively(
              buckets.navigableKeySet(), rows -> tryToReserve(rows, buckets, amounts, id));
      tell(tried.warnings());
      if (tried.refused().isPresent()) {
        throw tried.refused().get();
      }
    }
    long most = amounts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return new Reservation(this, id, buckets, Nanos.usd(most));
  }

  private NavigableMap<Bucket, Budget> bucketsOf(BudgetFacts facts) {
    NavigableMap<Bucket, Budget> buckets = new TreeMap<>();
    for (Budget budget : budgets.values()) {
      Bucket.of(budget, facts).ifPresent(bucket -> buckets.put(bucket, budget));
    }
    return buckets;
  }

  private static long amount(Budget budget, Cost worstCase) {
    return switch (worstCase) {
      case Cost.Known known -> Nanos.up(known.usd());
      case Cost.Unknown unknown ->
          Nanos.up(budget.unpriced().orElseThrow(() -> new UnpricedCall(budget, unknown.reason())));
    };
  }

  /** A refusal is a result: what has lapsed stays booked. */
  private Tried tryToReserve(
      BudgetStore.Rows rows,
      NavigableMap<Bucket, Budget> buckets,
      Map<Bucket, Long> amounts,
      String id) {
    Instant now = store.now();
    List<BudgetWarning> warnings = new ArrayList<>();
    Map<Bucket, BudgetSum> sums = new HashMap<>();
    Optional<BudgetExceeded> refused = Optional.empty();
    for (Map.Entry<Bucket, Budget> entry : buckets.entrySet()) {
      BudgetRules rules = new BudgetRules(rows, entry.getKey(), entry.getValue(), now);
      if (rules.lapse()) {
        rules.warning().ifPresent(warnings::add);
      }
      BudgetSum sum = rules.sum();
      sums.put(entry.getKey(), sum);
      long amount = Objects.requireNonNull(amounts.get(entry.getKey()));
      if (refused.isEmpty() && !sum.allows(amount)) {
        refused =
            Optional.of(new BudgetExceeded(sum.status(), Nanos.usd(amount), sum.wait(amount, now)));
      }
    }
    if (refused.isEmpty()) {
      sums.forEach(
          (bucket, sum) ->
              new BudgetRules(rows, bucket, Objects.requireNonNull(buckets.get(bucket)), now)
                  .reserve(id, Objects.requireNonNull(amounts.get(bucket)), sum, now.plus(lease)));
    }
    return new Tried(refused, warnings);
  }

  void settle(String id, NavigableMap<Bucket, Budget> buckets, Cost actual) {
    Optional<Long> known =
        actual instanceof Cost.Known cost ? Optional.of(Nanos.up(cost.usd())) : Optional.empty();
    List<BudgetWarning> reached =
        store.exclusively(
            buckets.navigableKeySet(),
            rows -> {
              Instant now = store.now();
              List<BudgetWarning> warnings = new ArrayList<>();
              buckets.forEach(
                  (bucket, budget) -> {
                    BudgetRules rules = new BudgetRules(rows, bucket, budget, now);
                    rules.settle(id, known);
                    rules.warning().ifPresent(warnings::add);
                  });
              return warnings;
            });
    tell(reached);
  }

  /**
   * Tells how the budgets stand that hold for a call.
   *
   * @param facts what is known of it
   * @return sorted by name
   * @throws dev.atom.store.StoreException if the store failed
   */
  public List<BudgetStatus> status(BudgetFacts facts) {
    NavigableMap<Bucket, Budget> buckets = bucketsOf(facts);
    if (buckets.isEmpty()) {
      return List.of();
    }
    List<BudgetWarning> warnings = new ArrayList<>();
    List<BudgetStatus> all =
        store.exclusively(
            buckets.navigableKeySet(),
            rows -> {
              Instant now = store.now();
              warnings.clear();
              List<BudgetStatus> found = new ArrayList<>();
              buckets.forEach(
                  (bucket, budget) -> {
                    BudgetRules rules = new BudgetRules(rows, bucket, budget, now);
                    if (rules.lapse()) {
                      rules.warning().ifPresent(warnings::add);
                    }
                    found.add(rules.sum().status());
                  });
              return found;
            });
    tell(warnings);
    return all;
  }

  private void tell(List<BudgetWarning> warnings) {
    for (BudgetWarning warning : warnings) {
      try {
        listener.warned(warning);
      } catch (RuntimeException e) {
        LOG.warn("a listener of budgets has thrown", e);
      }
    }
  }

  /**
   * Builds {@link Budgets}. By default there is no budget and no listener, and a lease lasts 15
   * minutes. Not thread-safe.
   */
  public static final class Builder {
    private final BudgetStore store;
    private final IdSource ids;
    private final Map<String, Budget> budgets = new HashMap<>();
    private BudgetListener listener = warning -> {};
    private Duration lease = Duration.ofMinutes(15);

    private Builder(BudgetStore store, IdSource ids) {
      this.store = Objects.requireNonNull(store, "store");
      this.ids = Objects.requireNonNull(ids, "ids");
    }

    /**
     * Adds a budget.
     *
     * @param budget of a name that none of the others has
     * @return this builder
     */
    public Builder budget(Budget budget) {
      if (budgets.put(budget.name(), budget) != null) {
        throw new IllegalArgumentException("there are two budgets \"" + budget.name() + "\"");
      }
      return this;
    }

    /**
     * Sets who hears when budgets run low.
     *
     * @param listener called on the caller's path
     * @return this builder
     */
    public Builder listener(BudgetListener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Sets how long a reservation holds without a settlement: longer than any call takes.
     *
     * @param time a second to a day
     * @return this builder
     */
    public Builder lease(Duration time) {
      if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(Duration.ofDays(1)) > 0) {
        throw new IllegalArgumentException("a lease lasts a second to a day, not " + time);
      }
      lease = time;
      return this;
    }

    /**
     * Returns the budgets.
     *
     * @return ready to reserve
     */
    public Budgets build() {
      return new Budgets(this);
    }
  }
}
