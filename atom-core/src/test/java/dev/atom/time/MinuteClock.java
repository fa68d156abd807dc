package dev.atom.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

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

  /** A dozen zones with changes of all kinds. */
  static List<ZoneId> someZones() {
    return Stream.of(
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

  /** All zones whose clocks change in two years; what has the same rules is the same zone. */
  static List<ZoneId> everyZone() {
    return rules(YEAR).values().stream().map(ids -> ZoneId.of(ids.getFirst())).toList();
  }

  /** The names of all zones whose clocks change in two years from the start of one, by rules. */
  static Map<ZoneRules, List<String>> rules(int year) {
    Instant from = Year.of(year).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    Instant to = Year.of(year + 2).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    Map<ZoneRules, List<String>> zones = new LinkedHashMap<>();
    for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      ZoneRules rules = ZoneId.of(id).getRules();
      ZoneOffsetTransition change = rules.nextTransition(from);
      if (change != null && change.getInstant().isBefore(to)) {
        zones.computeIfAbsent(rules, any -> new ArrayList<>()).add(id);
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

  /** To which day each minute belongs: the clock set back over midnight shows no new one. */
  long[] days() {
    long[] days = new long[size];
    for (int i = 0; i < size; i++) {
      long day = Math.floorDiv(shown[i], 1440);
      days[i] = i > 0 ? Math.max(days[i - 1], day) : day;
    }
    return days;
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
