package dev.atom.time;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The hours, minutes or seconds of a rule. Those that can't fit are passed over in large steps. */
final class ClockPeriods implements Periods {
  private static final int DAY = 86_400;

  private final int unit;
  private final long step;
  private final DayFilter filter;

  /** Seconds of the day at which a period may begin, by the parts that limit. */
  private final BitSet allowed = new BitSet(DAY);

  /** Seconds into a period at which something takes place, by the parts that expand. */
  private final List<Integer> offsets;

  private final boolean possible;
  private long end = LocalDate.of(LAST_YEAR + 1, 1, 1).toEpochDay() * DAY;
  private long at;
  private long passedDay = Long.MIN_VALUE;

  ClockPeriods(Recurrence rule, LocalDateTime start) {
    unit = rule.frequency().seconds();
    step = (long) rule.interval() * unit;
    filter = new DayFilter(rule);
    allow(rule);
    offsets = DayTimes.chosen(offsets(rule, start), rule.numbers(RecurrencePart.BYSETPOS));
    long second = start.toEpochSecond(ZoneOffset.UTC);
    at = second - Math.floorMod(second, unit);
    possible = !offsets.isEmpty() && reachable();
  }

  private void allow(Recurrence rule) {
    BitSet hours = bits(rule.numbers(RecurrencePart.BYHOUR), 24);
    BitSet minutes = bits(unit > 60 ? List.of() : rule.numbers(RecurrencePart.BYMINUTE), 60);
    BitSet seconds =
        bits(
            unit > 1 || !rule.has(RecurrencePart.BYSECOND) ? List.of() : DayTimes.seconds(rule, 0),
            60);
    for (int second = 0; second < DAY; second += unit) {
      if (hours.get(second / 3600) && minutes.get(second / 60 % 60) && seconds.get(second % 60)) {
        allowed.set(second);
      }
    }
  }

  /** All of them if none is named. */
  private static BitSet bits(List<Integer> values, int size) {
    BitSet bits = new BitSet(size);
    if (values.isEmpty()) {
      bits.set(0, size);
    }
    values.forEach(bits::set);
    return bits;
  }

  private List<Integer> offsets(Recurrence rule, LocalDateTime start) {
    List<Integer> minutes =
        unit == 3600
            ? DayTimes.values(rule, RecurrencePart.BYMINUTE, start.getMinute())
            : List.of(0);
    List<Integer> seconds = unit > 1 ? DayTimes.seconds(rule, start.getSecond()) : List.of(0);
    List<Integer> all = new ArrayList<>();
    for (int minute : minutes) {
      for (int second : seconds) {
        all.add(minute * 60 + second);
      }
    }
    return all;
  }

  /** Whether steps of this length ever hit an allowed second of the day. */
  private boolean reachable() {
    long common = common(step, DAY);
    long rest = Math.floorMod(at, common);
    return allowed.stream().anyMatch(second -> second % common == rest);
  }

  private static long common(long a, long b) {
    return b == 0 ? a : common(b, a % b);
  }

  @Override
  public boolean hasNext() {
    return possible && at < end;
  }

  @Override
  public List<LocalDateTime> next() {
    while (at < end) {
      long day = Math.floorDiv(at, DAY);
      long fits = day == passedDay ? at : firstFit(day);
      if (fits != at) {
        advance(fits);
        continue;
      }
      int second = (int) (at - day * DAY);
      int next = allowed.nextSetBit(second);
      if (next == second) {
        List<LocalDateTime> found = found();
        at += step;
        return found;
      }
      advance(next < 0 ? (day + 1) * DAY : day * DAY + next);
    }
    return List.of();
  }

  /** The second itself if the date fits, else the start of a later date. */
  private long firstFit(long day) {
    LocalDate date = LocalDate.ofEpochDay(day);
    if (filter.lets(date)) {
      passedDay = day;
      return at;
    }
    LocalDate next = filter.inMonths(date);
    return Math.max(day + 1, next.toEpochDay()) * DAY;
  }

  /** To the first period that begins at or after a second. */
  private void advance(long second) {
    long distance = second - at;
    at += Math.ceilDiv(distance, step) * step;
  }

  private List<LocalDateTime> found() {
    List<LocalDateTime> found = new ArrayList<>(offsets.size());
    for (int offset : offsets) {
      found.add(LocalDateTime.ofEpochSecond(at + offset, 0, ZoneOffset.UTC));
    }
    return found;
  }

  @Override
  public void stopAt(LocalDateTime time) {
    end = Math.min(end, time.toEpochSecond(ZoneOffset.UTC) + 1);
  }

  @Override
  public void skipTo(LocalDateTime time) {
    long second = time.toEpochSecond(ZoneOffset.UTC) - unit;
    if (second > at) {
      advance(second);
    }
  }
}
