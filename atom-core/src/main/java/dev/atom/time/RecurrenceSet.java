package dev.atom.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * When an event takes place: its start, by rules, on further dates, but for exceptions. That is the
 * recurrence set of RFC 5545 (3.8.5) with its RRULE, RDATE and EXDATE.
 *
 * {@snippet file="dev/atom/time/RecurrenceSetTest.java" region="set"}
 *
 * <p>The start is the first occurrence and the first one that COUNT counts, whether it fits a rule or
 * not; it too can be excluded. What comes of two sources at the same instant is one occurrence. Local
 * times become instants as {@link Recurrence} says, dates and exceptions too. Immutable and
 * thread-safe.
 */
public final class RecurrenceSet {
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private final LocalDateTime start;
  private final ZoneId zone;
  private final List<Recurrence> rules;
  private final TreeMap<Instant, ZonedDateTime> dates = new TreeMap<>();
  private final Set<Instant> excluded;

  private RecurrenceSet(Builder builder) {
    start = LocalOccurrences.checked(builder.start);
    zone = builder.zone;
    rules = builder.rules.stream().map(rule -> builder.ofDates ? rule.byDate() : rule).toList();
    builder.dates.forEach(date -> dates.put(date, checked(date).atZone(zone)));
    ZonedDateTime first = start.atZone(zone);
    dates.put(first.toInstant(), first);
    excluded = Set.copyOf(builder.excluded);
  }

  private static Instant checked(Instant date) {
    if (date.isBefore(FIRST) || date.isAfter(LAST)) {
      throw new IllegalArgumentException("a date is in the years 0 to 9999, not " + date);
    }
    return date;
  }

  /**
   * Returns a builder of a set that begins at a time.
   *
   * @param start the first occurrence, in whole seconds
   * @param zone the zone in which it is stated
   * @return a new builder without rules
   */
  public static Builder newBuilder(LocalDateTime start, ZoneId zone) {
    return new Builder(start, zone, false);
  }

  /**
   * Returns a builder of a set of whole days, each of which begins when the zone's day does.
   *
   * @param start the first day
   * @param zone the zone whose days are meant
   * @return a new builder without rules; rules within a day are refused, BYHOUR, BYMINUTE and BYSECOND
   *     ignored
   */
  public static Builder newBuilder(LocalDate start, ZoneId zone) {
    return new Builder(start.atStartOfDay(), zone, true);
  }

  /**
   * Lists when it takes place.
   *
   * @return the occurrences, strictly ascending, lazily
   */
  public Stream<ZonedDateTime> occurrences() {
    return merged(rule -> {});
  }

  /**
   * Lists when it takes place within a window. What lies before the window is passed over at once,
   * but for rules with a COUNT.
   *
   * @param from the window's start
   * @param to the window's end, which does not belong to it
   * @return the occurrences, strictly ascending, lazily
   */
  public Stream<ZonedDateTime> occurrencesBetween(Instant from, Instant to) {
    return ZonedOccurrences.window(merged(rule -> rule.window(from, to, zone)), from, to);
  }

  /**
   * Returns when it next takes place.
   *
   * @param after where to look from; an occurrence at that instant does not count
   * @return the first occurrence after it; empty if there is none
   */
  public Optional<ZonedDateTime> next(Instant after) {
    return occurrencesBetween(after, Instant.MAX)
        .filter(at -> at.toInstant().isAfter(after))
        .findFirst();
  }

  private Stream<ZonedDateTime> merged(Consumer<LocalOccurrences> limits) {
    List<Iterator<ZonedDateTime>> sources = new ArrayList<>();
    sources.add(dates.values().iterator());
    for (Recurrence rule : rules) {
      LocalOccurrences local = new LocalOccurrences(rule, start, zone).beginWithStart();
      limits.accept(local);
      sources.add(new ZonedOccurrences(local, rule.end(), start, zone));
    }
    return ZonedOccurrences.stream(new MergedOccurrences(sources))
        .filter(at -> !excluded.contains(at.toInstant()));
  }

  /**
   * Returns the zone.
   *
   * @return the zone in which start and rules are stated
   */
  public ZoneId zone() {
    return zone;
  }

  @Override
  public String toString() {
    return "RecurrenceSet["
        + start
        + " "
        + zone
        + ", "
        + rules
        + ", "
        + dates.size()
        + " dates, "
        + excluded.size()
        + " excluded]";
  }

  /** Builds a {@link RecurrenceSet}. Defaults: nothing but the start. Not thread-safe. */
  public static final class Builder {
    private final LocalDateTime start;
    private final ZoneId zone;
    private final boolean ofDates;
    private final List<Recurrence> rules = new ArrayList<>();
    private final Set<Instant> dates = new HashSet<>();
    private final Set<Instant> excluded = new HashSet<>();

    private Builder(LocalDateTime start, ZoneId zone, boolean ofDates) {
      this.start = start;
      this.zone = Objects.requireNonNull(zone, "zone");
      this.ofDates = ofDates;
    }

    /**
     * Adds what a rule yields.
     *
     * @param rule the rule
     * @return this builder
     */
    public Builder rule(Recurrence rule) {
      rules.add(rule);
      return this;
    }

    /**
     * Adds an occurrence.
     *
     * @param local when, in the set's zone
     * @return this builder
     */
    public Builder date(LocalDateTime local) {
      return date(local.atZone(zone).toInstant());
    }

    /**
     * Adds an occurrence.
     *
     * @param at when; one before the start is left in, as the RFC does not forbid it
     * @return this builder
     */
    public Builder date(Instant at) {
      dates.add(at);
      return this;
    }

    /**
     * Takes an occurrence out, be it the start, by a rule or a date.
     *
     * @param local when, in the set's zone
     * @return this builder
     */
    public Builder exclude(LocalDateTime local) {
      return exclude(local.atZone(zone).toInstant());
    }

    /**
     * Takes an occurrence out, be it the start, by a rule or a date.
     *
     * @param at when; one that isn't there changes nothing
     * @return this builder
     */
    public Builder exclude(Instant at) {
      excluded.add(at);
      return this;
    }

    /**
     * Returns the set.
     *
     * @return the set
     * @throws IllegalArgumentException if the start has a fraction of a second, or is a date and a
     *     rule recurs within a day; or if a date is not in the years 0 to 9999
     */
    public RecurrenceSet build() {
      return new RecurrenceSet(this);
    }
  }
}
