package dev.atom.rules;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a condition asks of a field.
 *
 * <p>Conditions are true or false, nothing between. A positive operator is false on a value that is
 * missing, {@code null} or of the wrong type; {@code not} and the operators named {@code not…} are
 * its plain complement, so that {@code notIn} is true on a missing value. Numbers compare by value,
 * text by code point. {@code lt} to {@code between} order numbers with numbers and text with text;
 * the operators about time read ISO 8601 text.
 */
public enum Operator {
  /** The field equals the value. */
  EQ("eq", Operand.VALUE),
  /** Complement of {@code eq}. */
  NE("ne", EQ),
  /** The field is less than the value. */
  LT("lt", Operand.VALUE),
  /** The field is less than the value or equal. */
  LTE("lte", Operand.VALUE),
  /** The field is greater than the value. */
  GT("gt", Operand.VALUE),
  /** The field is greater than the value or equal. */
  GTE("gte", Operand.VALUE),
  /** The field lies between two values, both included. */
  BETWEEN("between", Operand.RANGE),
  /** Complement of {@code between}. */
  NOT_BETWEEN("notBetween", BETWEEN),
  /** The field equals one of a list. */
  IN("in", Operand.LIST),
  /** Complement of {@code in}. */
  NOT_IN("notIn", IN),
  /** The text holds the value as a part, or the list holds it as an item. */
  CONTAINS("contains", Operand.VALUE),
  /** Complement of {@code contains}. */
  NOT_CONTAINS("notContains", CONTAINS),
  /** The text begins with the value. */
  STARTS_WITH("startsWith", Operand.VALUE),
  /** Complement of {@code startsWith}. */
  NOT_STARTS_WITH("notStartsWith", STARTS_WITH),
  /** The text ends with the value. */
  ENDS_WITH("endsWith", Operand.VALUE),
  /** Complement of {@code endsWith}. */
  NOT_ENDS_WITH("notEndsWith", ENDS_WITH),
  /** The field is missing or {@code null}. */
  IS_NULL("isNull", Operand.NONE),
  /** Complement of {@code isNull}. */
  IS_NOT_NULL("isNotNull", IS_NULL),
  /** The field is missing, {@code null}, an empty text, list or object. */
  IS_EMPTY("isEmpty", Operand.NONE),
  /** Complement of {@code isEmpty}. */
  IS_NOT_EMPTY("isNotEmpty", IS_EMPTY),
  /** The field is there, {@code null} included. */
  EXISTS("exists", Operand.NONE),
  /** The list holds an item of the value's, or the text holds one of them as a part. */
  CONTAINS_ANY("containsAny", Operand.LIST),
  /** The list holds every item of the value's, or the text holds each of them as a part. */
  CONTAINS_ALL("containsAll", Operand.LIST),
  /** Complement of {@code containsAny}. */
  CONTAINS_NONE("containsNone", CONTAINS_ANY),
  /** The whole text matches a regular expression; its time is linear in the text's length. */
  MATCHES("matches", Operand.PATTERN),
  /** The event changed the field. */
  CHANGED("changed", Operand.NONE),
  /** The event changed the field, which had the value before. */
  CHANGED_FROM("changedFrom", Operand.VALUE),
  /** The event changed the field, which has the value now. */
  CHANGED_TO("changedTo", Operand.VALUE),
  /** The event changed the field to something greater. */
  INCREASED("increased", Operand.NONE),
  /** The event changed the field to something less. */
  DECREASED("decreased", Operand.NONE),
  /** The day, time or instant lies before the value. */
  BEFORE("before", Operand.VALUE),
  /** The day, time or instant lies after the value. */
  AFTER("after", Operand.VALUE),
  /**
   * The day or instant lies longer ago than a duration, in an ISO 8601 duration or in working time.
   */
  OLDER_THAN("olderThan", Operand.DURATION),
  /** The day or instant lies less long ago than a duration, or in the future. */
  NEWER_THAN("newerThan", Operand.DURATION),
  /** The day or instant lies no further from now than a duration, in the past or the future. */
  WITHIN("within", Operand.DURATION),
  /**
   * The time of day, or that of the instant in the facts' zone, lies from the first of two times on
   * and before the second; over midnight if the second is the earlier one.
   */
  TIME_OF_DAY("timeOfDay", Operand.TIMES),
  /** The day, or that of the instant in the facts' zone, is one of some days of the week. */
  DAY_OF_WEEK("dayOfWeek", Operand.DAYS),
  /** The instant is working time of a calendar. */
  BUSINESS_HOURS("businessHours", Operand.CALENDAR);

  private static final Map<String, Operator> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(Operator::jsonName, Function.identity()));

  private final String jsonName;
  private final Operand operand;
  private final Optional<Operator> complementOf;

  Operator(String jsonName, Operand operand) {
    this.jsonName = jsonName;
    this.operand = operand;
    this.complementOf = Optional.empty();
  }

  Operator(String jsonName, Operator complementOf) {
    this.jsonName = jsonName;
    this.operand = complementOf.operand;
    this.complementOf = Optional.of(complementOf);
  }

  /** What an operator takes as its value. */
  public enum Operand {
    /** No value. */
    NONE,
    /** One literal, or another field. */
    VALUE,
    /** A list of literals, or another field that holds a list. */
    LIST,
    /** A list of the lowest and the highest value, each a literal or another field. */
    RANGE,
    /**
     * An ISO 8601 duration as text, such as {@code PT30M} or {@code P7D}, or another field that holds
     * one; or working time: {@code {"duration": "PT8H", "calendar": "support"}}.
     */
    DURATION,
    /** A list of two times of day, each a literal such as {@code 17:30} or another field. */
    TIMES,
    /** A list of days of the week, {@code monday} to {@code sunday}, or another field that holds one. */
    DAYS,
    /**
     * The name of a calendar, or {@code {"calendar": "support", "zone": "Asia/Tokyo"}} for its hours
     * in another zone.
     */
    CALENDAR,
    /** A regular expression as text. */
    PATTERN
  }

  /**
   * Finds the operator that a rule document names.
   *
   * @param name the name in JSON, such as {@code notIn}
   * @return empty if there is none of this name
   */
  public static Optional<Operator> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /**
   * Returns the operator's name in a rule document.
   *
   * @return such as {@code notIn}
   */
  public String jsonName() {
    return jsonName;
  }

  /**
   * Returns what the operator takes as its value.
   *
   * @return the form of the value
   */
  public Operand operand() {
    return operand;
  }

  /**
   * Returns the positive operator that this one is the complement of.
   *
   * @return empty if this operator is positive itself
   */
  public Optional<Operator> complementOf() {
    return complementOf;
  }

  Operator positive() {
    return complementOf.orElse(this);
  }

  boolean negated() {
    return complementOf.isPresent();
  }

  /** Whether the operator looks at what an event changed rather than at the value. */
  boolean aboutChange() {
    return switch (this) {
      case CHANGED, CHANGED_FROM, CHANGED_TO, INCREASED, DECREASED -> true;
      default -> false;
    };
  }

  /** Whether the operator is about presence itself, so that a missing value is an answer. */
  boolean aboutPresence() {
    return switch (positive()) {
      case IS_NULL, IS_EMPTY, EXISTS -> true;
      default -> false;
    };
  }

  boolean aboutTime() {
    return switch (this) {
      case BEFORE,
          AFTER,
          OLDER_THAN,
          NEWER_THAN,
          WITHIN,
          TIME_OF_DAY,
          DAY_OF_WEEK,
          BUSINESS_HOURS ->
          true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return jsonName;
  }
}
