package dev.atom.rules;

import dev.atom.json.Json;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The type that a {@link RuleVocabulary} declares for a fact. */
public enum FactType {
  /** A JSON string. */
  TEXT,
  /** A JSON number. */
  NUMBER,
  /** A JSON boolean. */
  BOOLEAN,
  /** A calendar day, as a JSON string such as {@code 2026-11-21}. */
  DATE,
  /** A time of day, as a JSON string such as {@code 17:30}. */
  TIME,
  /** An instant, as a JSON string with an offset such as {@code 2026-11-21T17:30:00Z}. */
  INSTANT,
  /** A JSON array. */
  LIST,
  /** Anything; nothing about it, nor about what lies below it, is checked. */
  ANY;

  private static final Set<Operator> ORDER =
      EnumSet.of(
          Operator.LT,
          Operator.LTE,
          Operator.GT,
          Operator.GTE,
          Operator.BETWEEN,
          Operator.INCREASED,
          Operator.DECREASED);
  private static final Set<Operator> PARTS =
      EnumSet.of(Operator.CONTAINS, Operator.CONTAINS_ANY, Operator.CONTAINS_ALL);
  private static final Set<Operator> TEXT_ONLY =
      EnumSet.of(Operator.STARTS_WITH, Operator.ENDS_WITH, Operator.MATCHES);

  /**
   * Returns the name in the description of a vocabulary.
   *
   * @return such as {@code number}
   */
  public String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the operators that conditions on such a fact may have.
   *
   * @return in the order of {@link Operator}
   */
  public List<Operator> operators() {
    return Arrays.stream(Operator.values()).filter(this::allows).toList();
  }

  /** Whether the operator asks which of two values is the greater one, at one time. */
  static boolean ordering(Operator operator) {
    return ORDER.contains(operator) && !operator.aboutChange();
  }

  boolean temporal() {
    return this == DATE || this == TIME || this == INSTANT;
  }

  boolean comparableWith(FactType other) {
    return this == ANY
        || other == ANY
        || this == other
        || (this != TIME && other != TIME && temporal() && other.temporal());
  }

  /** Whether the operator can ever be true, or its complement false, on such a fact. */
  boolean allows(Operator operator) {
    Operator positive = operator.positive();
    if (this == ANY || positive.aboutPresence()) {
      return true;
    }
    if (positive.aboutTime()) {
      return temporal()
          && switch (positive.operand()) {
            case DURATION, DAYS -> this != TIME;
            case TIMES -> this != DATE;
            case CALENDAR -> this == INSTANT;
            default -> true;
          };
    }
    if (ORDER.contains(positive)) {
      return this == NUMBER
          || temporal()
          || (this == TEXT && positive != Operator.INCREASED && positive != Operator.DECREASED);
    }
    if (PARTS.contains(positive)) {
      return this == TEXT || this == LIST;
    }
    return TEXT_ONLY.contains(positive) ? this == TEXT : this != LIST || positive != Operator.IN;
  }

  /** Whether a literal is of this type. */
  boolean admits(Json literal) {
    return switch (this) {
      case TEXT -> literal instanceof Json.Str;
      case NUMBER -> literal instanceof Json.Num;
      case BOOLEAN -> literal instanceof Json.Bool;
      case LIST -> literal instanceof Json.Arr;
      case DATE, INSTANT ->
          Moment.of(literal).filter(m -> !(m instanceof Moment.TimeOfDay)).isPresent();
      case TIME -> Moment.of(literal).filter(m -> m instanceof Moment.TimeOfDay).isPresent();
      case ANY -> true;
    };
  }
}
