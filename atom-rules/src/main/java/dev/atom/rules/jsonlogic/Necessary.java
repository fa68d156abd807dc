package dev.atom.rules.jsonlogic;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a field must be like wherever a JsonLogic rule holds as a condition: a rule whose necessary
 * tests are not all accepted does not hold. The reverse is not said. Immutable and thread-safe.
 *
 * @param field the path with dots, of names without blanks
 * @param kinds the kinds of values that are accepted whatever the value; copied
 * @param values the values of other kinds that are accepted; copied
 * @param numbers the numbers that are accepted beside those; empty if none
 */
public record Necessary(String field, Set<Kind> kinds, List<Json> values, Optional<Range> numbers) {

  /** Copies the kinds and values. */
  public Necessary {
    Objects.requireNonNull(field, "field");
    kinds = Set.copyOf(kinds);
    values = List.copyOf(values);
    Objects.requireNonNull(numbers, "numbers");
  }

  /** Kinds of values that a field may have. */
  public enum Kind {
    /** There is none. */
    MISSING,
    /** The value is {@code null}. */
    NULL,
    /** A truth value. */
    BOOLEAN,
    /** A number. */
    NUMBER,
    /** A text. */
    TEXT,
    /** A list. */
    LIST,
    /** An object. */
    OBJECT;

    static Kind of(@Nullable Json value) {
      if (value == null) {
        return MISSING;
      }
      return switch (value) {
        case Json.Null n -> NULL;
        case Json.Bool b -> BOOLEAN;
        case Json.Num n -> NUMBER;
        case Json.Str s -> TEXT;
        case Json.Arr a -> LIST;
        case Json.Obj o -> OBJECT;
      };
    }
  }

  /**
   * A range of numbers.
   *
   * @param low the lower end; empty if there is none
   * @param high the upper end; empty if there is none
   * @param closed whether the ends belong to it
   */
  public record Range(Optional<BigDecimal> low, Optional<BigDecimal> high, boolean closed) {
    /**
     * Tells whether a number is in the range.
     *
     * @param number the number
     * @return true if it is
     */
    public boolean contains(BigDecimal number) {
      int least = closed ? 0 : 1;
      return low.filter(end -> number.compareTo(end) < least).isEmpty()
          && high.filter(end -> end.compareTo(number) < least).isEmpty();
    }
  }

  /**
   * Tells whether a value of the field is accepted.
   *
   * @param value the value; empty if there is none
   * @return false only if the rule does not hold then
   */
  public boolean accepts(Optional<Json> value) {
    Json json = value.orElse(null);
    return kinds.contains(Kind.of(json))
        || (json != null && values.contains(json))
        || (json instanceof Json.Num number
            && numbers.filter(range -> range.contains(number.value())).isPresent());
  }

  /** What one of two tests of the same field accepts; empty if that can't be said exactly. */
  Optional<Necessary> or(Necessary other) {
    if (!field.equals(other.field) || (numbers.isPresent() && other.numbers.isPresent())) {
      return Optional.empty();
    }
    Set<Kind> both = EnumSet.noneOf(Kind.class);
    both.addAll(kinds);
    both.addAll(other.kinds);
    List<Json> all =
        java.util.stream.Stream.concat(values.stream(), other.values.stream()).distinct().toList();
    return Optional.of(new Necessary(field, both, all, numbers.or(other::numbers)));
  }
}
