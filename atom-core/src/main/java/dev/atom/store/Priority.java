package dev.atom.store;

/** Which due job is claimed first. Of the same priority the one that is due first comes first. */
public enum Priority {
  /** Somebody is waiting for it, such as a reply. */
  REAL_TIME,
  /** It should happen about when it is due; the default. */
  BACKGROUND,
  /** It may wait until nothing else is due, such as a report's figures. */
  ANALYTICS
}
