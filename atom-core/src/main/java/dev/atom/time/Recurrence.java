package dev.atom.time;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A rule by which something recurs, as RFC 5545 (3.3.10) has it: every other Tuesday, the last
 * working day of the month, Friday the 13th.
 *
 * {@snippet file="dev/atom/time/RecurrenceTest.java" region="standup"}
 *
 * <p>All parts are understood, and their combinations expand or limit by the table of the RFC. What
 * the RFC forbids is refused when the rule is made. A rule is counted in local time, and each local
 * time becomes an instant once, at the end:
 *
 * <ul>
 *   <li>A time in a gap, when clocks are set forward, is later by the length of the gap: 02:30 becomes
 *       03:30. Two occurrences that thereby meet are one.
 *   <li>A time in an overlap, when clocks are set back, is the first of the two.
 *   <li>That holds for HOURLY, MINUTELY and SECONDLY too: the hour that is repeated has occurrences
 *       the first time only. For time that passes evenly, use the zone UTC.
 *   <li>COUNT counts local times.
 * </ul>
 *
 * <p>Occurrences are found as they are asked for, end with the year 9999, and are the rule's own: a
 * start that doesn't fit the rule is none. (A {@link RecurrenceSet} always begins with its start, as
 * an event does.) A rule that never fits, such as each 30th of February, has none. The years of
 * BYWEEKNO are those of the weeks: the 29th of December may be in week 1 of the next year. Immutable
 * and thread-safe; equal by {@linkplain #toString() canonical text}.
 */
public final class Recurrence {
  private final Frequency frequency;
  private final int interval;
  private final RecurrenceEnd end;
  private final Map<RecurrencePart, List<Integer>> numbers = new EnumMap<>(RecurrencePart.class);
  private final List<NthWeekday> weekdays;
  private final DayOfWeek weekStart;
  private final Skip skip;
  private final String text;

  private Recurrence(Builder builder) {
    frequency = builder.frequency;
    interval = builder.interval;
    end = builder.end;
    builder.numbers.forEach((part, values) -> numbers.put(part, sorted(values)));
    weekdays = sorted(builder.weekdays);
    weekStart = builder.weekStart;
    skip = builder.skip;
    RecurrenceChecks.check(this);
    text = RecurrenceText.write(this);
  }

  private static <T extends Comparable<T>> List<T> sorted(List<T> values) {
    return values.stream().distinct().sorted().toList();
  }

  /** What becomes of a day that a month or year lacks: the SKIP of RFC 7529. */
  public enum Skip {
    /** It is left out, as in RFC 5545. */
    OMIT,
    /** The last day of the month or year takes its place. */
    BACKWARD,
    /** The first day of the next month or year takes its place. */
    FORWARD
  }

  /**
   * Reads a rule.
   *
   * @param text the rule without "RRULE:", such as {@code FREQ=MONTHLY;BYDAY=-1FR}; in any case and
   *     order of parts
   * @return the rule
   * @throws InvalidRecurrence if it is not one, with the part and value that are wrong; also for an
   *     RSCALE other than GREGORIAN
   */
  public static Recurrence parse(String text) {
    return RecurrenceText.read(text);
  }

  /**
   * Returns a builder of a rule.
   *
   * @param frequency how long the periods are
   * @return a new builder
   */
  public static Builder newBuilder(Frequency frequency) {
    return new Builder(frequency);
  }

  /**
   * Returns a builder with this rule's parts.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    Builder builder = new Builder(frequency);
    builder.interval = interval;
    builder.end = end;
    builder.numbers.putAll(numbers);
    builder.weekdays = weekdays;
    builder.weekStart = weekStart;
    builder.skip = skip;
    return builder;
  }

  /**
   * Lists when it takes place by a clock on the wall, in no zone in particular.
   *
   * @param start the earliest possible occurrence, in whole seconds; what the rule leaves open, such
   *     as the time of day, is taken from it
   * @return the occurrences, strictly ascending, lazily; an UNTIL in UTC is compared as if the clock
   *     showed UTC
   * @throws IllegalArgumentException if the start has a fraction of a second
   */
  public Stream<LocalDateTime> occurrences(LocalDateTime start) {
    return ZonedOccurrences.stream(new LocalOccurrences(this, start, ZoneOffset.UTC));
  }

  /**
   * Lists the dates on which it takes place. BYHOUR, BYMINUTE and BYSECOND mean nothing for dates.
   *
   * @param start the earliest possible date
   * @return the dates, strictly ascending, lazily
   * @throws IllegalArgumentException if the rule recurs within a day
   */
  public Stream<LocalDate> occurrences(LocalDate start) {
    return byDate().occurrences(start.atStartOfDay()).map(LocalDateTime::toLocalDate);
  }

  /**
   * Lists when it takes place in a zone.
   *
   * @param start the earliest possible occurrence, in whole seconds; what the rule leaves open, such
   *     as the time of day, is taken from it
   * @param zone the zone in which the start is stated
   * @return the occurrences, strictly ascending, lazily
   * @throws IllegalArgumentException if the start has a fraction of a second
   */
  public Stream<ZonedDateTime> occurrences(LocalDateTime start, ZoneId zone) {
    return ZonedOccurrences.stream(
        new ZonedOccurrences(new LocalOccurrences(this, start, zone), end, start, zone));
  }

  /**
   * Lists when it takes place within a window. Unless there is a COUNT, what lies before the window is
   * passed over at once, however many years it is.
   *
   * @param start the earliest possible occurrence, in whole seconds
   * @param zone the zone in which the start is stated
   * @param from the window's start
   * @param to the window's end, which does not belong to it
   * @return the occurrences, strictly ascending, lazily
   * @throws IllegalArgumentException if the start has a fraction of a second
   */
  public Stream<ZonedDateTime> occurrencesBetween(
      LocalDateTime start, ZoneId zone, Instant from, Instant to) {
    LocalOccurrences local = new LocalOccurrences(this, start, zone);
    local.window(from, to, zone);
    return ZonedOccurrences.window(
        ZonedOccurrences.stream(new ZonedOccurrences(local, end, start, zone)), from, to);
  }

  /**
   * Returns when it next takes place.
   *
   * @param start the earliest possible occurrence, in whole seconds
   * @param zone the zone in which the start is stated
   * @param after where to look from; an occurrence at that instant does not count
   * @return the first occurrence after it; empty if there is none
   * @throws IllegalArgumentException if the start has a fraction of a second
   */
  public Optional<ZonedDateTime> next(LocalDateTime start, ZoneId zone, Instant after) {
    return occurrencesBetween(start, zone, after, Instant.MAX)
        .filter(at -> at.toInstant().isAfter(after))
        .findFirst();
  }

  /** The same rule for dates. */
  Recurrence byDate() {
    if (frequency.withinDay()) {
      throw new IllegalArgumentException(
          "dates can't recur " + frequency + "; start at a time of day instead of a date");
    }
    Builder builder = toBuilder().hours().minutes().seconds();
    boolean oneADay =
        weekdays.isEmpty()
            && builder.numbers.keySet().stream().allMatch(RecurrencePart.BYSETPOS::equals);
    return (oneADay ? builder.positions() : builder).build();
  }

  /**
   * Returns how long the periods are.
   *
   * @return the FREQ
   */
  public Frequency frequency() {
    return frequency;
  }

  /**
   * Returns how many periods there are from one to the next that counts.
   *
   * @return 1 or more
   */
  public int interval() {
    return interval;
  }

  /**
   * Returns where it ends.
   *
   * @return the COUNT or UNTIL
   */
  public RecurrenceEnd end() {
    return end;
  }

  /**
   * Returns the day on which weeks begin.
   *
   * @return the WKST
   */
  public DayOfWeek weekStart() {
    return weekStart;
  }

  Skip skip() {
    return skip;
  }

  List<NthWeekday> weekdays() {
    return weekdays;
  }

  List<Integer> numbers(RecurrencePart part) {
    return numbers.getOrDefault(part, List.of());
  }

  boolean has(RecurrencePart part) {
    return numbers.containsKey(part);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Recurrence that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The rule as RFC 5545 writes it: parts in the RFC's order, values sorted, defaults left out. */
  @Override
  public String toString() {
    return text;
  }

  /**
   * Builds a {@link Recurrence}. Defaults: each period, for ever, weeks from Monday, and no other
   * part. Setting a part again replaces it, setting it to nothing removes it. Not thread-safe.
   */
  public static final class Builder {
    private final Frequency frequency;
    private int interval = 1;
    private RecurrenceEnd end = new RecurrenceEnd.Never();
    private final Map<RecurrencePart, List<Integer>> numbers = new EnumMap<>(RecurrencePart.class);
    private List<NthWeekday> weekdays = List.of();
    private DayOfWeek weekStart = DayOfWeek.MONDAY;
    private Skip skip = Skip.OMIT;

    private Builder(Frequency frequency) {
      this.frequency = Objects.requireNonNull(frequency, "frequency");
    }

    /**
     * Sets how many periods there are from one to the next that counts.
     *
     * @param periods from 1 to 999,999,999
     * @return this builder
     */
    public Builder interval(int periods) {
      interval = periods;
      return this;
    }

    /**
     * Sets where it ends, by a COUNT or UNTIL.
     *
     * @param where the end
     * @return this builder
     */
    public Builder end(RecurrenceEnd where) {
      end = where;
      return this;
    }

    /**
     * Ends it after a number of occurrences.
     *
     * @param occurrences from 1 to 1,000,000
     * @return this builder
     */
    public Builder count(int occurrences) {
      return end(new RecurrenceEnd.AfterCount(occurrences));
    }

    /**
     * Ends it with a day.
     *
     * @param last the last date that belongs to it
     * @return this builder
     */
    public Builder until(LocalDate last) {
      return end(new RecurrenceEnd.OnDate(last));
    }

    /**
     * Ends it at an instant.
     *
     * @param last the last instant that belongs to it
     * @return this builder
     */
    public Builder until(Instant last) {
      return end(new RecurrenceEnd.AtInstant(last));
    }

    /**
     * Sets BYSECOND.
     *
     * @param values from 0 to 60; 60, a leap second, is taken for 59
     * @return this builder
     */
    public Builder seconds(int... values) {
      return numbers(RecurrencePart.BYSECOND, values);
    }

    /**
     * Sets BYMINUTE.
     *
     * @param values from 0 to 59
     * @return this builder
     */
    public Builder minutes(int... values) {
      return numbers(RecurrencePart.BYMINUTE, values);
    }

    /**
     * Sets BYHOUR.
     *
     * @param values from 0 to 23
     * @return this builder
     */
    public Builder hours(int... values) {
      return numbers(RecurrencePart.BYHOUR, values);
    }

    /**
     * Sets BYDAY.
     *
     * @param days the days of the week
     * @return this builder
     */
    public Builder weekdays(DayOfWeek... days) {
      weekdays = Arrays.stream(days).map(NthWeekday::every).toList();
      return this;
    }

    /**
     * Sets BYDAY.
     *
     * @param days the days of the week; with an ordinal in months and years only
     * @return this builder
     */
    public Builder weekdays(NthWeekday... days) {
      weekdays = List.of(days);
      return this;
    }

    /**
     * Sets BYMONTHDAY.
     *
     * @param values from 1 to 31, or from -31 to -1, where -1 is the last day
     * @return this builder
     */
    public Builder monthDays(int... values) {
      return numbers(RecurrencePart.BYMONTHDAY, values);
    }

    /**
     * Sets BYYEARDAY.
     *
     * @param values from 1 to 366, or from -366 to -1, where -1 is the last day
     * @return this builder
     */
    public Builder yearDays(int... values) {
      return numbers(RecurrencePart.BYYEARDAY, values);
    }

    /**
     * Sets BYWEEKNO.
     *
     * @param values from 1 to 53, or from -53 to -1, where -1 is the last week; week 1 is the first
     *     with at least four days in the year
     * @return this builder
     */
    public Builder weeks(int... values) {
      return numbers(RecurrencePart.BYWEEKNO, values);
    }

    /**
     * Sets BYMONTH.
     *
     * @param values from 1 to 12
     * @return this builder
     */
    public Builder months(int... values) {
      return numbers(RecurrencePart.BYMONTH, values);
    }

    /**
     * Sets BYSETPOS: which occurrences of a period count.
     *
     * @param values from 1 to 366, or from -366 to -1, where -1 is the last
     * @return this builder
     */
    public Builder positions(int... values) {
      return numbers(RecurrencePart.BYSETPOS, values);
    }

    /**
     * Sets WKST.
     *
     * @param day the day on which weeks begin
     * @return this builder
     */
    public Builder weekStart(DayOfWeek day) {
      weekStart = day;
      return this;
    }

    /**
     * Sets what becomes of a day that a month or year lacks.
     *
     * @param how the SKIP of RFC 7529
     * @return this builder
     */
    public Builder skip(Skip how) {
      skip = how;
      return this;
    }

    private Builder numbers(RecurrencePart part, int... values) {
      return numbers(part, Arrays.stream(values).boxed().toList());
    }

    Builder numbers(RecurrencePart part, List<Integer> values) {
      if (values.isEmpty()) {
        numbers.remove(part);
      } else {
        numbers.put(part, values);
      }
      return this;
    }

    /**
     * Returns the rule.
     *
     * @return the rule
     * @throws InvalidRecurrence if a value is out of its range, or RFC 5545 forbids a combination
     */
    public Recurrence build() {
      return new Recurrence(this);
    }
  }
}
