package dev.atom.budget;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What is known of a call before it is made. Immutable and thread-safe. */
public final class BudgetFacts {
  private final Map<Fact, String> values;

  private BudgetFacts(Map<Fact, String> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /**
   * Returns what is known at least.
   *
   * @param tenant the tenant's id
   * @return the facts
   */
  public static BudgetFacts ofTenant(String tenant) {
    return new BudgetFacts(Map.of(Fact.TENANT, tenant));
  }

  /**
   * Adds a fact.
   *
   * @param fact which
   * @param value what it is, of any kind of text but NUL
   * @return these facts and one more
   */
  public BudgetFacts and(Fact fact, String value) {
    if (value.indexOf(0) >= 0) {
      throw new IllegalArgumentException(fact.name() + " holds the character NUL; it is no text");
    }
    Map<Fact, String> more = new HashMap<>(values);
    more.put(Objects.requireNonNull(fact, "fact"), value);
    return new BudgetFacts(more);
  }

  /**
   * Returns a fact.
   *
   * @param fact which
   * @return empty if it is not known
   */
  public Optional<String> value(Fact fact) {
    return Optional.ofNullable(values.get(fact));
  }

  @Override
  public String toString() {
    return "BudgetFacts" + values;
  }
}
