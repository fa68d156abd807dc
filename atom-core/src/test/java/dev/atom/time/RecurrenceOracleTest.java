package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares two years of any rules with the oracle, in a dozen zones; in the profile {@code
 * oracle} in all that change their clocks.
 */
class RecurrenceOracleTest {
  private static final LocalDateTime FIRST = LocalDateTime.of(MinuteClock.YEAR, 1, 1, 0, 0);
  private static final LocalDateTime LAST = FIRST.plusYears(2);
  private static final List<Frequency> FREQUENCIES = List.of(Frequency.values()).subList(1, 7);

  @ParameterizedTest
  @MethodSource("dev.atom.time.MinuteClock#everyZone")
  @Tag("oracle")
  void agreesWithEachMinuteOfTwoYearsInEveryZone(ZoneId zone) {
    agreesWithEachMinuteOfTwoYears(zone);
  }

  @ParameterizedTest
  @MethodSource("dev.atom.time.MinuteClock#someZones")
  void agreesWithEachMinuteOfTwoYears(ZoneId zone) {
    MinuteClock clock = new MinuteClock(zone);
    Random random = new Random(zone.getId().hashCode());
    for (int i = 0; i < 6; i++) {
      compare(clock, FREQUENCIES.get(i % FREQUENCIES.size()), random);
    }
  }

  private static void compare(MinuteClock clock, Frequency frequency, Random random) {
    RandomRules rules = new RandomRules(random);
    Recurrence.Builder builder = rules.next(frequency);
    if (random.nextInt(3) == 0) {
      rules.positions(builder);
    }
    LocalDateTime start =
        FIRST
            .plusDays(random.nextInt(300))
            .plusMinutes(random.nextInt(random.nextBoolean() ? 240 : 1440));
    List<LocalDateTime> local = new RecurrenceOracle(builder.build(), start).until(LAST, 60);
    Instant until =
        clock.first(FIRST.plusDays(random.nextInt(729))).plusSeconds(60L * random.nextInt(2000));
    Instant end = clock.first(LAST.minusDays(1));
    int kind = random.nextInt(3);
    if (kind == 0) {
      int count = 1 + random.nextInt(200);
      builder.count(count);
      local = local.subList(0, Math.min(count, local.size()));
    } else if (kind == 1) {
      builder.until(until);
      end = until.isBefore(end) ? until.plusSeconds(1) : end;
    }
    Recurrence rule = builder.build();
    TreeSet<Instant> expected = new TreeSet<>();
    local.forEach(at -> expected.add(clock.first(at)));
    Expected window = new Expected(expected, clock.first(start), end);
    String where = rule + " from " + start + " in " + clock.zone;
    Instant last = end;
    assertThat(
            rule.occurrences(start, clock.zone)
                .map(at -> at.toInstant())
                .takeWhile(at -> at.isBefore(last))
                .toList())
        .as(where)
        .isEqualTo(window.all());
    Instant from =
        clock.first(FIRST.plusDays(random.nextInt(700))).plusSeconds(random.nextInt(86_400));
    Instant to = from.plusSeconds(random.nextInt(40 * 86_400));
    Instant stop = to.isBefore(end) ? to : end;
    assertThat(
            rule.occurrencesBetween(start, clock.zone, from, stop)
                .map(at -> at.toInstant())
                .toList())
        .as("%s between %s and %s", where, from, stop)
        .isEqualTo(window.between(from, stop));
  }

  @ParameterizedTest
  @MethodSource("dev.atom.time.MinuteClock#everyZone")
  @Tag("oracle")
  void agreesWithEachMinuteAroundChangesInEveryZone(ZoneId zone) {
    agreesWithEachMinuteAroundChanges(zone);
  }

  @ParameterizedTest
  @MethodSource("dev.atom.time.MinuteClock#someZones")
  void agreesWithEachMinuteAroundChanges(ZoneId zone) {
    MinuteClock clock = new MinuteClock(zone);
    Random random = new Random(zone.getId().hashCode());
    Instant at = clock.first(FIRST);
    ZoneOffsetTransition change = zone.getRules().nextTransition(at);
    while (change != null && change.getInstant().isBefore(clock.first(LAST.minusDays(5)))) {
      LocalDateTime start =
          change.getDateTimeBefore().minusHours(20).plusMinutes(random.nextInt(1440));
      for (int i = 0; i < 8; i++) {
        compareDays(clock, start, random);
      }
      change = zone.getRules().nextTransition(change.getInstant());
    }
  }

