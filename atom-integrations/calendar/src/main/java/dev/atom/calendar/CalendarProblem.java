package dev.atom.calendar;

/**
 * Something that a tolerant reader passed over.
 *
 * @param line the number of the line, from 1; 0 if no line is to blame
 * @param property the property's name in upper case; empty if no property is to blame
 * @param explanation what is wrong and what became of it
 */
public record CalendarProblem(int line, String property, String explanation) {}
