/**
 * Working time and what recurs: which instants count, what a deadline is in hours that somebody works,
 * how far a clock has come that pauses, and when something is due again. Pure functions over {@code
 * java.time}; nothing here reads a clock. Start reading at {@link dev.atom.time.WorkCalendar} and
 * {@link dev.atom.time.Schedule}.
 */
package dev.atom.time;
