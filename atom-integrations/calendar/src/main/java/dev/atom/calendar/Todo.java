package dev.atom.calendar;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Something to be done: a VTODO. A view of its {@link #component()}, which holds everything that
 * stands in the file. Equal by content. Immutable and thread-safe.
 */
public final class Todo {
  private final Entry entry;
  private final Optional<CalendarTime> due;
  private final Optional<CalendarTime> completed;

  private Todo(Component component, Values values) {
    entry = new Entry(component, "DUE", values);
    due = entry.timing().end().or(() -> component.property("DUE").map(values::time));
    completed = component.property("COMPLETED").map(values::time);
  }

  static Todo of(Component component, Values values) {
    return new Todo(component, values);
  }

  /**
   * Returns what the task is known by.
   *
   * @return the UID; empty if there is none, though each task should have one
   */
  public Optional<String> uid() {
    return entry.text("UID");
  }

  /**
   * Returns what is to be done, in short.
   *
   * @return the SUMMARY
   */
  public Optional<String> summary() {
    return entry.text("SUMMARY");
  }

  /**
   * Returns what is to be done, in full.
   *
   * @return the DESCRIPTION
   */
  public Optional<String> description() {
    return entry.text("DESCRIPTION");
  }

  /**
   * Returns when to begin.
   *
   * @return the DTSTART
   */
  public Optional<CalendarTime> start() {
    return entry.timing().start();
  }

  /**
   * Returns when it is to be done.
   *
   * @return the DUE, or what DTSTART and DURATION make
   */
  public Optional<CalendarTime> due() {
    return due;
  }

  /**
   * Returns when it was done.
   *
   * @return the COMPLETED
   */
  public Optional<CalendarTime> completed() {
    return completed;
  }

  /**
   * Returns how far it is.
   *
   * @return the STATUS; empty if it is not stated or none that RFC 5545 knows
   */
  public Optional<TodoStatus> status() {
    return entry
        .token("STATUS")
        .map(text -> text.replace('-', '_'))
        .flatMap(
            text ->
                Arrays.stream(TodoStatus.values()).filter(s -> s.name().equals(text)).findAny());
  }

  /**
   * Returns by which rules it recurs.
   *
   * @return each RRULE
   */
  public List<String> rules() {
    return entry.rules();
  }

  /**
   * Returns what it is sorted under.
   *
   * @return the CATEGORIES
   */
  public List<String> categories() {
    return entry.categories();
  }

  /**
   * Returns who is to do it.
   *
   * @return the ATTENDEEs
   */
  public List<Attendee> attendees() {
    return entry.attendees();
  }

  /**
   * Returns the reminders.
   *
   * @return the VALARMs
   */
  public List<Alarm> alarms() {
    return entry.alarms();
  }

  /**
   * Returns the task as it stands in the file.
   *
   * @return the VTODO
   */
  public Component component() {
    return entry.component();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Todo that && component().equals(that.component());
  }

  @Override
  public int hashCode() {
    return component().hashCode();
  }

  @Override
  public String toString() {
    return "Todo[" + uid().orElse("without UID") + "]";
  }
}
