package dev.atom.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the clocks of a zone show at each minute of two years, and a little around them. */
final class MinuteClock {
  static final int YEAR = 2025;
  private static final int PADDING = 40 * 1440;

  final ZoneId zone;
  final int size;
  private final long begin = LocalDate.of(YEAR, 1, 1).toEpochDay() * 1440 - PADDING;

  /** What the clock shows, in minutes since 1970, by minutes passed. */
  private final long[] shown;

  /** When the clock shows it first, by minutes shown; -1 for what it never shows. */
  private final int[] passed;

  MinuteClock(ZoneId zone) {
    this.zone = zone;
    size = 730 * 1440 + 2 * PADDING;
    shown = new long[size];
    passed = new int[size + 2 * 1440];
    Arrays.fill(passed, -1);
    for (int i = size - 1; i >= 0; i--) {
      shown[i] = begin + i + zone.getRules().getOffset(instant(i)).getTotalSeconds() / 60;
    }
    for (int i = size - 1; i >= 0; i--) {
      passed[(int) (shown[i] - shown[0])] = i;
    }
  }

  /** A dozen zones with changes of all kinds; all that have any if the system property says so. */
  static List<ZoneId> zones() {
    if (!"all".equals(System.getProperty("atom.oracle"))) {
      return java.util.stream.Stream.of(
              "Europe/Berlin",
              "America/New_York",
              "Australia/Lord_Howe",
              "America/Santiago",
              "Africa/Cairo",
              "Asia/Beirut",
              "Africa/Casablanca",
              "Antarctica/Troll",
              "America/Nuuk",
              "America/St_Johns",
              "Pacific/Chatham",
              "America/Havana")
          .map(ZoneId::of)
          .toList();
    }
    List<ZoneId> zones = new ArrayList<>();
    Instant from = Year.of(YEAR).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    Instant to = Year.of(YEAR + 2).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    for (String id : new java.util.TreeSet<>(ZoneId.getAvailableZoneIds())) {
      ZoneOffsetTransition next = ZoneId.of(id).getRules().nextTransition(from);
      if (next != null && next.getInstant().isBefore(to)) {
        zones.add(ZoneId.of(id));
      }
    }
    return zones;
  }

  Instant instant(int minute) {
    return Instant.ofEpochSecond((begin + minute) * 60);
  }

  long shown(int minute) {
    return shown[minute];
  }

  int minute(Instant at) {
    return (int) (at.getEpochSecond() / 60 - begin);
  }

  /**
   * When the clock shows a time first. If it never does, as many minutes after the last one before as
   * the clock would have needed, had it not been set forward.
   */
  int first(long minuteShown) {
    int missing = 0;
    while (passed[(int) (minuteShown - missing - shown[0])] < 0) {
      missing++;
    }
    return passed[(int) (minuteShown - missing - shown[0])] + missing;
  }

  Instant first(LocalDateTime local) {
    long second = local.toEpochSecond(ZoneOffset.UTC);
    return instant(first(Math.floorDiv(second, 60))).plusSeconds(Math.floorMod(second, 60));
  }
}
