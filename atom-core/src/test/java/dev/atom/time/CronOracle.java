package dev.atom.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Marks each minute of two years at which an expression comes, by looking at what the clocks showed,
 * and asks {@link Cron} at one minute after another what comes next and what came before.
 */
final class CronOracle {
  /**
   * An expression and, written by hand, which times it means.
   *
   * @param everyHour whether a gap takes nothing away
   * @param bothPasses whether both passes of an overlap count
   */
  record Meaning(
      String expression, boolean everyHour, boolean bothPasses, Predicate<LocalDateTime> means) {}

  static final List<Meaning> MEANINGS =
      List.of(
          new Meaning("30 2 * * *", false, false, t -> t.getHour() == 2 && t.getMinute() == 30),
          new Meaning("0 0 * * *", false, false, t -> t.getHour() == 0 && t.getMinute() == 0),
          new Meaning("7-59/20 * * * *", true, true, t -> t.getMinute() % 20 == 7),
          new Meaning("0 */2 * * *", false, true, t -> t.getHour() % 2 == 0 && t.getMinute() == 0),
          new Meaning(
              "15,45 0-3,23 * * SUN",
              false,
              false,
              t ->
                  (t.getHour() < 4 || t.getHour() == 23)
                      && t.getMinute() % 30 == 15
                      && t.getDayOfWeek() == DayOfWeek.SUNDAY),
          new Meaning(
              "10 2 13 * FRI",
              false,
              false,
              t ->
                  t.getHour() == 2
                      && t.getMinute() == 10
                      && (t.getDayOfMonth() == 13 || t.getDayOfWeek() == DayOfWeek.FRIDAY)),
          new Meaning(
              "30 23 LW * *",
              false,
              false,
              t -> t.getHour() == 23 && t.getMinute() == 30 && lastWeekday(t.toLocalDate())),
          new Meaning(
              "*/15 2 ? 3,10 SUNL",
              false,
              true,
              t ->
                  t.getHour() == 2
                      && t.getMinute() % 15 == 0
                      && (t.getMonthValue() == 3 || t.getMonthValue() == 10)
                      && t.getDayOfWeek() == DayOfWeek.SUNDAY
                      && t.plusDays(7).getMonthValue() != t.getMonthValue()));

  private static boolean lastWeekday(LocalDate date) {
    if (date.getDayOfWeek().getValue() > 5) {
      return false;
    }
    LocalDate next = date.plusDays(1);
    while (next.getDayOfWeek().getValue() > 5) {
      next = next.plusDays(1);
    }
    return next.getMonthValue() != date.getMonthValue();
  }

  private final Minutes minutes;
  private final Cron cron;

  /** The next minute after each at which it comes; -1 if there is none. */
  private final int[] next;

  /** The last minute before each at which it came; -1 if there is none. */
  private final int[] previous;

  CronOracle(Minutes minutes, Meaning meaning) {
    this.minutes = minutes;
    cron = Cron.parse(meaning.expression(), minutes.zone);
    boolean[] comes = comes(meaning);
    next = new int[comes.length];
    previous = new int[comes.length];
    Arrays.fill(next, -1);
    Arrays.fill(previous, -1);
    for (int i = 1; i < comes.length; i++) {
      previous[i] = comes[i - 1] ? i - 1 : previous[i - 1];
    }
    for (int i = comes.length - 2; i >= 0; i--) {
      next[i] = comes[i + 1] ? i + 1 : next[i + 1];
    }
  }

  private boolean[] comes(Meaning meaning) {
    long[] shown = minutes.shown;
    boolean[] comes = new boolean[shown.length];
    long latest = shown[0] - 1;
    for (int i = 0; i < shown.length; i++) {
      boolean again = shown[i] <= latest;
      if (meaning.means().test(time(shown[i])) && (meaning.bothPasses() || !again)) {
        comes[i] = true;
      }
      for (long skipped = latest + 1; skipped < shown[i]; skipped++) {
        if (!meaning.everyHour() && meaning.means().test(time(skipped))) {
          comes[i + (int) (skipped - latest - 1)] = true;
        }
      }
      latest = Math.max(latest, shown[i]);
    }
    return comes;
  }

  private static LocalDateTime time(long shown) {
    return LocalDateTime.ofEpochSecond(shown * 60, 0, ZoneOffset.UTC);
  }

  /** Asks both questions and returns how many answers differ. */
  int differences(int minute) {
    int differences = 0;
    if (next[minute] >= 0) {
      differences += differ(next[minute], cron.next(minutes.instant(minute)));
    }
    if (previous[minute] >= 0) {
      differences += differ(previous[minute], cron.previous(minutes.instant(minute)));
    }
    return differences;
  }

  private int differ(int expected, Optional<java.time.Instant> answer) {
    return answer.filter(minutes.instant(expected)::equals).isPresent() ? 0 : 1;
  }
}
