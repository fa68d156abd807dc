package dev.atom.time;

import dev.atom.time.WorkingDay.Stretch;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * When a slot may start: windows in seconds of the epoch, ascending and apart, the last second of each
 * included. A window may be a single second.
 */
final class StartWindows {
  private static final long DAY = 86_400;

  private record Window(long first, long last) {}

  private final List<Window> windows;

  private StartWindows(List<Window> windows) {
    this.windows = windows;
  }

  static StartWindows of(long first, long last) {
    return new StartWindows(first <= last ? List.of(new Window(first, last)) : List.of());
  }

  /** The starts from which a slot lies within the hours of a calendar. */
  StartWindows within(WorkCalendar schedule, long length) {
    if (windows.isEmpty()) {
      return this;
    }
    List<Window> starts = new ArrayList<>();
    for (Window hours :
        hours(schedule, windows.getFirst().first, windows.getLast().last + length)) {
      if (hours.first <= hours.last - length) {
        starts.add(new Window(hours.first, hours.last - length));
      }
    }
    return common(starts);
  }

  /** Working time as {@link WorkCalendar} has it, here from start to end. */
  private static List<Window> hours(WorkCalendar schedule, long from, long to) {
    // A slot may be longer than a day, and hours that meet are one stretch: so one day more.
    LocalDate day = schedule.date(Instant.ofEpochSecond(from)).minusDays(2);
    LocalDate last = schedule.date(Instant.ofEpochSecond(to)).plusDays(2);
    List<Stretch> stretches = new ArrayList<>();
    for (; !day.isAfter(last); day = day.plusDays(1)) {
      stretches.addAll(schedule.own(day));
    }
    stretches.sort(Comparator.comparing(Stretch::start));
    List<Window> hours = new ArrayList<>(stretches.size());
    for (Stretch stretch : WorkingDay.united(stretches)) {
      // Starts are whole seconds.
      hours.add(new Window(roundedUp(stretch.start()), stretch.end().getEpochSecond()));
    }
    return hours;
  }

  /** The starts on days, by the clock of a calendar, on which fewer bookings than so many begin. */
  StartWindows onDaysWithFewer(int most, WorkCalendar calendar, Iterable<Slot> bookings) {
    if (windows.isEmpty()) {
      return this;
    }
    Instant from = Instant.ofEpochSecond(windows.getFirst().first - 2 * DAY);
    Instant to = Instant.ofEpochSecond(windows.getLast().last + 2 * DAY);
    Map<LocalDate, Integer> begun = new HashMap<>();
    for (Slot booking : bookings) {
      if (booking.start().isAfter(from) && booking.start().isBefore(to)) {
        begun.merge(calendar.day(booking.start()), 1, Integer::sum);
      }
    }
    List<Slot> full = new ArrayList<>();
    begun.forEach(
        (day, count) -> {
          if (count >= most) {
            full.add(
                new Slot(
                    WorkingDay.begin(day, calendar.zone()),
                    WorkingDay.begin(day.plusDays(1), calendar.zone())));
          }
        });
    return apartFrom(full, 1, 0);
  }

  /** The starts that keep a distance from what is busy: so many seconds to its start and its end. */
  StartWindows apartFrom(Iterable<Slot> busy, long before, long after) {
    if (windows.isEmpty()) {
      return this;
    }
    long first = windows.getFirst().first;
    long last = windows.getLast().last;
    // Between two of the blocked, starts are allowed; rounding outwards never allows too much.
    List<Window> blocked = new ArrayList<>();
    for (Slot taken : busy) {
      long from = taken.start().getEpochSecond() - before;
      long to = roundedUp(taken.end()) + after;
      if (from < last && to > first) {
        blocked.add(new Window(from, to));
      }
    }
    blocked.sort(Comparator.comparingLong(Window::first));
    List<Window> open = new ArrayList<>(blocked.size() + 1);
    long free = first;
    for (Window taken : blocked) {
      if (free <= taken.first) {
        open.add(new Window(free, taken.first));
      }
      free = Math.max(free, taken.last);
    }
    if (free <= last) {
      open.add(new Window(free, last));
    }
    return common(open);
  }

  static long roundedUp(Instant at) {
    long second = at.getEpochSecond();
    return at.isAfter(Instant.ofEpochSecond(second)) ? second + 1 : second;
  }

  private StartWindows common(List<Window> others) {
    List<Window> common = new ArrayList<>();
    int mine = 0;
    int other = 0;
    while (mine < windows.size() && other < others.size()) {
      Window a = windows.get(mine);
      Window b = others.get(other);
      if (Math.max(a.first, b.first) <= Math.min(a.last, b.last)) {
        common.add(new Window(Math.max(a.first, b.first), Math.min(a.last, b.last)));
      }
      if (a.last < b.last) {
        mine++;
      } else {
        other++;
      }
    }
    return new StartWindows(common);
  }

  /** Each start at which the clock of a zone shows a whole number of steps, counted from an offset. */
  long[] onGrid(ZoneId zone, long step, long gridOffset) {
    ZoneRules rules = zone.getRules();
    LongStream.Builder starts = LongStream.builder();
    for (Window window : windows) {
      long from = window.first;
      while (from <= window.last) {
        Instant at = Instant.ofEpochSecond(from);
        ZoneOffsetTransition change = rules.nextTransition(at);
        long last =
            change == null ? window.last : Math.min(window.last, change.toEpochSecond() - 1);
        long shown = from + rules.getOffset(at).getTotalSeconds() - gridOffset;
        for (long start = from + Math.floorMod(-shown, step); start <= last; start += step) {
          starts.add(start);
        }
        from = last + 1;
      }
    }
    return starts.build().toArray();
  }
}
