package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares calendars and cron with two years counted minute by minute: in the usual build twelve
 * zones, every minute within a day of a change of the clocks and each 997th beyond; in the profile
 * {@code oracle} every minute in every zone whose clocks change.
 */
class OracleTest {
  private static final int NEAR = 1440;

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2025",
    "America/New_York, 2025",
    "Australia/Lord_Howe, 2025",
    "Africa/Casablanca, 2025",
    "Antarctica/Troll, 2025",
    "America/Santiago, 2025",
    "America/Nuuk, 2025",
    "Africa/Cairo, 2025",
    "Asia/Beirut, 2025",
    "America/St_Johns, 2006",
    "Pacific/Apia, 2011",
    "Pacific/Kiritimati, 1994"
  })
  void agreesWithTheMinutesCounted(String zone, int year) {
    Minutes minutes = new Minutes(zone, year);
    assertThat(minutes.changes).isNotEmpty();
    Tally tally = new Tally();
    tally.count(minutes, minute -> minute % 997 == 0 || minutes.near(minute, NEAR));
    assertThat(tally.minutes.get()).isGreaterThan(3_000);
    assertThat(tally.differences).hasValue(0);
  }

  @Test
  @Tag("oracle")
  void agreesWithEveryMinuteInEveryZoneWhoseClocksChange() throws Exception {
    int year = 2025;
    Map<ZoneRules, List<String>> zones = MinuteClock.rules(year);
    Tally tally = new Tally();
    List<String> zonesThatDiffer = new ArrayList<>();
    zones.values().stream()
        .parallel()
        .forEach(
            ids -> {
              Tally own = new Tally();
              own.count(new Minutes(ids.getFirst(), year), minute -> true);
              if (own.differences.get() > 0) {
                synchronized (zonesThatDiffer) {
                  zonesThatDiffer.add(ids + ": " + own);
                }
              }
              tally.add(own);
            });
    int ids = zones.values().stream().mapToInt(List::size).sum();
    Path report = Path.of("target", "oracle.txt");
    Files.writeString(
        report, ids + " zones, " + zones.size() + " different sets of rules: " + tally + "\n");
    assertThat(ids).isGreaterThan(100);
    assertThat(zonesThatDiffer).isEmpty();
  }

  /** How much was asked. */
  private static final class Tally {
    private final AtomicLong minutes = new AtomicLong();
    private final AtomicLong differences = new AtomicLong();

    void count(Minutes zone, java.util.function.IntPredicate asked) {
      WorkCalendarOracle calendar = new WorkCalendarOracle(zone);
      List<CronOracle> crons =
          CronOracle.MEANINGS.stream().map(meaning -> new CronOracle(zone, meaning)).toList();
      for (int minute = calendar.from(); minute < calendar.to(); minute++) {
        if (asked.test(minute)) {
          minutes.incrementAndGet();
          differences.addAndGet(calendar.differences(minute));
          for (CronOracle cron : crons) {
            differences.addAndGet(cron.differences(minute));
          }
        }
      }
    }

    void add(Tally other) {
      minutes.addAndGet(other.minutes.get());
      differences.addAndGet(other.differences.get());
    }

    @Override
    public String toString() {
      return minutes
          + " minutes, at each 5 questions to a calendar and 2 to each of "
          + CronOracle.MEANINGS.size()
          + " cron expressions, "
          + differences
          + " differences";
    }
  }
}
