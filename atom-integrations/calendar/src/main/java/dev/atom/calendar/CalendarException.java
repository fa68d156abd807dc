package dev.atom.calendar;

import dev.atom.AtomException;
import java.util.OptionalInt;

/**
 * A calendar could not be read, worked out or written. {@link #code()} tells the cases apart:
 *
 * <ul>
 *   <li>{@code calendar_malformed}: the lines or the components are not iCalendar
 *   <li>{@code calendar_value}: a property has a value that can't be understood
 *   <li>{@code calendar_zone_unknown}: a time is in a zone that nobody knows
 *   <li>{@code calendar_too_large}: a limit of {@link CalendarLimits} is passed
 *   <li>{@code calendar_incomplete}: what was asked for needs a property that is not there
 * </ul>
 *
 * The message names the line, the property and at most the first 60 characters of its value.
 */
public final class CalendarException extends AtomException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_SHOWN = 60;

  private final int line;
  private final String property;
  private final String explanation;

  private CalendarException(
      String code, int line, String property, String explanation, String message) {
    super(code, false, message);
    this.line = line;
    this.property = property;
    this.explanation = explanation;
  }

  static CalendarException malformed(int line, String explanation) {
    return new CalendarException(
        "calendar_malformed", line, "", explanation, "line " + line + ": " + explanation);
  }

  static CalendarException value(Property property, String explanation) {
    return of("calendar_value", property, explanation);
  }

  static CalendarException zoneUnknown(Property property, String id) {
    return of(
        "calendar_zone_unknown",
        property,
        "the zone \""
            + shown(id)
            + "\" is neither known nor described in the calendar; tell the"
            + " reader what it is with CalendarReader.Builder.zone");
  }

  static CalendarException tooLarge(int line, String explanation) {
    String where = line > 0 ? "line " + line + ": " : "";
    return new CalendarException("calendar_too_large", line, "", explanation, where + explanation);
  }

  static CalendarException incomplete(String explanation) {
    return new CalendarException("calendar_incomplete", 0, "", explanation, explanation);
  }

  private static CalendarException of(String code, Property property, String explanation) {
    String where = property.line() > 0 ? "line " + property.line() + ": " : "";
    String what = property.name() + " \"" + shown(property.raw()) + "\": ";
    return new CalendarException(
        code, property.line(), property.name(), explanation, where + what + explanation);
  }

  /** Only what a screen or a log can bear: short, without control characters. */
  static String shown(String value) {
    String plain = value.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= MOST_SHOWN ? plain : plain.substring(0, MOST_SHOWN) + "…";
  }

  /**
   * Returns where the trouble is.
   *
   * @return the number of the line, from 1, folded lines counted each; empty if no line is to blame
   */
  public OptionalInt line() {
    return line > 0 ? OptionalInt.of(line) : OptionalInt.empty();
  }

  /**
   * Returns whose value can't be understood.
   *
   * @return the property's name in upper case; empty if no property is to blame
   */
  public String property() {
    return property;
  }

  CalendarProblem problem() {
    return new CalendarProblem(line, property, explanation);
  }
}
