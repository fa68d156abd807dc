package dev.atom.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Two years of a zone, and what its clocks showed at each minute. */
final class Minutes {
  static final int PADDING = 3 * 1440;
  final ZoneId zone;
  final LocalDate first;
  private final long begin;
  private final long firstShown;

  /** What the clock showed, by minutes passed. */
  final long[] shown;

  /** When the clock showed it first, by minutes shown; -1 for what it never showed. */
  private final int[] passed;

  final List<Integer> changes = new ArrayList<>();

  Minutes(String id, int year) {
    zone = ZoneId.of(id);
    first = LocalDate.of(year, 1, 1);
    begin = first.toEpochDay() * 1440 - PADDING;
    int length = 731 * 1440 + 2 * PADDING;
    shown = new long[length];
    for (int i = 0; i < length; i++) {
      int offset = zone.getRules().getOffset(instant(i)).getTotalSeconds() / 60;
      shown[i] = begin + i + offset;
      if (i > 0 && shown[i] != shown[i - 1] + 1) {
        changes.add(i);
      }
    }
    firstShown = shown[0];
    passed = new int[length + 2 * 1440];
    java.util.Arrays.fill(passed, -1);
    for (int i = length - 1; i >= 0; i--) {
      passed[(int) (shown[i] - firstShown)] = i;
    }
  }

  Instant instant(int minute) {
    return Instant.ofEpochSecond((begin + minute) * 60);
  }

  /** Whether the clocks change so many minutes before or after. */
  boolean near(int minute, int distance) {
    for (int change : changes) {
      if (Math.abs(change - minute) <= distance) {
        return true;
      }
    }
    return false;
  }

  /** Half of the minutes are near a change of the clocks. */
  int interesting(Random random) {
    int any = PADDING + random.nextInt(700 * 1440);
    return random.nextBoolean()
        ? any
        : changes.get(random.nextInt(changes.size())) - 1440 + random.nextInt(2880);
  }

  /** The minutes worked before each minute, from the hours of each date alone. */
  int[] worked(WorkCalendar calendar) {
    boolean[] working = new boolean[shown.length];
    long firstDay = begin / 1440 + 2;
    for (long day = firstDay; day < firstDay + 731; day++) {
      if (existed(day)) {
        for (DaySpan span : calendar.hours(LocalDate.ofEpochDay(day))) {
          long start = day * 1440 + span.start().toSecondOfDay() / 60;
          int end = edge(start + span.length().toMinutes());
          for (int i = edge(start); i < end; i++) {
            working[i] = true;
          }
        }
      }
    }
    int from = edge(firstDay * 1440);
    int[] sums = new int[Math.min(shown.length, edge((firstDay + 731) * 1440)) + 1];
    for (int i = from; i + 1 < sums.length; i++) {
      sums[i + 1] = sums[i] + (working[i] ? 1 : 0);
    }
    return sums;
  }

  private boolean existed(long day) {
    for (int minute = 0; minute < 1440; minute++) {
      if (passed[(int) (day * 1440 + minute - firstShown)] >= 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * When the clock showed a time first. If it never did, as many minutes after the last one before
   * as the clock would have needed, had it not been set forward.
   */
  private int edge(long time) {
    int missing = 0;
    while (passed[(int) (time - missing - firstShown)] < 0) {
      missing++;
    }
    return passed[(int) (time - missing - firstShown)] + missing;
  }
}
