/**
 * Working time, what recurs, and what is free. Pure functions over {@code java.time}: nothing here
 * reads a clock, every value is immutable and thread-safe, and a local time becomes an instant in one
 * way throughout: later by the gap in a gap, the first of the two in an overlap.
 *
 * <p>Where to start reading:
 *
 * <ul>
 *   <li>{@link dev.atom.time.WorkCalendar}: hours that count, as {@link dev.atom.time.DaySpan}s
 *   <li>{@link dev.atom.time.TargetClock}: how far a clock has come that pauses, and when it is due
 *   <li>{@link dev.atom.time.Schedule}: when something is due again, with a text form to store: {@link
 *       dev.atom.time.Cron}, fixed rates and delays, {@link dev.atom.time.WorkingRate}, {@link
 *       dev.atom.time.WorkingDays}
 *   <li>{@link dev.atom.time.Recurrence} and {@link dev.atom.time.RecurrenceSet}: what takes place by
 *       rules of RFC 5545
 *   <li>{@link dev.atom.time.Availability}: which {@link dev.atom.time.Slot}s of whose {@link
 *       dev.atom.time.Diary} are free
 * </ul>
 */
package dev.atom.time;
