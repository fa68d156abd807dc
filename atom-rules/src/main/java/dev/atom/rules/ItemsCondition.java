package dev.atom.rules;

import dev.atom.json.Json;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * A test of the items of a list: whether any, all or none of them fulfil a condition, how many do, or
 * what their numbers come to. Immutable, thread-safe, equal by content; {@link Condition#items}
 * begins one.
 *
 * <p>Paths in the condition on the items are relative to the item. {@code @} is the item itself, and
 * each {@code ^.} before a path leads one level out: {@code ^.customer.tier} is a fact, or a field of
 * the item around.
 *
 * <p>Over an empty list {@code all} and {@code none} are true, {@code any} is false and a count or a
 * sum is 0. A list that is missing, {@code null} or no list is like any such field: false, for {@code
 * none} true, unless {@link #missing()} says otherwise of one that is missing.
 */
public final class ItemsCondition implements Condition {
  private final Optional<String> id;
  private final String items;
  private final Fold fold;
  private final Optional<Condition> each;
  private final Optional<String> of;
  private final Optional<FieldCondition> amount;
  private final Optional<Missing> missing;

  /** What becomes of the items. */
  public enum Fold {
    /** At least one item fulfils the condition. */
    ANY("any"),
    /** Every item fulfils the condition. */
    ALL("all"),
    /** No item fulfils the condition: the complement of {@code any}. */
    NONE("none"),
    /** How many items fulfil the condition. */
    COUNT("count"),
    /** The sum of a field of the items, 0 over none. Items without the field are passed over. */
    SUM("sum"),
    /** The least of a field's numbers; missing over none. */
    MIN("min"),
    /** The greatest of a field's numbers; missing over none. */
    MAX("max"),
    /** The mean of a field's numbers, to 34 digits; missing over none. */
    AVG("avg");

    private final String jsonName;

    Fold(String jsonName) {
      this.jsonName = jsonName;
    }

    /**
     * Returns the name in a rule document.
     *
     * @return such as {@code any}
     */
    public String jsonName() {
      return jsonName;
    }

    /**
     * Tells whether the fold makes a number that is compared, rather than an answer.
     *
     * @return true for all from {@code count} on
     */
    public boolean amount() {
      return this == COUNT || ofField();
    }

    /**
     * Tells whether the fold is one of a field's numbers.
     *
     * @return true for {@code sum}, {@code min}, {@code max} and {@code avg}
     */
    public boolean ofField() {
      return this == SUM || this == MIN || this == MAX || this == AVG;
    }

    static Optional<Fold> in(Json.Obj object) {
      return Arrays.stream(values()).filter(f -> object.get(f.jsonName).isPresent()).findFirst();
    }
  }

  private ItemsCondition(Optional<String> id, ItemsCondition that, Optional<Missing> missing) {
    this.id = id;
    this.items = that.items;
    this.fold = that.fold;
    this.each = that.each;
    this.of = that.of;
    this.amount = that.amount;
    this.missing = missing;
  }

  ItemsCondition(
      String items,
      Fold fold,
      Optional<Condition> each,
      Optional<String> of,
      Optional<FieldCondition> amount) {
    this.id = Optional.empty();
    this.items = Objects.requireNonNull(items, "items");
    this.fold = fold;
    this.each = each;
    this.of = of;
    this.amount = amount;
    this.missing = Optional.empty();
  }

  /**
   * Returns this condition with an id, by which traces name it.
   *
   * @param name unique in its rule, not blank
   * @return the condition
   */
  public ItemsCondition id(String name) {
    return new ItemsCondition(Optional.of(name), this, missing);
  }

  /**
   * Returns this condition with an answer for a list that is missing or {@code null}.
   *
   * @param answer what the condition answers then
   * @return the condition
   */
  public ItemsCondition whenMissing(Missing answer) {
    return new ItemsCondition(id, this, Optional.of(answer));
  }

  /**
   * Returns the id by which traces name the condition.
   *
   * @return empty if it was given none; traces then name its place in the rule
   */
  public Optional<String> id() {
    return id;
  }

  /**
   * Returns the path of the list.
   *
   * @return names with dots between
   */
  public String items() {
    return items;
  }

  /**
   * Returns what becomes of the items.
   *
   * @return the fold
   */
  public Fold fold() {
    return fold;
  }

  /**
   * Returns the condition on each item; for a sum and the like, on those that it is of.
   *
   * @return empty only where a sum and the like is of all items
   */
  public Optional<Condition> each() {
    return each;
  }

  /**
   * Returns the path in the item of the numbers that are summed and the like.
   *
   * @return empty for {@code any}, {@code all}, {@code none} and {@code count}
   */
  public Optional<String> of() {
    return of;
  }

  /**
   * Returns what the count, sum and the like is compared with.
   *
   * @return the operator; empty for {@code any}, {@code all} and {@code none}
   */
  public Optional<Operator> operator() {
    return amount.map(FieldCondition::operator);
  }

  /**
   * Returns the number that the count, sum and the like is compared with, as it stands in the rule
   * document.
   *
   * @return empty for {@code any}, {@code all} and {@code none}
   */
  public Optional<Json> value() {
    return amount.flatMap(FieldCondition::value);
  }

  /**
   * Returns the answer for a missing list.
   *
   * @return empty if the condition's own answer holds
   */
  public Optional<Missing> missing() {
    return missing;
  }

  /** The comparison of the count or sum, as if that were a field. */
  Optional<FieldCondition> amount() {
    return amount;
  }

  /** Whether the condition is true, given what was found. */
  boolean holds(Finding finding) {
    if (finding == Finding.MISSING && missing.isPresent()) {
      return missing.get() == Missing.MATCH;
    }
    return amount.isPresent()
        ? amount.get().holds(finding)
        : (finding == Finding.MATCHES) != (fold == Fold.NONE);
  }

  @Override
  public Json.Obj toJson() {
    var json = Json.object().put("id", id).put("items", items);
    if (of.isPresent()) {
      json.put(fold.jsonName(), of);
      each.ifPresent(condition -> json.put("where", condition.toJson()));
    } else {
      json.put(fold.jsonName(), each.orElseThrow().toJson());
    }
    operator().ifPresent(op -> json.put("op", op.jsonName()));
    value().ifPresent(v -> json.put("value", v));
    return json.put("missing", missing.map(Missing::jsonName)).build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ItemsCondition that
        && id.equals(that.id)
        && items.equals(that.items)
        && fold == that.fold
        && each.equals(that.each)
        && of.equals(that.of)
        && amount.equals(that.amount)
        && missing.equals(that.missing);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        id, items, fold.jsonName(), each, of, amount, missing.map(Missing::jsonName));
  }

  @Override
  public String toString() {
    return toJson().toString();
  }
}
