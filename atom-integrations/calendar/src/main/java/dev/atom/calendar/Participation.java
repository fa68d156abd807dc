package dev.atom.calendar;

import java.util.Locale;

/** What an attendee has answered: the PARTSTAT of RFC 5545. */
public enum Participation {
  /** Nothing yet; also what RFC 5545 takes an unknown answer for. */
  NEEDS_ACTION,
  /** Will come. */
  ACCEPTED,
  /** Won't come. */
  DECLINED,
  /** May come. */
  TENTATIVE,
  /** Has asked somebody else to come. */
  DELEGATED,
  /** Of a task: has done it. */
  COMPLETED,
  /** Of a task: is at it. */
  IN_PROCESS;

  static Participation of(String text) {
    for (Participation known : values()) {
      if (known.text().equals(text.toUpperCase(Locale.ROOT))) {
        return known;
      }
    }
    return NEEDS_ACTION;
  }

  String text() {
    return name().replace('_', '-');
  }
}
