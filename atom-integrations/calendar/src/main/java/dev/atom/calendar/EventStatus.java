package dev.atom.calendar;

/** Whether an event takes place: the STATUS of a VEVENT. */
public enum EventStatus {
  /** Perhaps. */
  TENTATIVE,
  /** Certainly. */
  CONFIRMED,
  /** Not any more. */
  CANCELLED
}
