package dev.atom.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The day of an instant in a zone as SQL, with Java's rules of the zone: SQLite knows no zones, and
 * PostgreSQL has rules of its own. Days are counted from 1970.
 */
final class UsageDays {
  private static final long DAY = 86_400_000_000L;

  /** Days to the year 0, and some more: SQL divides towards zero. */
  private static final long AHEAD = 800_000;

  private static final Duration MARGIN = Duration.ofDays(366);

  private UsageDays() {}

  /** Returns an expression that holds from a year before one instant to a year after another. */
  static String sql(ZoneId zone, Instant first, Instant last) {
    ZoneRules rules = zone.getRules();
    Instant at = first.minus(MARGIN);
    StringBuilder offset = new StringBuilder();
    ZoneOffsetTransition next = rules.nextTransition(at);
    while (next != null && next.getInstant().isBefore(last.plus(MARGIN))) {
      offset
          .append(offset.isEmpty() ? "CASE" : "")
          .append(" WHEN at < ")
          .append(Micros.of(next.getInstant()))
          .append(" THEN ")
          .append(micros(rules, at));
      at = next.getInstant();
      next = rules.nextTransition(at);
    }
    String ending = micros(rules, at) + "";
    String shift = offset.isEmpty() ? ending : offset + " ELSE " + ending + " END";
    return "((at + " + shift + " + " + AHEAD * DAY + ") / " + DAY + " - " + AHEAD + ")";
  }

  private static long micros(ZoneRules rules, Instant at) {
    return rules.getOffset(at).getTotalSeconds() * 1_000_000L;
  }
}
