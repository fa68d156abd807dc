package dev.atom.rules;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Gives equal values as one object where it has met them lately, so that the rules of many tenants
 * look at the same few objects. Keeps a fixed number of values and forgets others, whoever names them.
 * Thread-safe.
 *
 * @param <V> immutable, equal by content
 */
final class Shared<V> {
  /** A power of two. */
  private static final int PLACES = 4_096;

  private final AtomicReferenceArray<V> values = new AtomicReferenceArray<>(PLACES);

  /** The value, or one that is equal to it. */
  V of(V value) {
    int hash = value.hashCode() * 0x9E3779B9;
    int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
    V known = values.get(place);
    if (value.equals(known)) {
      return known;
    }
    values.set(place, value);
    return value;
  }
}
