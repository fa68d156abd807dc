package dev.atom.time;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which slots can be booked. It lists the free ones, and checks a single one by the same function: a
 * slot is free exactly if the list has it.
 *
 * {@snippet file="dev/atom/time/AvailabilityTest.java" region="visit"}
 *
 * <p>A slot is free if
 *
 * <ul>
 *   <li>all of it is working time, as {@link WorkCalendar} has it; buffers need not be,
 *   <li>it and the buffers around it touch nothing busy or booked; they may meet it,
 *   <li>on the date of its start, by the owner's clock, fewer bookings begin than a day may have,
 *   <li>it starts no sooner than the notice and no later than the horizon after now, in time that
 *       passes: a day's notice is 24 hours, also when clocks change,
 *   <li>the clock on the wall shows a time on the grid at its start. In a gap the clock shows none of
 *       the times left out, so nothing starts there; in an overlap it shows them twice, and slots
 *       start at both. A slot is as long as ever on the nights of both.
 * </ul>
 *
 * <p>Two people who look at the same time see the same slots: whoever books takes a hold with a unique
 * key first, and calls {@link #isFree} with what is busy then. Takes time in proportion to the days,
 * the slots and n log n of what is busy. Instants are in the years 0 to 9999. Immutable and thread-safe.
 */
public final class Availability {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration LONGEST_WINDOW = Duration.ofDays(3660);

  /** A list of more starts is a mistake, and would fill the memory. */
  private static final int MOST_STARTS = 2_000_000;

  private static final int UNLIMITED = Integer.MAX_VALUE;
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  private final ZoneId zone;
  private final Duration length;
  private final Duration grid;
  private final Duration gridOffset;
  private final Duration before;
  private final Duration after;
  private final Duration notice;
  private final Duration horizon;
  private final int perDay;

  private Availability(Builder builder) {
    zone = builder.zone;
    length = builder.length;
    grid = builder.grid;
    gridOffset = builder.gridOffset;
    before = builder.before;
    after = builder.after;
    notice = builder.notice;
    horizon = builder.horizon;
    perDay = builder.perDay;
  }

  /**
   * Returns a builder.
   *
   * @param zone whose clock has the grid; mostly the schedule's
   * @param length how long a slot is, in whole seconds
   * @return a new builder
   */
  public static Builder newBuilder(ZoneId zone, Duration length) {
    return new Builder(zone, length);
  }

  /**
   * Lists the slots in which everyone is free.
   *
   * @param now when the question is asked
   * @param from the earliest start
   * @param to where the starts end, itself left out; at most 3,660 days later
   * @param diaries who has to be free, at least one
   * @return in order; they overlap if the grid is finer than a slot is long
   * @throws IllegalArgumentException if there is no diary, or the window is empty, too long, or
   *     has more than 2,000,000 times on the grid
   */
  public List<Slot> slots(Instant now, Instant from, Instant to, Collection<Diary> diaries) {
    StartWindows starts = window(now, from, to, diaries);
    for (Diary diary : diaries) {
      starts = free(starts, diary);
    }
    List<Slot> slots = new ArrayList<>();
    for (long start : onGrid(starts)) {
      slots.add(slot(start));
    }
    return slots;
  }

  /**
   * Tells whether everyone is free in a slot.
   *
   * @param slot the slot
   * @param now when the question is asked
   * @param diaries who has to be free, at least one
   * @return true exactly if {@link #slots} lists it; so false for one of another length
   * @throws IllegalArgumentException if there is no diary
   */
  public boolean isFree(Slot slot, Instant now, Collection<Diary> diaries) {
    return slots(now, slot.start(), second(slot), diaries).contains(slot);
  }

  /**
   * Lists the slots in which anyone is free, with who is: for bookings that one of several takes,
   * as {@link Offer#choose} says.
   *
   * @param now when the question is asked
   * @param from the earliest start
   * @param to where the starts end, itself left out; at most 3,660 days later
   * @param diaries who may be free, at least one
   * @return in order; they overlap if the grid is finer than a slot is long
   * @throws IllegalArgumentException if there is no diary, or the window is empty, too long, or
   *     has more than 2,000,000 times on the grid
   */
  public List<Offer> offers(Instant now, Instant from, Instant to, Collection<Diary> diaries) {
    StartWindows window = window(now, from, to, diaries);
    Map<Long, List<String>> owners = new HashMap<>();
    for (Diary diary : diaries) {
      for (long start : onGrid(free(window, diary))) {
        owners.computeIfAbsent(start, first -> new ArrayList<>()).add(diary.owner());
      }
    }
    return owners.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> new Offer(slot(entry.getKey()), entry.getValue()))
        .toList();
  }

  /**
   * Returns who is free in a slot.
   *
   * @param slot the slot
   * @param now when the question is asked
   * @param diaries who may be free, at least one
   * @return the offer that {@link #offers} lists; empty if it lists none
   * @throws IllegalArgumentException if there is no diary
   */
  public Optional<Offer> offer(Slot slot, Instant now, Collection<Diary> diaries) {
    return offers(now, slot.start(), second(slot), diaries).stream()
        .filter(offer -> offer.slot().equals(slot))
        .findFirst();
  }

  private static Instant second(Slot slot) {
    return checked(slot.start()).plusSeconds(1);
  }

  private static Instant checked(Instant at) {
    if (at.isBefore(FIRST) || at.isAfter(LAST)) {
      throw new IllegalArgumentException("slots are in the years 0 to 9999, not at " + at);
    }
    return at;
  }

  private StartWindows window(Instant now, Instant from, Instant to, Collection<Diary> diaries) {
    if (diaries.isEmpty()) {
      throw new IllegalArgumentException("nobody can be booked without a diary");
    }
    if (!checked(from).isBefore(checked(to))
        || Duration.between(from, to).compareTo(LONGEST_WINDOW) > 0) {
      throw new IllegalArgumentException(
          "a window is longer than nothing and at most 3,660 days, not from " + from + " to " + to);
    }
    if (Duration.between(from, to).toSeconds() / grid.toSeconds() > MOST_STARTS) {
      throw new IllegalArgumentException(
          "from " + from + " to " + to + " there are more than 2,000,000 times each " + grid);
    }
    long first = StartWindows.roundedUp(later(from, checked(now).plus(notice)));
    long last = Math.min(to.minusNanos(1).getEpochSecond(), now.plus(horizon).getEpochSecond());
    return StartWindows.of(first, last);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private StartWindows free(StartWindows starts, Diary diary) {
    long toStart = length.plus(after).toSeconds();
    StartWindows free =
        starts
            .within(diary.schedule(), length.toSeconds())
            .apartFrom(diary.busy(), toStart, before.toSeconds())
            .apartFrom(diary.bookings(), toStart, before.toSeconds());
    return perDay == UNLIMITED
        ? free
        : free.onDaysWithFewer(perDay, diary.schedule(), diary.bookings());
  }

  private long[] onGrid(StartWindows starts) {
    return starts.onGrid(zone, grid.toSeconds(), gridOffset.toSeconds());
  }

  private Slot slot(long start) {
    Instant at = Instant.ofEpochSecond(start);
    return new Slot(at, at.plus(length));
  }

  /**
   * Builds an {@link Availability}. Defaults: slots start each quarter of an hour; no buffers, no
   * notice, a horizon of 3,660 days, any number of bookings per day. Not thread-safe.
   */
  public static final class Builder {
    private final ZoneId zone;
    private final Duration length;
    private Duration grid = Duration.ofMinutes(15);
    private Duration gridOffset = Duration.ZERO;
    private Duration before = Duration.ZERO;
    private Duration after = Duration.ZERO;
    private Duration notice = Duration.ZERO;
    private Duration horizon = LONGEST_WINDOW;
    private int perDay = UNLIMITED;

    private Builder(ZoneId zone, Duration length) {
      this.zone = Objects.requireNonNull(zone, "zone");
      this.length = whole("a slot's length", length);
      if (length.isZero() || length.compareTo(Duration.ofDays(31)) > 0) {
        throw new IllegalArgumentException(
            "a slot is longer than nothing and at most 31 days, not " + length);
      }
    }

    /**
     * Sets the grid on which slots start, by the clock on the wall from midnight.
     *
     * @param step the distance, in whole seconds, of which a day has a whole number: 45 minutes, but
     *     not 50
     * @return this builder
     * @throws IllegalArgumentException if a day is not a whole number of steps
     */
    public Builder grid(Duration step) {
      return grid(step, Duration.ZERO);
    }

    /**
     * Sets the grid on which slots start, by the clock on the wall from some minutes past midnight:
     * an hour from ten minutes on is 00:10, 01:10 and so on.
     *
     * @param step the distance, in whole seconds, of which a day has a whole number: 45 minutes, but
     *     not 50
     * @param offset the first time after midnight, less than a step, in whole seconds
     * @return this builder
     * @throws IllegalArgumentException if a day is not a whole number of steps, or the offset is a
     *     step or longer
     */
    public Builder grid(Duration step, Duration offset) {
      whole("a grid's step", step);
      if (step.isZero() || DAY.toSeconds() % step.toSeconds() != 0) {
        throw new IllegalArgumentException("a day is not a whole number of steps of " + step);
      }
      if (whole("a grid's offset", offset).compareTo(step) >= 0) {
        throw new IllegalArgumentException("an offset is less than " + step + ", not " + offset);
      }
      grid = step;
      gridOffset = offset;
      return this;
    }

    /**
     * Sets how much time is kept free around a slot.
     *
     * @param beforeIt at least this much before its start, in whole seconds
     * @param afterIt at least this much after its end, in whole seconds
     * @return this builder
     * @throws IllegalArgumentException if one is negative or not in whole seconds
     */
    public Builder buffers(Duration beforeIt, Duration afterIt) {
      before = whole("a buffer", beforeIt);
      after = whole("a buffer", afterIt);
      return this;
    }

    /**
     * Sets how soon a slot may start.
     *
     * @param fromNow the time that passes from now, in whole seconds
     * @return this builder
     * @throws IllegalArgumentException if it is negative or not in whole seconds
     */
    public Builder notice(Duration fromNow) {
      notice = whole("a notice", fromNow);
      return this;
    }

    /**
     * Sets how late a slot may start.
     *
     * @param fromNow the time that passes from now, in whole seconds; a slot may start at its end
     * @return this builder
     * @throws IllegalArgumentException if it is negative or not in whole seconds
     */
    public Builder horizon(Duration fromNow) {
      horizon = whole("a horizon", fromNow);
      return this;
    }

    /**
     * Sets how many bookings somebody takes a day: those of {@link Diary#bookings} that begin on a
     * date by the clock of the owner's schedule.
     *
     * @param bookings 1 or more
     * @return this builder
     * @throws IllegalArgumentException if it is less
     */
    public Builder perDay(int bookings) {
      if (bookings < 1) {
        throw new IllegalArgumentException("a day has 1 booking or more, not " + bookings);
      }
      perDay = bookings;
      return this;
    }

    private static Duration whole(String what, Duration value) {
      if (value.isNegative()
          || !value.equals(value.truncatedTo(ChronoUnit.SECONDS))
          || value.compareTo(LONGEST_WINDOW) > 0) {
        throw new IllegalArgumentException(
            what + " is in whole seconds, 0 or more and at most 3,660 days, not " + value);
      }
      return value;
    }

    /**
     * Returns the availability.
     *
     * @return the availability
     * @throws IllegalStateException if the horizon is before the notice ends: nothing could be booked
     */
    public Availability build() {
      if (horizon.compareTo(notice) < 0) {
        throw new IllegalStateException(
            "a notice of " + notice + " leaves nothing within a horizon of " + horizon);
      }
      return new Availability(this);
    }
  }
}
