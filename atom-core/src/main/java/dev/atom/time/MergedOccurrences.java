package dev.atom.time;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Several ascending sources as one, each instant once. */
final class MergedOccurrences implements Iterator<ZonedDateTime> {
  private record Head(ZonedDateTime first, Instant at, Iterator<ZonedDateTime> rest) {}

  private final PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparing(Head::at));
  private @Nullable Instant passed;

  /** What the last occurrence came from; asked for its next one no sooner than needed. */
  private @Nullable Iterator<ZonedDateTime> taken;

  MergedOccurrences(List<Iterator<ZonedDateTime>> sources) {
    sources.forEach(this::add);
  }

  private void add(Iterator<ZonedDateTime> source) {
    if (source.hasNext()) {
      ZonedDateTime first = source.next();
      heads.add(new Head(first, first.toInstant(), source));
    }
  }

  @Override
  public boolean hasNext() {
    if (taken != null) {
      add(taken);
      taken = null;
    }
    for (Head head = heads.peek(); head != null; head = heads.peek()) {
      if (!head.at().equals(passed)) {
        return true;
      }
      heads.remove();
      add(head.rest());
    }
    return false;
  }

  @Override
  public ZonedDateTime next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Head head = heads.remove();
    passed = head.at();
    taken = head.rest();
    return head.first();
  }
}
