package dev.atom.cache;

/**
 * How much a store keeps. Above this the values leave that were not used for longest.
 *
 * @param entries the most values, 1 or more
 * @param bytes the most bytes of all values together, each as its JSON text in UTF-8; 1 or more. A
 *     value that is larger alone is not kept
 */
public record CacheBounds(long entries, long bytes) {
  /** Ten thousand values, 64 MiB. */
  public static final CacheBounds DEFAULT = new CacheBounds(10_000, 64L * 1024 * 1024);

  /** Refuses numbers below 1. */
  public CacheBounds {
    if (entries < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "a cache of %d entries and %d bytes keeps nothing; give 1 or more of each"
              .formatted(entries, bytes));
    }
  }
}
