package dev.atom.rules;

import dev.atom.json.Json;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * The operators on one field; each ends a condition. Values may be text, numbers, truth values,
 * enums, {@code Instant}, {@code LocalDate}, {@code LocalTime}, {@code Duration}, {@code Period},
 * lists, {@link Json}, or {@link Condition#otherField}. What {@link Operator} says of each holds
 * here. Immutable and thread-safe.
 */
public final class FieldOperators {
  private final String field;

  FieldOperators(String field) {
    this.field = Objects.requireNonNull(field, "field");
  }

  /**
   * Ends the condition with an operator that is given as a value.
   *
   * @param operator the operator
   * @param value what the operator takes, as it stands in a rule document; empty if it takes nothing
   * @return the condition
   */
  public FieldCondition is(Operator operator, Optional<Json> value) {
    return new FieldCondition(field, operator, value);
  }

  /**
   * Ends a condition that is true if the field equals the value.
   *
   * @param value what the field is compared with
   * @return the condition
   */
  public FieldCondition eq(Object value) {
    return with(Operator.EQ, Literals.json(value));
  }

  /**
   * Ends a condition that is true unless the field equals the value.
   *
   * @param value what the field is compared with
   * @return the condition
   */
  public FieldCondition ne(Object value) {
    return with(Operator.NE, Literals.json(value));
  }

  /**
   * Ends a condition that is true if the field is less than the value.
   *
   * @param value what the field is compared with
   * @return the condition
   */
  public FieldCondition lt(Object value) {
    return with(Operator.LT, Literals.json(value));
  }

  /**
   * Ends a condition that is true if the field is less than the value or equal.
   *
   * @param value what the field is compared with
   * @return the condition
   */
  public FieldCondition lte(Object value) {
    return with(Operator.LTE, Literals.json(value));
  }

  /**
   * Ends a condition that is true if the field is greater than the value.
   *
   * @param value what the field is compared with
   * @return the condition
   */
  public FieldCondition gt(Object value) {
    return with(Operator.GT, Literals.json(value));
  }

  /**
   * Ends a condition that is true if the field is greater than the value or equal.
   *
   * @param value what the field is compared with
   * @return the condition
   */
  public FieldCondition gte(Object value) {
    return with(Operator.GTE, Literals.json(value));
  }

  /**
   * Ends a condition that is true if the field lies between the values, both included.
   *
   * @param lowest the lowest value
   * @param highest the highest value
   * @return the condition
   */
  public FieldCondition between(Object lowest, Object highest) {
    return with(Operator.BETWEEN, Literals.list(lowest, highest));
  }

  /**
   * Ends a condition that is true unless the field lies between the values, both included.
   *
   * @param lowest the lowest value
   * @param highest the highest value
   * @return the condition
   */
  public FieldCondition notBetween(Object lowest, Object highest) {
    return with(Operator.NOT_BETWEEN, Literals.list(lowest, highest));
  }

  /**
   * Ends a condition that is true if the field equals one of the values.
   *
   * @param values the values, or one {@link Condition#otherField} that holds a list
   * @return the condition
   */
  public FieldCondition in(Object... values) {
    return with(Operator.IN, Literals.listOrField(values));
  }

  /**
   * Ends a condition that is true unless the field equals one of the values.
   *
   * @param values the values, or one {@link Condition#otherField} that holds a list
   * @return the condition
   */
  public FieldCondition notIn(Object... values) {
    return with(Operator.NOT_IN, Literals.listOrField(values));
  }

  /**
   * Ends a condition that is true if the text holds the value as a part, or the list as an item.
   *
   * @param value what the field is compared with
   * @return the condition
   */
  public FieldCondition contains(Object value) {
    return with(Operator.CONTAINS, Literals.json(value));
  }

  /**
   * Ends a condition that is the complement of {@link #contains}.
   *
   * @param value what the field is compared with
   * @return the condition
   */
  public FieldCondition notContains(Object value) {
    return with(Operator.NOT_CONTAINS, Literals.json(value));
  }

  /**
   * Ends a condition that is true if the text begins with the value.
   *
   * @param value what the field is compared with
   * @return the condition
   */
  public FieldCondition startsWith(Object value) {
    return with(Operator.STARTS_WITH, Literals.json(value));
  }

  /**
   * Ends a condition that is the complement of {@link #startsWith}.
   *
   * @param value what the field is compared with
   * @return the condition
   */
  public FieldCondition notStartsWith(Object value) {
    return with(Operator.NOT_STARTS_WITH, Literals.json(value));
  }

  /**
   * Ends a condition that is true if the text ends with the value.
   *
   * @param value what the field is compared with
   * @return the condition
   */
  public FieldCondition endsWith(Object value) {
    return with(Operator.ENDS_WITH, Literals.json(value));
  }

  /**
   * Ends a condition that is the complement of {@link #endsWith}.
   *
   * @param value what the field is compared with
   * @return the condition
   */
  public FieldCondition notEndsWith(Object value) {
    return with(Operator.NOT_ENDS_WITH, Literals.json(value));
  }

  /**
   * Ends a condition that is true if the field is missing or {@code null}.
   *
   * @return the condition
   */
  public FieldCondition isNull() {
    return is(Operator.IS_NULL, Optional.empty());
  }

  /**
   * Ends a condition that is the complement of {@link #isNull}.
   *
   * @return the condition
   */
  public FieldCondition isNotNull() {
    return is(Operator.IS_NOT_NULL, Optional.empty());
  }

  /**
   * Ends a condition that is true if the field is missing, {@code null} or empty.
   *
   * @return the condition
   */
  public FieldCondition isEmpty() {
    return is(Operator.IS_EMPTY, Optional.empty());
  }

  /**
   * Ends a condition that is the complement of {@link #isEmpty}.
   *
   * @return the condition
   */
  public FieldCondition isNotEmpty() {
    return is(Operator.IS_NOT_EMPTY, Optional.empty());
  }

  /**
   * Ends a condition that is true if the field is there, {@code null} included.
   *
   * @return the condition
   */
  public FieldCondition exists() {
    return is(Operator.EXISTS, Optional.empty());
  }

  /**
   * Ends a condition that is true if the list holds one of the values, or the text one as a part.
   *
   * @param values the values, or one {@link Condition#otherField} that holds a list
   * @return the condition
   */
  public FieldCondition containsAny(Object... values) {
    return with(Operator.CONTAINS_ANY, Literals.listOrField(values));
  }

  /**
   * Ends a condition that is true if the list holds every value, or the text each as a part.
   *
   * @param values the values, or one {@link Condition#otherField} that holds a list
   * @return the condition
   */
  public FieldCondition containsAll(Object... values) {
    return with(Operator.CONTAINS_ALL, Literals.listOrField(values));
  }

  /**
   * Ends a condition that is the complement of {@link #containsAny}.
   *
   * @param values the values, or one {@link Condition#otherField} that holds a list
   * @return the condition
   */
  public FieldCondition containsNone(Object... values) {
    return with(Operator.CONTAINS_NONE, Literals.listOrField(values));
  }

  /**
   * Ends a condition that is true if the whole text matches a regular expression.
   *
   * @param value the regular expression
   * @return the condition
   */
  public FieldCondition matches(String value) {
    return with(Operator.MATCHES, Json.of(value));
  }

  /**
   * Ends a condition that is true if the event changed the field.
   *
   * @return the condition
   */
  public FieldCondition changed() {
    return is(Operator.CHANGED, Optional.empty());
  }

  /**
   * Ends a condition that is true if the event changed the field and it had the value before.
   *
   * @param value what the field is compared with
   * @return the condition
   */
  public FieldCondition changedFrom(Object value) {
    return with(Operator.CHANGED_FROM, Literals.json(value));
  }

  /**
   * Ends a condition that is true if the event changed the field and it has the value now.
   *
   * @param value what the field is compared with
   * @return the condition
   */
  public FieldCondition changedTo(Object value) {
    return with(Operator.CHANGED_TO, Literals.json(value));
  }

  /**
   * Ends a condition that is true if the event changed the field to something greater.
   *
   * @return the condition
   */
  public FieldCondition increased() {
    return is(Operator.INCREASED, Optional.empty());
  }

  /**
   * Ends a condition that is true if the event changed the field to something less.
   *
   * @return the condition
   */
  public FieldCondition decreased() {
    return is(Operator.DECREASED, Optional.empty());
  }

  /**
   * Ends a condition that is true if the day, time or instant lies before the value.
   *
   * @param value what the field is compared with
   * @return the condition
   */
  public FieldCondition before(Object value) {
    return with(Operator.BEFORE, Literals.json(value));
  }

  /**
   * Ends a condition that is true if the day, time or instant lies after the value.
   *
   * @param value what the field is compared with
   * @return the condition
   */
  public FieldCondition after(Object value) {
    return with(Operator.AFTER, Literals.json(value));
  }

  /**
   * Ends a condition that is true if the day or instant lies longer ago than an ISO 8601 duration.
   *
   * @param value the duration
   * @return the condition
   */
  public FieldCondition olderThan(Object value) {
    return with(Operator.OLDER_THAN, Literals.json(value));
  }

  /**
   * Ends a condition that is true if the day or instant lies less long ago than an ISO 8601 duration.
   *
   * @param value the duration
   * @return the condition
   */
  public FieldCondition newerThan(Object value) {
    return with(Operator.NEWER_THAN, Literals.json(value));
  }

  /**
   * Ends a condition that is true if the day or instant lies longer ago than an amount of working
   * time.
   *
   * @param worked how much, at least nothing
   * @param calendar the name of the calendar that says when work is done
   * @return the condition
   */
  public FieldCondition olderThan(Duration worked, String calendar) {
    return with(Operator.OLDER_THAN, Literals.workingTime(worked, calendar));
  }

  /**
   * Ends a condition that is true if the day or instant lies less long ago than an amount of working
   * time, or in the future.
   *
   * @param worked how much, at least nothing
   * @param calendar the name of the calendar that says when work is done
   * @return the condition
   */
  public FieldCondition newerThan(Duration worked, String calendar) {
    return with(Operator.NEWER_THAN, Literals.workingTime(worked, calendar));
  }

  /**
   * Ends a condition that is true if the day or instant lies no further from now than an ISO 8601
   * duration, in the past or the future.
   *
   * @param value the duration
   * @return the condition
   */
  public FieldCondition within(Object value) {
    return with(Operator.WITHIN, Literals.json(value));
  }

  /**
   * Ends a condition that is true if no more than an amount of working time lies between the day or
   * instant and now.
   *
   * @param worked how much, at least nothing
   * @param calendar the name of the calendar that says when work is done
   * @return the condition
   */
  public FieldCondition within(Duration worked, String calendar) {
    return with(Operator.WITHIN, Literals.workingTime(worked, calendar));
  }

  /**
   * Ends a condition that is true if the time of day lies from one time on and before another; over
   * midnight if the other is the earlier one.
   *
   * @param from the first time
   * @param until the time that is no longer in
   * @return the condition
   */
  public FieldCondition timeOfDay(Object from, Object until) {
    return with(Operator.TIME_OF_DAY, Literals.list(from, until));
  }

  /**
   * Ends a condition that is true if the day is one of some days of the week.
   *
   * @param days the days, at least one
   * @return the condition
   */
  public FieldCondition dayOfWeek(DayOfWeek... days) {
    return with(
        Operator.DAY_OF_WEEK,
        Json.array(Arrays.stream(days).map(day -> Json.of(TimeOperands.name(day))).toList()));
  }

  /**
   * Ends a condition that is true if the instant is working time.
   *
   * @param calendar the name of the calendar that says when work is done
   * @return the condition
   */
  public FieldCondition businessHours(String calendar) {
    return with(Operator.BUSINESS_HOURS, Json.of(calendar));
  }

  /**
   * Ends a condition that is true if the instant is working time by a calendar's hours in a zone.
   *
   * @param calendar the name of the calendar
   * @param zone where its hours are those of the clock on the wall, in place of its own zone
   * @return the condition
   */
  public FieldCondition businessHours(String calendar, ZoneId zone) {
    return with(
        Operator.BUSINESS_HOURS,
        Json.object().put("calendar", calendar).put("zone", zone.getId()).build());
  }

  private FieldCondition with(Operator operator, Json value) {
    return is(operator, Optional.of(value));
  }
}
