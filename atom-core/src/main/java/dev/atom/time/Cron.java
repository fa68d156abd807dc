package dev.atom.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A cron expression in a zone.
 *
 * {@snippet file="dev/atom/time/CronTest.java" region="cron"}
 *
 * <p>The dialect is that of crontab(5): minute, hour, day of month, month, day of week; a field for
 * seconds may stand before them. Values, ranges {@code a-b}, steps {@code *}{@code /n}, {@code
 * a-b/n} and {@code a/n} (up to the end), lists with commas; months and days of the week by their
 * three letters, too. Sunday is 0 or 7, in six fields as in five. If day of month and day of week
 * are both given and neither begins with {@code *}, a day that fits either will do; else it has to
 * fit both.
 *
 * <p>From elsewhere come {@code ?} for {@code *} in the two fields of days; {@code L} the last day of
 * the month, {@code L-3} three days before it, {@code 15W} the day from Monday to Friday that is
 * nearest to the 15th in its month, {@code LW} nearest to the last; {@code FRIL} the last Friday and
 * {@code FRI#2} the second. {@code @yearly}, {@code @annually}, {@code @monthly}, {@code @weekly},
 * {@code @daily}, {@code @midnight} and {@code @hourly} are what they are in cron. Refused are a
 * field for years, {@code H}, {@code @reboot}, {@code @every}, ranges that wrap, steps longer than
 * their field, and days that no year has, such as the 30th of February.
 *
 * <p>When clocks change:
 *
 * <ul>
 *   <li>A time in a gap comes later by the length of the gap, 02:30 at 03:30; what falls together
 *       thereby comes once. If every hour is meant, that is the next hour's own time, and nothing
 *       else is added.
 *   <li>Of a time in an overlap the first comes. Both come if seconds, minutes or hours have a
 *       {@code *} or a step, as in {@code *}{@code /15 * * * *}, {@code * 1-3 * * *} and {@code 0
 *       *}{@code /2 * * *}: these state a distance, which an hour of silence would break.
 * </ul>
 *
 * <p>Immutable and thread-safe. Equal if the expression is written the same, but for white space and
 * case, and the zone is the same.
 */
public final class Cron implements Schedule {
  static final String ZONE = "CRON_TZ=";

  private static final Map<String, String> MACROS =
      Map.of(
          "@YEARLY", "0 0 1 1 *",
          "@ANNUALLY", "0 0 1 1 *",
          "@MONTHLY", "0 0 1 * *",
          "@WEEKLY", "0 0 * * 0",
          "@DAILY", "0 0 * * *",
          "@MIDNIGHT", "0 0 * * *",
          "@HOURLY", "0 * * * *");

  /** More than any expression needs; a longer one is refused unread. */
  private static final int MOST_CHARACTERS = 1000;

  private static final long EVERY_HOUR = (1L << 24) - 1;
  private static final LocalDateTime ANY_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

  private final String expression;
  private final ZoneId zone;
  private final ZonedTimes zoned;

  private Cron(String expression, ZoneId zone) {
    this.expression = expression;
    this.zone = zone;
    List<String> fields = fields(expression);
    long hours = CronField.HOUR.parse(fields.get(2));
    CronTimes times =
        new CronTimes(
            CronField.SECOND.parse(fields.get(0)),
            CronField.MINUTE.parse(fields.get(1)),
            hours,
            CronDays.parse(fields.get(3), fields.get(5)),
            CronField.MONTH.parse(fields.get(4)));
    if (times.atOrAfter(ANY_TIME) == null) {
      throw new InvalidSchedule(
          "expression", expression, "no year has such a day; give another day or month");
    }
    zoned =
        new ZonedTimes(
            zone.getRules(),
            times,
            hours == EVERY_HOUR,
            fields.subList(0, 3).stream().anyMatch(Cron::statesDistance));
  }

  private static boolean statesDistance(String field) {
    return field.startsWith("*") || field.contains("/");
  }

  /**
   * Reads an expression.
   *
   * @param expression five or six fields with white space between, or a word such as {@code @daily};
   *     at most 1,000 characters
   * @param zone whose clocks it means
   * @return the schedule
   * @throws InvalidSchedule if it is not of this dialect or never comes
   */
  public static Cron parse(String expression, ZoneId zone) {
    if (expression.length() > MOST_CHARACTERS) {
      throw new InvalidSchedule(
          "expression", expression, "it has at most " + MOST_CHARACTERS + " characters");
    }
    return new Cron(
        String.join(" ", expression.strip().split("\\s+")).toUpperCase(Locale.ROOT), zone);
  }

  /**
   * Reads an expression with its zone, as {@link #toString} writes it.
   *
   * @param text such as {@code CRON_TZ=Europe/Berlin 0 9 * * MON-FRI}
   * @return the schedule
   * @throws InvalidSchedule if there is no zone, if the expression is not of this dialect, or if it
   *     never comes
   */
  public static Cron parse(String text) {
    String all = text.strip();
    int space = all.indexOf(' ');
    if (!all.startsWith(ZONE) || space < 0) {
      throw new InvalidSchedule(
          "zone", text, "a zone stands before the expression, such as " + ZONE + "Europe/Berlin");
    }
    String zone = all.substring(ZONE.length(), space);
    try {
      return parse(all.substring(space), ZoneId.of(zone));
    } catch (DateTimeException e) {
      throw new InvalidSchedule("zone", zone, "no such zone; write one such as Europe/Berlin");
    }
  }

  private static List<String> fields(String expression) {
    String meant = expression;
    if (expression.startsWith("@")) {
      meant = MACROS.getOrDefault(expression, "");
      if (meant.isEmpty()) {
        throw new InvalidSchedule(
            "expression",
            expression,
            "it may be @yearly, @monthly, @weekly, @daily or @hourly; for a distance use a schedule"
                + " such as \"every PT5M from 2026-01-01T00:00:00Z\"");
      }
    }
    List<String> fields = new ArrayList<>(List.of(meant.split(" ")));
    if (fields.size() == 5) {
      fields.addFirst("0");
    }
    if (fields.size() != 6) {
      throw new InvalidSchedule(
          "expression",
          expression,
          "it takes 5 fields (minute, hour, day of month, month, day of week) or 6 with seconds"
              + " first, not "
              + fields.size()
              + (fields.size() == 7 ? "; years are not among them" : ""));
    }
    return fields;
  }

  /**
   * Returns the expression.
   *
   * @return as it was given, with single spaces and in upper case
   */
  public String expression() {
    return expression;
  }

  /**
   * Returns the zone.
   *
   * @return whose clocks are meant
   */
  public ZoneId zone() {
    return zone;
  }

  /**
   * Returns the first time after an instant.
   *
   * @param after the instant, itself not meant
   * @return a whole second; empty only where the years of {@code java.time} end
   */
  @Override
  public Optional<Instant> next(Instant after) {
    return zoned.next(after);
  }

  /**
   * Returns the last time before an instant.
   *
   * @param before the instant, itself not meant
   * @return a whole second; empty only where the years of {@code java.time} begin
   */
  public Optional<Instant> previous(Instant before) {
    return zoned.previous(before);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cron that
        && expression.equals(that.expression)
        && zone.equals(that.zone);
  }

  @Override
  public int hashCode() {
    return 31 * expression.hashCode() + zone.hashCode();
  }

  /** The expression with its zone, as {@link #parse(String)} reads it. */
  @Override
  public String toString() {
    return ZONE + zone + " " + expression;
  }
}
