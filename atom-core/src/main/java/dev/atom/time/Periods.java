package dev.atom.time;

import java.time.LocalDateTime;
import java.util.List;

/** The periods of a rule one after the other, each with what takes place in it. */
interface Periods {
  /** No occurrence is later than in this year: four digits are all that RFC 5545 can write. */
  int LAST_YEAR = 9999;

  /** False once all that follows is too late, or never fits. */
  boolean hasNext();

  /** Ascending; may be empty. Periods that can't fit may be passed over. */
  List<LocalDateTime> next();

  /** Leaves out periods that begin after a time. */
  void stopAt(LocalDateTime time);

  /** Passes over periods that end before a time. Never goes back. */
  void skipTo(LocalDateTime time);
}
