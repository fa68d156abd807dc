/**
 * Calendar files as RFC 5545 and its companions have them: {@link
 * dev.atom.calendar.CalendarReader} reads, {@link dev.atom.calendar.Calendar} answers what takes
 * place and when somebody is busy, {@link dev.atom.calendar.CalendarBuilder} and {@link
 * dev.atom.calendar.Invitations} make what is sent. Start reading at {@code CalendarReader}.
 */
package dev.atom.calendar;
