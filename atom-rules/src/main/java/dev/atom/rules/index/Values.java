package dev.atom.rules.index;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A set of values of one field, of all that JSON can hold there: a finite set of texts or all but such
 * a set, intervals of numbers, and each of true, false, null, missing, lists and objects with or
 * without content. Immutable and thread-safe.
 */
public final class Values {
  private static final int ALL_KINDS = (1 << Cell.TEXT) - 1;

  /** No value at all. */
  public static final Values NONE = new Values(0, false, Set.of(), Cuts.NONE);

  /** Every value. */
  public static final Values ALL = NONE.not();

  /** The field is not there. */
  public static final Values MISSING = kind(Cell.MISSING);

  /** The field is there and {@code null}. */
  public static final Values NULL = kind(Cell.NULL);

  /** A list, an object or a text without content. */
  public static final Values EMPTY =
      kind(Cell.EMPTY_LIST).or(kind(Cell.EMPTY_OBJECT)).or(Values.of(""));

  /** Any list. */
  public static final Values LISTS = kind(Cell.EMPTY_LIST).or(kind(Cell.LIST));

  /** Any object. */
  public static final Values OBJECTS = kind(Cell.EMPTY_OBJECT).or(kind(Cell.OBJECT));

  /** Any text. */
  public static final Values TEXTS = new Values(0, true, Set.of(), Cuts.NONE);

  private final int kinds;
  private final boolean others;
  private final Set<String> texts;
  private final Cuts numbers;

  private Values(int kinds, boolean others, Set<String> texts, Cuts numbers) {
    this.kinds = kinds;
    this.others = others;
    this.texts = texts;
    this.numbers = numbers;
  }

  private static Values kind(int kind) {
    return new Values(1 << kind, false, Set.of(), Cuts.NONE);
  }

  private static Values numbers(Cuts numbers) {
    return new Values(0, false, Set.of(), numbers);
  }

  /**
   * Returns one text.
   *
   * @param text the text
   * @return it alone
   */
  public static Values of(String text) {
    return new Values(0, false, Set.of(text), Cuts.NONE);
  }

  /**
   * Returns texts.
   *
   * @param texts the texts
   * @return these alone
   */
  public static Values of(Set<String> texts) {
    return new Values(0, false, Set.copyOf(texts), Cuts.NONE);
  }

  /**
   * Returns a truth value.
   *
   * @param truth which
   * @return it alone
   */
  public static Values of(boolean truth) {
    return kind(truth ? Cell.TRUE : Cell.FALSE);
  }

  /**
   * Returns one number.
   *
   * @param number its value
   * @return the number, however written
   */
  public static Values of(BigDecimal number) {
    return numbers(Cuts.between(number, number));
  }

  /**
   * Returns the numbers from one on.
   *
   * @param number the lowest
   * @return it and all above
   */
  public static Values atLeast(BigDecimal number) {
    return numbers(Cuts.from(number, false));
  }

  /**
   * Returns the numbers above one.
   *
   * @param number the limit
   * @return all above, without it
   */
  public static Values above(BigDecimal number) {
    return numbers(Cuts.from(number, true));
  }

  /**
   * Returns the numbers below one.
   *
   * @param number the limit
   * @return all below, without it
   */
  public static Values below(BigDecimal number) {
    return numbers(Cuts.from(number, false).not());
  }

  /**
   * Returns the numbers up to one.
   *
   * @param number the highest
   * @return it and all below
   */
  public static Values atMost(BigDecimal number) {
    return numbers(Cuts.from(number, true).not());
  }

  /**
   * Returns the numbers between two.
   *
   * @param low the lowest
   * @param high the highest, not below the lowest
   * @return both and all between
   */
  public static Values between(BigDecimal low, BigDecimal high) {
    return numbers(Cuts.between(low, high));
  }

  /**
   * Returns what is not in this set.
   *
   * @return the complement
   */
  public Values not() {
    return new Values(ALL_KINDS & ~kinds, !others, texts, numbers.not());
  }

  /**
   * Returns what is in both sets.
   *
   * @param other the other set
   * @return the intersection
   */
  public Values and(Values other) {
    if (this == ALL || other == NONE) {
      return other;
    }
    if (this == NONE || other == ALL) {
      return this;
    }
    return new Values(
        kinds & other.kinds, others && other.others, exceptions(other), numbers.and(other.numbers));
  }

  /**
   * Returns what is in either set.
   *
   * @param other the other set
   * @return the union
   */
  public Values or(Values other) {
    if (this == NONE || other == NONE) {
      return this == NONE ? other : this;
    }
    return not().and(other.not()).not();
  }

  /** Texts of which the intersection says something else than of the others. */
  private Set<String> exceptions(Values other) {
    boolean rest = others && other.others;
    Set<String> exceptions = new HashSet<>();
    for (Set<String> named : List.of(texts, other.texts)) {
      for (String text : named) {
        if ((has(text) && other.has(text)) != rest) {
          exceptions.add(text);
        }
      }
    }
    return exceptions;
  }

  private boolean has(String text) {
    return others != texts.contains(text);
  }

  /** A bit for each kind that is in the set; of texts, those it does not name. */
  int kinds() {
    return others ? kinds | 1 << Cell.TEXT : kinds;
  }

  /** The texts of which the set says something else than of those it does not name. */
  Set<String> texts() {
    return texts;
  }

  Cuts numbers() {
    return numbers;
  }

  boolean isEmpty() {
    return kinds == 0 && !others && texts.isEmpty() && numbers.equals(Cuts.NONE);
  }

  boolean isAll() {
    return kinds == ALL_KINDS && others && texts.isEmpty() && numbers.equals(Cuts.ALL);
  }

  /**
   * Tells how much there is to index.
   *
   * @return how many texts are named, and numbers at which belonging ends or begins
   */
  public int size() {
    return texts.size() + numbers.cuts().size();
  }

  /**
   * Tells whether a value is in the set.
   *
   * @param value the value; empty for none
   * @return true if it is
   */
  public boolean has(Optional<Json> value) {
    Cell cell = new Cell();
    cell.set(value.orElse(null));
    return switch (cell.kind) {
      case Cell.TEXT -> has(cell.text);
      case Cell.NUMBER -> numbers.has(cell.exact());
      default -> (kinds & 1 << cell.kind) != 0;
    };
  }

  /**
   * Returns the texts and numbers that the set names: between two of them, and beyond, belonging is
   * the same for all numbers, and for all texts.
   *
   * @return in no order, numbers perhaps twice
   */
  public List<Json> points() {
    return Stream.<Json>concat(
            texts.stream().map(Json::of), numbers.cuts().stream().map(cut -> Json.of(cut.at())))
        .toList();
  }
}
