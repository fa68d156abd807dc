package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.ItemsCondition.Fold;
import java.util.Objects;
import java.util.Optional;

/** What a condition can ask of the items of a list. Immutable and thread-safe. */
public final class ItemFolds {
  private final String items;

  ItemFolds(String items) {
    this.items = Objects.requireNonNull(items, "items");
  }

  /**
   * Ends a condition that is true if at least one item fulfils the other.
   *
   * @param each the condition on an item
   * @return the condition
   */
  public ItemsCondition any(Condition each) {
    return quantified(Fold.ANY, each);
  }

  /**
   * Ends a condition that is true if every item fulfils the other; so it is over an empty list.
   *
   * @param each the condition on an item
   * @return the condition
   */
  public ItemsCondition all(Condition each) {
    return quantified(Fold.ALL, each);
  }

  /**
   * Ends a condition that is true if no item fulfils the other: the complement of {@link #any}.
   *
   * @param each the condition on an item
   * @return the condition
   */
  public ItemsCondition none(Condition each) {
    return quantified(Fold.NONE, each);
  }

  private ItemsCondition quantified(Fold fold, Condition each) {
    return new ItemsCondition(items, fold, Optional.of(each), Optional.empty(), Optional.empty());
  }

  /**
   * Begins a condition on how many items the list has.
   *
   * @return the operators
   */
  public Amount count() {
    return count(Condition.all());
  }

  /**
   * Begins a condition on how many items fulfil the other.
   *
   * @param each the condition on an item
   * @return the operators
   */
  public Amount count(Condition each) {
    return new Amount(items, Fold.COUNT, Optional.of(each), Optional.empty());
  }

  /**
   * Begins a condition on the sum of a field's numbers.
   *
   * @param path the field, relative to the item
   * @return the operators
   */
  public Amount sum(String path) {
    return of(Fold.SUM, path);
  }

  /**
   * Begins a condition on the least of a field's numbers.
   *
   * @param path the field, relative to the item
   * @return the operators
   */
  public Amount min(String path) {
    return of(Fold.MIN, path);
  }

  /**
   * Begins a condition on the greatest of a field's numbers.
   *
   * @param path the field, relative to the item
   * @return the operators
   */
  public Amount max(String path) {
    return of(Fold.MAX, path);
  }

  /**
   * Begins a condition on the mean of a field's numbers.
   *
   * @param path the field, relative to the item
   * @return the operators
   */
  public Amount avg(String path) {
    return of(Fold.AVG, path);
  }

  private Amount of(Fold fold, String path) {
    return new Amount(items, fold, Optional.empty(), Optional.of(path));
  }

  /** The operators on a count, a sum and the like; each ends a condition. Immutable, thread-safe. */
  public static final class Amount {
    private final String items;
    private final Fold fold;
    private final Optional<Condition> each;
    private final Optional<String> of;

    private Amount(String items, Fold fold, Optional<Condition> each, Optional<String> of) {
      this.items = items;
      this.fold = fold;
      this.each = each;
      this.of = of;
    }

    /**
     * Limits a sum and the like to some of the items.
     *
     * @param condition which items it is of
     * @return the operators
     * @throws IllegalStateException on a count, which has its condition
     */
    public Amount where(Condition condition) {
      if (!fold.ofField()) {
        throw new IllegalStateException("a count has its condition; use count(condition)");
      }
      return new Amount(items, fold, Optional.of(condition), of);
    }

    /**
     * Ends the condition with an operator that is given as a value.
     *
     * @param operator {@code eq} to {@code gte}, {@code ne}, {@code between} or {@code notBetween}
     * @param value what the operator takes, as it stands in a rule document
     * @return the condition
     */
    public ItemsCondition is(Operator operator, Json value) {
      return with(new FieldOperators(items).is(operator, Optional.of(value)));
    }

    private ItemsCondition with(FieldCondition amount) {
      return new ItemsCondition(items, fold, each, of, Optional.of(amount));
    }

    /**
     * Ends a condition that is true if the amount equals the value.
     *
     * @param value a number or {@link Condition#otherField}
     * @return the condition
     */
    public ItemsCondition eq(Object value) {
      return with(new FieldOperators(items).eq(value));
    }

    /**
     * Ends a condition that is true unless the amount equals the value.
     *
     * @param value a number or {@link Condition#otherField}
     * @return the condition
     */
    public ItemsCondition ne(Object value) {
      return with(new FieldOperators(items).ne(value));
    }

    /**
     * Ends a condition that is true if the amount is less than the value.
     *
     * @param value a number or {@link Condition#otherField}
     * @return the condition
     */
    public ItemsCondition lt(Object value) {
      return with(new FieldOperators(items).lt(value));
    }

    /**
     * Ends a condition that is true if the amount is less than the value or equal.
     *
     * @param value a number or {@link Condition#otherField}
     * @return the condition
     */
    public ItemsCondition lte(Object value) {
      return with(new FieldOperators(items).lte(value));
    }

    /**
     * Ends a condition that is true if the amount is greater than the value.
     *
     * @param value a number or {@link Condition#otherField}
     * @return the condition
     */
    public ItemsCondition gt(Object value) {
      return with(new FieldOperators(items).gt(value));
    }

    /**
     * Ends a condition that is true if the amount is greater than the value or equal.
     *
     * @param value a number or {@link Condition#otherField}
     * @return the condition
     */
    public ItemsCondition gte(Object value) {
      return with(new FieldOperators(items).gte(value));
    }

    /**
     * Ends a condition that is true if the amount lies between the values, both included.
     *
     * @param lowest a number or {@link Condition#otherField}
     * @param highest a number or {@link Condition#otherField}
     * @return the condition
     */
    public ItemsCondition between(Object lowest, Object highest) {
      return with(new FieldOperators(items).between(lowest, highest));
    }
  }
}
