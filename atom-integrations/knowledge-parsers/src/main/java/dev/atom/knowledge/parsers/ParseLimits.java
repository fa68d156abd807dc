package dev.atom.knowledge.parsers;

import java.time.Duration;

/**
 * How much of a file is read at most; a file beyond is refused, never cut. Immutable.
 *
 * @param bytes the size of the file, at least 1 and at most 1 GiB
 * @param pages pages of a PDF, at least 1
 * @param characters the length of the text (UTF-16), at least 1
 * @param time how long one file may take, positive
 */
public record ParseLimits(int bytes, int pages, int characters, Duration time) {
  private static final int MOST_BYTES = 1 << 30;

  /** Refuses limits out of range. */
  public ParseLimits {
    if (bytes < 1 || bytes > MOST_BYTES) {
      throw new IllegalArgumentException("bytes is 1 to " + MOST_BYTES + ", not " + bytes);
    }
    if (pages < 1 || characters < 1) {
      throw new IllegalArgumentException(
          "pages and characters are at least 1, not " + pages + " and " + characters);
    }
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("time is positive, not " + time);
    }
  }

  /**
   * Returns the usual limits: 32 MiB, 5,000 pages, 10 million characters, 30 seconds.
   *
   * @return the limits
   */
  public static ParseLimits usual() {
    return new ParseLimits(32 << 20, 5_000, 10_000_000, Duration.ofSeconds(30));
  }

  /**
   * Returns these limits with another size of file.
   *
   * @param bytes at least 1 and at most 1 GiB
   * @return the changed copy
   */
  public ParseLimits bytes(int bytes) {
    return new ParseLimits(bytes, pages, characters, time);
  }

  /**
   * Returns these limits with another number of pages.
   *
   * @param pages at least 1
   * @return the changed copy
   */
  public ParseLimits pages(int pages) {
    return new ParseLimits(bytes, pages, characters, time);
  }

  /**
   * Returns these limits with another length of text.
   *
   * @param characters at least 1
   * @return the changed copy
   */
  public ParseLimits characters(int characters) {
    return new ParseLimits(bytes, pages, characters, time);
  }

  /**
   * Returns these limits with another time.
   *
   * @param time positive
   * @return the changed copy
   */
  public ParseLimits time(Duration time) {
    return new ParseLimits(bytes, pages, characters, time);
  }
}
