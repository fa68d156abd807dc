package dev.atom.rules.differential;

import dev.atom.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A working calendar by the words of its documentation, day by day. */
final class Hours {
  private final ZoneId zone;
  private final Json.Obj calendar;
  private final Map<LocalDate, List<Stretch>> days = new ConcurrentHashMap<>();
  private final Map<Stretch, Duration> counted = new ConcurrentHashMap<>();

  private Hours(ZoneId zone, Json.Obj calendar) {
    this.zone = zone;
    this.calendar = calendar;
  }

  /** From one instant until before another. */
  private record Stretch(Instant from, Instant to) {}

  static Hours of(Json.Obj calendar) {
    return new Hours(ZoneId.of(calendar.text("zone").orElseThrow()), calendar);
  }

  /** The same hours by the clocks of another zone. */
  Hours in(ZoneId other) {
    return new Hours(other, calendar);
  }

  Instant midnight(LocalDate date) {
    return date.atStartOfDay(zone).toInstant();
  }

  boolean open(Instant at) {
    LocalDate date = at.atZone(zone).toLocalDate();
    for (int i = -2; i <= 1; i++) {
      for (Stretch stretch : stretches(date.plusDays(i))) {
        if (!at.isBefore(stretch.from) && at.isBefore(stretch.to)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The working time from the one to the other, which is not earlier; what overlaps counts once. */
  Duration between(Instant from, Instant to) {
    Stretch asked = new Stretch(from, to);
    Duration known = counted.get(asked);
    return known != null ? known : counted.computeIfAbsent(asked, this::count);
  }

  private Duration count(Stretch all) {
    List<Stretch> inside = new ArrayList<>();
    LocalDate last = all.to.atZone(zone).toLocalDate().plusDays(1);
    LocalDate day = all.from.atZone(zone).toLocalDate().minusDays(2);
    for (; !day.isAfter(last); day = day.plusDays(1)) {
      for (Stretch s : stretches(day)) {
        Instant start = s.from.isBefore(all.from) ? all.from : s.from;
        Instant end = s.to.isAfter(all.to) ? all.to : s.to;
        if (start.isBefore(end)) {
          inside.add(new Stretch(start, end));
        }
      }
    }
    inside.sort(Comparator.comparing(Stretch::from));
    Duration sum = Duration.ZERO;
    Instant done = all.from;
    for (Stretch s : inside) {
      Instant start = s.from.isBefore(done) ? done : s.from;
      if (start.isBefore(s.to)) {
        sum = sum.plus(Duration.between(start, s.to));
        done = s.to;
      }
    }
    return sum;
  }

  /** The spans that begin on a date, as they take place. */
  private List<Stretch> stretches(LocalDate date) {
    List<Stretch> known = days.get(date);
    return known != null ? known : days.computeIfAbsent(date, this::take);
  }

  private List<Stretch> take(LocalDate date) {
    List<Stretch> taken = new ArrayList<>();
    if (midnight(date).equals(midnight(date.plusDays(1)))) {
      return taken; // A date that the zone left out.
    }
    for (String span : spans(date)) {
      String start = span.substring(0, 5);
      String end = span.substring(6);
      boolean next = end.equals("24:00") || end.compareTo(start) <= 0;
      LocalTime until = end.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(end);
      Instant from = edge(date, LocalTime.parse(start));
      Instant to = edge(next ? date.plusDays(1) : date, until);
      if (from.isBefore(to)) {
        taken.add(new Stretch(from, to));
      }
    }
    return taken;
  }

  /** In a gap later by its length, in an overlap the first of two: as java.time does it. */
  private Instant edge(LocalDate date, LocalTime time) {
    return date.atTime(time).atZone(zone).toInstant();
  }

  private List<String> spans(LocalDate date) {
    Json exception = member("exceptions").get(date.toString()).orElse(null);
    if (exception != null) {
      return texts(exception);
    }
    boolean holiday =
        texts(calendar.get("holidays").orElse(Json.array(List.of()))).contains(date.toString())
            || texts(calendar.get("yearly").orElse(Json.array(List.of())))
                .contains(MonthDay.from(date).toString().substring(2));
    String day = date.getDayOfWeek().name().toLowerCase(Locale.ROOT);
    return holiday ? List.of() : member("week").get(day).map(Hours::texts).orElse(List.of());
  }

  private Json.Obj member(String name) {
    return (Json.Obj) calendar.get(name).orElse(Json.Obj.EMPTY);
  }

  private static List<String> texts(Json list) {
    return Values.items(list).stream().map(text -> ((Json.Str) text).value()).toList();
  }
}
