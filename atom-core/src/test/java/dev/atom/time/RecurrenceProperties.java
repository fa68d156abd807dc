package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RecurrenceProperties {
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("Australia/Lord_Howe"),
          ZoneId.of("Africa/Casablanca"),
          ZoneId.of("Pacific/Apia"));
  private static final Frequency[] FREQUENCIES = Frequency.values();

  private static Recurrence rule(Random random) {
    RandomRules rules = new RandomRules(random);
    Recurrence.Builder builder = rules.next(FREQUENCIES[random.nextInt(FREQUENCIES.length)]);
    if (random.nextBoolean()) {
      rules.positions(builder);
    }
    switch (random.nextInt(5)) {
      case 0 -> builder.count(1 + random.nextInt(50));
      case 1 -> builder.until(LocalDate.of(2011, 1, 1).plusDays(random.nextInt(900)));
      case 2 -> builder.until(Instant.ofEpochSecond(1_300_000_000L + random.nextInt(80_000_000)));
      case 3 -> builder.end(new RecurrenceEnd.AtLocalTime(start(random).plusDays(400)));
      default -> {}
    }
    return builder.build();
  }

  private static LocalDateTime start(Random random) {
    return LocalDateTime.of(2011, 1, 1, 0, 0)
        .plusDays(random.nextInt(700))
        .plusSeconds(random.nextInt(86_400));
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void theTextOfARuleIsReadAsTheSameRule(@ForAll Random random) {
    Recurrence rule = rule(random);
    assertThat(Recurrence.parse(rule.toString())).isEqualTo(rule).hasToString(rule.toString());
    assertThat(Recurrence.parse(rule.toString().toLowerCase(java.util.Locale.ROOT)))
        .isEqualTo(rule);
    assertThat(rule.toBuilder().build()).isEqualTo(rule).hasSameHashCodeAs(rule);
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void occurrencesAscendFromTheStartAndKeepToCountAndUntil(@ForAll Random random) {
    Recurrence rule = rule(random);
    ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
    LocalDateTime start = start(random);
    List<Instant> instants =
        rule.occurrences(start, zone).limit(60).map(at -> at.toInstant()).toList();
    assertThat(instants)
        .as("%s from %s in %s", rule, start, zone)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(instants).allMatch(at -> !at.isBefore(start.atZone(zone).toInstant()));
    if (rule.end() instanceof RecurrenceEnd.AfterCount(int count)) {
      assertThat(instants).hasSizeLessThanOrEqualTo(count);
      assertThat(rule.occurrences(start).count()).isLessThanOrEqualTo(count);
    }
    if (rule.end() instanceof RecurrenceEnd.AtInstant(Instant last)) {
      assertThat(instants).allMatch(at -> !at.isAfter(last));
    }
    if (rule.end() instanceof RecurrenceEnd.OnDate(LocalDate last)) {
      assertThat(rule.occurrences(start)).allMatch(at -> !at.toLocalDate().isAfter(last));
    }
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void aWindowHasWhatTheWholeHasThere(@ForAll Random random) {
    Recurrence rule = rule(random);
    ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
    LocalDateTime start = start(random);
    List<Instant> first =
        rule.occurrences(start, zone).limit(80).map(at -> at.toInstant()).toList();
    if (first.size() < 2) {
      return;
    }
    Instant from = first.get(random.nextInt(first.size())).plusSeconds(random.nextInt(3) - 1L);
    Instant to = first.getLast();
    assertThat(rule.occurrencesBetween(start, zone, from, to).map(at -> at.toInstant()))
        .as("%s from %s in %s", rule, start, zone)
        .isEqualTo(first.stream().filter(at -> !at.isBefore(from) && at.isBefore(to)).toList());
    first.stream()
        .filter(at -> at.isAfter(from))
        .findFirst()
        .ifPresent(
            at ->
                assertThat(rule.next(start, zone, from).map(next -> next.toInstant()))
                    .contains(at));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void aSetHasWhatItsRulesHaveAndItsStart(@ForAll Random random) {
    Recurrence one = rule(random).toBuilder().end(new RecurrenceEnd.Never()).build();
    Recurrence other = rule(random).toBuilder().end(new RecurrenceEnd.Never()).build();
    ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
    LocalDateTime start = start(random);
    Instant from = start.atZone(zone).toInstant();
    Instant to = from.plusSeconds(random.nextInt(20) * 86_400L);
    var expected = new java.util.TreeSet<Instant>();
    one.occurrencesBetween(start, zone, from, to)
        .limit(500)
        .forEach(at -> expected.add(at.toInstant()));
    other
        .occurrencesBetween(start, zone, from, to)
        .limit(500)
        .forEach(at -> expected.add(at.toInstant()));
    if (from.isBefore(to)) {
      expected.add(from);
    }
    RecurrenceSet set = RecurrenceSet.newBuilder(start, zone).rule(one).rule(other).build();
    assertThat(set.occurrencesBetween(from, to).limit(500).map(at -> at.toInstant()))
        .as("%s", set)
        .isEqualTo(expected.stream().limit(500).toList());
  }
}