  private static void compareDays(MinuteClock clock, LocalDateTime start, Random random) {
    Frequency frequency = FREQUENCIES.get(random.nextInt(3));
    RandomRules rules = new RandomRules(random);
    Recurrence.Builder builder = rules.next(frequency).yearDays().monthDays().months();
    if (random.nextInt(3) == 0) {
      rules.positions(builder);
    }
    Recurrence rule = builder.build();
    Instant first = clock.first(start);
    Instant end = clock.first(start.plusDays(4));
    TreeSet<Instant> expected = new TreeSet<>();
    new RecurrenceOracle(rule, start)
        .until(start.plusDays(5), 60)
        .forEach(local -> expected.add(clock.first(local)));
    assertThat(
            rule.occurrences(start, clock.zone)
                .map(at -> at.toInstant())
                .takeWhile(at -> at.isBefore(end))
                .toList())
        .as("%s from %s in %s", rule, start, clock.zone)
        .isEqualTo(new Expected(expected, first, end).all());
  }

  @Test
  void agreesWithEachDayOfThirtyYears() {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      RandomRules rules = new RandomRules(random);
      Recurrence.Builder builder = rules.next(FREQUENCIES.get(2 + seed % 4)).hours().minutes();
      if (seed % 5 == 0) {
        builder.weekStart(DayOfWeek.of(1 + random.nextInt(7)));
      }
      if (random.nextInt(3) == 0) {
        rules.positions(builder);
      }
      Recurrence rule = builder.build();
      LocalDate start = LocalDate.of(1999, 1, 1).plusDays(random.nextInt(2000));
      LocalDate end = start.plusYears(30);
      List<LocalDate> expected =
          new RecurrenceOracle(rule, start.atStartOfDay())
              .until(end.atStartOfDay(), 86_400).stream().map(LocalDateTime::toLocalDate).toList();
      assertThat(rule.occurrences(start).takeWhile(day -> day.isBefore(end)).toList())
          .as("%s from %s", rule, start)
          .isEqualTo(expected);
    }
  }

  private record Expected(TreeSet<Instant> instants, Instant start, Instant end) {
    List<Instant> all() {
      return between(start, end);
    }

    List<Instant> between(Instant from, Instant to) {
      return instants.stream()
          .filter(at -> !at.isBefore(start) && !at.isBefore(from) && at.isBefore(to))
          .toList();
    }
  }

  @Test
  void agreesWithEachSecondOfThreeDaysAroundAChange() {
    MinuteClock clock = new MinuteClock(ZoneId.of("Europe/Berlin"));
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      LocalDateTime start =
          LocalDateTime.of(2025, seed % 2 == 0 ? 3 : 10, seed % 2 == 0 ? 29 : 25, 1, 2, 3);
      Frequency frequency = FREQUENCIES.get(random.nextInt(2));
      RandomRules rules = new RandomRules(random);
      Recurrence.Builder builder =
          rules
              .next(seed % 3 == 0 ? frequency : Frequency.SECONDLY)
              .months()
              .yearDays()
              .monthDays();
      builder.seconds(random.nextInt(61), random.nextInt(61), random.nextInt(61));
      if (random.nextBoolean()) {
        rules.positions(builder);
      }
      Recurrence rule = builder.build();
      TreeSet<Instant> expected = new TreeSet<>();
      new RecurrenceOracle(rule, start)
          .until(start.plusDays(2), 1)
          .forEach(at -> expected.add(clock.first(at)));
      assertThat(
              rule.occurrences(start, clock.zone)
                  .map(at -> at.toInstant())
                  .takeWhile(at -> at.isBefore(clock.first(start.plusDays(2))))
                  .toList())
          .as("%s from %s", rule, start)
          .isEqualTo(List.copyOf(expected));
    }
  }
}
