/**
 * Working time: which instants count, and what a deadline is in hours that somebody works. Pure
 * functions over {@code java.time}; nothing here reads a clock. Start reading at {@link
 * dev.atom.time.WorkCalendar}.
 */
package dev.atom.time;
