/**
 * Calendar files: iCalendar read and written, recurrences and time zones worked out, busy times and
 * invitations.
 *
 * <p>Start reading at {@link dev.atom.calendar.CalendarReader}.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.calendar {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;

  exports dev.atom.calendar;
}
