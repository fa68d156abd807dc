package dev.atom.usage;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Hours of the week that have another price, by the clock of one zone. Holidays are days like others.
 *
 * <p>Immutable and thread-safe.
 */
public final class Hours {
  private static final int DAY = 86_400;
  private static final int WEEK = 7 * DAY;
  // The first of January 1970 was a Thursday.
  private static final int EPOCH_IN_WEEK = 3 * DAY;
  private static final Instant LAST_KNOWN = Instant.parse("2100-01-01T00:00:00Z");

  private final ZoneId zone;
  private final List<Span> spans;
  private final BigDecimal inside;
  private final BigDecimal outside;
  private final int[] begins;
  private final int[] ends;
  private final ZoneRules rules;
  private final long[] changes;
  private final int[] offsets;

  /**
   * A time of some days of the week.
   *
   * @param days the days on which it begins; at least one
   * @param from its first second
   * @param to the second after its last; at or before {@code from}: on the next day
   */
  public record Span(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    /** Refuses a span without days, and parts of a second. */
    public Span {
      days = Set.copyOf(days);
      if (days.isEmpty()) {
        throw new IllegalArgumentException("the span from " + from + " to " + to + " has no day");
      }
      if (parted(from) || parted(to)) {
        throw new IllegalArgumentException(
            "the span from " + from + " to " + to + " has parts of a second");
      }
    }

    private static boolean parted(LocalTime time) {
      return !time.equals(time.truncatedTo(ChronoUnit.SECONDS));
    }
  }

  private Hours(ZoneId zone, List<Span> spans, BigDecimal inside, BigDecimal outside) {
    this.zone = zone;
    this.spans = List.copyOf(spans);
    this.inside = factor(inside);
    this.outside = factor(outside);
    List<int[]> parts = new ArrayList<>();
    for (Span span : spans) {
      int from = span.from().toSecondOfDay();
      int to = span.to().toSecondOfDay();
      int length = to > from ? to - from : to + DAY - from;
      for (DayOfWeek day : span.days()) {
        parts.add(new int[] {(day.getValue() - 1) * DAY + from, length});
      }
    }
    begins = parts.stream().mapToInt(part -> part[0]).toArray();
    ends = parts.stream().mapToInt(part -> part[0] + part[1]).toArray();
    rules = zone.getRules();
    List<ZoneOffsetTransition> known = new ArrayList<>();
    ZoneOffsetTransition next = rules.nextTransition(Instant.EPOCH);
    while (next != null && next.getInstant().isBefore(LAST_KNOWN)) {
      known.add(next);
      next = rules.nextTransition(next.getInstant());
    }
    changes =
        LongStream.concat(
                LongStream.of(0), known.stream().mapToLong(ZoneOffsetTransition::toEpochSecond))
            .toArray();
    offsets =
        Arrays.stream(changes)
            .mapToInt(at -> rules.getOffset(Instant.ofEpochSecond(at)).getTotalSeconds())
            .toArray();
  }

  /**
   * Returns hours with their factors.
   *
   * @param zone whose clock counts
   * @param spans the hours; they may overlap, which changes nothing
   * @param inside what all rates but fees are multiplied by within them; 0 or more
   * @param outside what they are multiplied by at all other times; 0 or more
   * @return the hours
   */
  public static Hours of(ZoneId zone, List<Span> spans, BigDecimal inside, BigDecimal outside) {
    return new Hours(Objects.requireNonNull(zone, "zone"), spans, inside, outside);
  }

  /**
   * Returns whose clock counts.
   *
   * @return the zone
   */
  public ZoneId zone() {
    return zone;
  }

  /**
   * Returns the hours.
   *
   * @return unmodifiable
   */
  public List<Span> spans() {
    return spans;
  }

  /**
   * Tells whether a moment is within the hours.
   *
   * @param at which moment
   * @return true from the first second of a span to before its end
   */
  public boolean contain(Instant at) {
    return contain(at.getEpochSecond());
  }

  /**
   * Returns the factor of a moment.
   *
   * @param at which moment
   * @return that of inside or of outside
   */
  public BigDecimal factor(Instant at) {
    return contain(at) ? inside : outside;
  }

  /** Allocates nothing from 1970 to 2100. */
  boolean contain(long epochSecond) {
    int second =
        (int) Math.floorMod(epochSecond + offset(epochSecond) + EPOCH_IN_WEEK, (long) WEEK);
    for (int i = 0; i < begins.length; i++) {
      boolean thisWeek = second >= begins[i] && second < ends[i];
      if (thisWeek || second + WEEK < ends[i]) {
        return true;
      }
    }
    return false;
  }

  private int offset(long epochSecond) {
    int found = Arrays.binarySearch(changes, epochSecond);
    int last = found >= 0 ? found : -found - 2;
    if (last < 0 || epochSecond >= LAST_KNOWN.getEpochSecond()) {
      return rules.getOffset(Instant.ofEpochSecond(epochSecond)).getTotalSeconds();
    }
    return offsets[last];
  }

  double insideFactor() {
    return inside.doubleValue();
  }

  double outsideFactor() {
    return outside.doubleValue();
  }

  private static BigDecimal factor(BigDecimal factor) {
    if (factor.signum() < 0) {
      throw new IllegalArgumentException("the factor " + factor + " is negative");
    }
    return factor;
  }

  @Override
  public String toString() {
    return spans + " in " + zone + ": x" + inside + ", else x" + outside;
  }
}
