package dev.atom;

import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes the ids of new things. Handed in by constructor, so that tests and replays are repeatable.
 *
 * <p>Implementations are thread-safe.
 */
@FunctionalInterface
public interface IdSource {
  /**
   * Returns an id that this source has not given before.
   *
   * @return the id, not blank
   */
  String next();

  /**
   * Returns a source of UUIDs of version 7 (RFC 9562): the first 48 bits are the clock's
   * milliseconds, so that later ids sort behind earlier ones of other milliseconds; the rest is
   * random.
   *
   * @param clock where the time comes from
   * @param random where the rest comes from; guarded by this source, so it need not be thread-safe
   * @return the source
   */
  static IdSource timeOrdered(Clock clock, RandomGenerator random) {
    return () -> {
      long high;
      long low;
      synchronized (random) {
        high = random.nextLong();
        low = random.nextLong();
      }
      long time = clock.millis() << 16;
      long versioned = time | 0x7000L | (high & 0x0FFFL);
      long variant = (low & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
      return new UUID(versioned, variant).toString();
    };
  }
}
