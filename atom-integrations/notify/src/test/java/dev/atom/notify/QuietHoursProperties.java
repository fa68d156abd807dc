package dev.atom.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class QuietHoursProperties {
  private static final int DAY = 24 * 60;

  @Property
  void nothingComesWhileTheClockOnTheWallShowsAQuietTime(
      @ForAll("zones") ZoneId zone,
      @ForAll @IntRange(max = DAY - 1) int from,
      @ForAll @IntRange(max = DAY - 1) int to,
      @ForAll("instants") Instant ready) {
    Assume.that(from != to);
    QuietHours hours = new QuietHours(zone, time(from), time(to));
    Instant due = hours.dueAt(ready);
    assertThat(isQuiet(hours, due)).as("%s at %s", hours, due).isFalse();
    assertThat(due).isAfterOrEqualTo(ready);
    assertThat(hours.dueAt(due)).isEqualTo(due);
    assertThat(Duration.between(ready, due)).isLessThan(Duration.ofHours(50));
  }

  @Property
  void withoutChangesOfTheClockItIsDueInTheFirstMinuteThatIsNotQuiet(
      @ForAll @IntRange(max = DAY - 1) int from,
      @ForAll @IntRange(max = DAY - 1) int to,
      @ForAll @LongRange(max = 5000) long minute) {
    Assume.that(from != to);
    QuietHours hours = new QuietHours(ZoneId.of("+05:30"), time(from), time(to));
    Instant expected = Instant.EPOCH.plusSeconds(60 * minute);
    Instant ready = expected;
    while (isQuiet(hours, expected)) {
      expected = expected.plusSeconds(60);
    }
    assertThat(hours.dueAt(ready)).isEqualTo(expected);
  }

  private static boolean isQuiet(QuietHours hours, Instant at) {
    LocalTime wall = at.atZone(hours.zone()).toLocalTime();
    boolean begun = !wall.isBefore(hours.from());
    boolean over = !wall.isBefore(hours.to());
    return hours.from().isBefore(hours.to()) ? begun && !over : begun || !over;
  }

  private static LocalTime time(int minute) {
    return LocalTime.ofSecondOfDay(60L * minute);
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    // Among them changes at midnight, of half an hour, and of a whole day.
    return Arbitraries.of(
            "Europe/Berlin",
            "America/Havana",
            "America/Sao_Paulo",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Africa/Casablanca")
        .map(ZoneId::of);
  }

  @Provide
  Arbitrary<Instant> instants() {
    long first = Instant.parse("2009-01-01T00:00:00Z").getEpochSecond();
    return Arbitraries.longs()
        .between(first, first + Duration.ofDays(18 * 365).toSeconds())
        .map(Instant::ofEpochSecond);
  }
}
