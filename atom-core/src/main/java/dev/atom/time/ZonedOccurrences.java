package dev.atom.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The instants of ascending local times, strictly ascending. Local times in a gap are later by its
 * length, so that they may come after ones that follow them: those wait.
 */
final class ZonedOccurrences implements Iterator<ZonedDateTime> {
  private final LocalOccurrences local;
  private final ZoneId zone;
  private final ZoneRules rules;
  private final Instant until;
  private final PriorityQueue<ZonedDateTime> waiting =
      new PriorityQueue<>(Comparator.comparing(ZonedDateTime::toInstant));
  private Instant passed;
  private @Nullable LocalDateTime peeked;
  private @Nullable ZonedDateTime next;

  ZonedOccurrences(LocalOccurrences local, RecurrenceEnd end, LocalDateTime start, ZoneId zone) {
    this.local = local;
    this.zone = zone;
    rules = zone.getRules();
    until = end instanceof RecurrenceEnd.AtInstant(Instant last) ? last : Instant.MAX;
    // The start itself may be in a gap, and what follows it at once would be before it.
    passed = start.atZone(zone).toInstant().minusNanos(1);
  }

  static Stream<ZonedDateTime> window(Stream<ZonedDateTime> ascending, Instant from, Instant to) {
    return ascending
        .dropWhile(at -> at.toInstant().isBefore(from))
        .takeWhile(at -> at.toInstant().isBefore(to));
  }

  static <T> Stream<T> stream(Iterator<T> iterator) {
    int traits = Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, traits), false);
  }

  @Override
  public boolean hasNext() {
    while (next == null && fill()) {
      ZonedDateTime earliest = waiting.remove();
      Instant at = earliest.toInstant();
      if (at.isAfter(until)) {
        return false;
      }
      if (at.isAfter(passed)) {
        next = earliest;
        passed = at;
      }
    }
    return next != null;
  }

  /** Takes local times until none that follows can be before the earliest that waits. */
  private boolean fill() {
    while (true) {
      if (peeked == null && local.hasNext()) {
        peeked = local.next();
      }
      ZonedDateTime earliest = waiting.peek();
      if (peeked == null || (earliest != null && !canPrecede(peeked, earliest))) {
        return earliest != null;
      }
      waiting.add(peeked.atZone(zone));
      peeked = null;
    }
  }

  /** Whether a local time, or one after it, may be an instant before another. */
  private boolean canPrecede(LocalDateTime following, ZonedDateTime waits) {
    ZoneOffsetTransition transition = rules.getTransition(following);
    Instant least =
        transition != null && transition.isGap()
            ? transition.getInstant()
            : following.atZone(zone).toInstant();
    return least.isBefore(waits.toInstant());
  }

  @Override
  public ZonedDateTime next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ZonedDateTime found = Objects.requireNonNull(next);
    next = null;
    return found;
  }
}
