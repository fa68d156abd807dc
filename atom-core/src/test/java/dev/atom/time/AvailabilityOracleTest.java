package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares two years of free slots with each minute tried in turn, and the check with the list: in
 * a dozen zones, in the profile {@code oracle} in all that change their clocks.
 */
class AvailabilityOracleTest {
  private static final int[] GRIDS = {5, 15, 20, 30, 45, 60, 120};
  private static final int FIRST = 41 * 1440;

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
    MinuteClock other = new MinuteClock(ZoneId.of("America/New_York"));
    Random random = new Random(zone.getId().hashCode());
    for (int i = 0; i < 2; i++) {
      compare(clock, other, random);
    }
  }

  private static void compare(MinuteClock clock, MinuteClock other, Random random) {
    Settings settings = new Settings(random);
    List<Diary> diaries = new ArrayList<>();
    List<boolean[]> free = new ArrayList<>();
    int people = 1 + random.nextInt(3);
    for (int person = 0; person < people; person++) {
      MinuteClock own = person == 1 ? other : clock;
      diaries.add(
          new Diary(
              "person " + person,
              schedule(own.zone, random),
              busy(own, random.nextInt(1000), random),
              busy(own, random.nextInt(1500), random)));
      free.add(free(own, diaries.getLast(), settings));
    }
    Instant now = clock.instant(FIRST + random.nextInt(100 * 1440));
    Instant from = clock.instant(FIRST);
    Instant to = clock.instant(FIRST + 728 * 1440);
    List<Slot> everyone = new ArrayList<>();
    List<Offer> anyone = new ArrayList<>();
    for (int i = FIRST; i < FIRST + 728 * 1440; i++) {
      Instant at = clock.instant(i);
      if (settings.startsAt(clock.shown(i), at, now)) {
        Slot slot = new Slot(at, at.plusSeconds(settings.length * 60L));
        List<String> owners = new ArrayList<>();
        for (int person = 0; person < people; person++) {
          if (free.get(person)[i]) {
            owners.add("person " + person);
          }
        }
        if (owners.size() == people) {
          everyone.add(slot);
        }
        if (!owners.isEmpty()) {
          anyone.add(new Offer(slot, owners));
        }
      }
    }
    Availability availability = settings.availability(clock.zone);
    String where = settings + " for " + diaries;
    assertThat(availability.slots(now, from, to, diaries)).as(where).isEqualTo(everyone);
    assertThat(availability.offers(now, from, to, diaries)).as(where).isEqualTo(anyone);
    Set<Slot> listed = new HashSet<>(everyone);
    for (int i = 0; i < 400; i++) {
      Instant at = clock.instant(FIRST + random.nextInt(700 * 1440));
      if (i % 2 == 0 && !everyone.isEmpty()) {
        at = everyone.get(random.nextInt(everyone.size())).start();
      }
      Slot slot = new Slot(at, at.plusSeconds(settings.length * 60L));
      assertThat(availability.isFree(slot, now, diaries))
          .as("%s: %s", slot, where)
          .isEqualTo(listed.contains(slot));
    }
  }

  /** By minute: whether a slot that starts then is working time and keeps its distance. */
  private static boolean[] free(MinuteClock clock, Diary diary, Settings settings) {
    boolean[] working = new boolean[clock.size];
    LocalDate first = LocalDate.of(MinuteClock.YEAR, 1, 1).minusDays(10);
    for (LocalDate day = first; day.isBefore(first.plusDays(760)); day = day.plusDays(1)) {
      for (DaySpan span : diary.schedule().hours(day)) {
        long start = day.toEpochDay() * 1440 + span.start().toSecondOfDay() / 60;
        int end = clock.first(start + span.length().toMinutes());
        for (int i = clock.first(start); i < end; i++) {
          working[i] = true;
        }
      }
    }
    boolean[] busy = new boolean[clock.size];
    mark(clock, diary.busy(), busy);
    mark(clock, diary.bookings(), busy);
    long[] days = clock.days();
    Map<Long, Integer> booked = new HashMap<>();
    for (Slot booking : diary.bookings()) {
      booked.merge(days[clock.minute(booking.start())], 1, Integer::sum);
    }
    boolean[] free = new boolean[clock.size];
    for (int i = 0; i < clock.size; i++) {
      free[i] =
          booked.getOrDefault(days[i], 0) < settings.perDay
              && all(working, i, i + settings.length, true)
              && all(busy, i - settings.before, i + settings.length + settings.after, false);
    }
    return free;
  }

  private static void mark(MinuteClock clock, Collection<Slot> slots, boolean[] busy) {
    for (Slot taken : slots) {
      for (int i = clock.minute(taken.start()); i < clock.minute(taken.end()); i++) {
        busy[i] = true;
      }
    }
  }

  private static boolean all(boolean[] minutes, int from, int to, boolean value) {
    for (int i = Math.max(0, from); i < to; i++) {
      if (i >= minutes.length || minutes[i] != value) {
        return false;
      }
    }
    return true;
  }

  private static WorkCalendar schedule(ZoneId zone, Random random) {
    if (random.nextInt(6) == 0) {
      return WorkCalendar.always(zone);
    }
    WorkCalendar.Builder builder = WorkCalendar.newBuilder(zone);
    for (DayOfWeek day : DayOfWeek.values()) {
      builder.on(day, spans(random));
    }
    builder.on(DayOfWeek.SUNDAY, DaySpan.parse("00:30-24:00"));
    for (int i = 0; i < 20; i++) {
      LocalDate date = LocalDate.of(MinuteClock.YEAR, 1, 1).plusDays(random.nextInt(730));
      builder.holidays(List.of(date));
      builder.exception(date.plusDays(random.nextInt(3)), spans(random));
    }
    return builder.build();
  }

  private static DaySpan[] spans(Random random) {
    List<Integer> edges =
        random.ints(2L * random.nextInt(3), 0, 97).distinct().sorted().boxed().toList();
    List<DaySpan> spans = new ArrayList<>();
    for (int i = 0; i + 1 < edges.size(); i += 2) {
      LocalTime start = LocalTime.ofSecondOfDay(edges.get(i) * 900L);
      spans.add(new DaySpan(start, Duration.ofMinutes(15L * (edges.get(i + 1) - edges.get(i)))));
    }
    return spans.toArray(DaySpan[]::new);
  }

  private static List<Slot> busy(MinuteClock clock, int count, Random random) {
    List<Slot> busy = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int start = FIRST + random.nextInt(728 * 1440);
      busy.add(new Slot(clock.instant(start), clock.instant(start + 1 + random.nextInt(600))));
    }
    return busy;
  }

  private record Settings(
      int length,
      int grid,
      int offset,
      int before,
      int after,
      int notice,
      int horizon,
      int perDay) {
    Settings(Random random) {
      this(
          1 + random.nextInt(random.nextInt(5) == 0 ? 2000 : 120),
          GRIDS[random.nextInt(GRIDS.length)],
          random.nextInt(5),
          random.nextInt(3) * random.nextInt(40),
          random.nextInt(3) * random.nextInt(40),
          random.nextInt(4000),
          4000 + random.nextInt(1_000_000),
          1 + random.nextInt(4));
    }

    boolean startsAt(long shown, Instant at, Instant now) {
      long fromNow = Duration.between(now, at).toMinutes();
      return Math.floorMod(shown, (long) grid) == offset && fromNow >= notice && fromNow <= horizon;
    }

    Availability availability(ZoneId zone) {
      return Availability.newBuilder(zone, Duration.ofMinutes(length))
          .grid(Duration.ofMinutes(grid), Duration.ofMinutes(offset))
          .buffers(Duration.ofMinutes(before), Duration.ofMinutes(after))
          .notice(Duration.ofMinutes(notice))
          .horizon(Duration.ofMinutes(horizon))
          .perDay(perDay)
          .build();
    }
  }
}
