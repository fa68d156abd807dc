package dev.atom.calendar;

/** How far a task is: the STATUS of a VTODO. */
public enum TodoStatus {
  /** Nobody has begun. */
  NEEDS_ACTION,
  /** Somebody is at it. */
  IN_PROCESS,
  /** It is done. */
  COMPLETED,
  /** It need not be done any more. */
  CANCELLED
}
