package dev.atom.calendar;

/**
 * How much of a calendar from outside is read, and how far its recurrences are worked out.
 *
 * @param bytes the longest file, in bytes
 * @param lineBytes the longest line, unfolded, in bytes; pictures are written into one line
 * @param components how many components a file may have, those inside of others too
 * @param depth how deep components may lie in each other, the calendar itself being 1
 * @param occurrences how many occurrences one question may have as its answer
 */
public record CalendarLimits(int bytes, int lineBytes, int components, int depth, int occurrences) {
  /** 16 MiB, lines of 4 MiB, 100,000 components, 8 deep, 100,000 occurrences. */
  public static final CalendarLimits DEFAULT =
      new CalendarLimits(16 << 20, 4 << 20, 100_000, 8, 100_000);

  /** Refuses a limit below 1. */
  public CalendarLimits {
    if (bytes < 1 || lineBytes < 1 || components < 1 || depth < 1 || occurrences < 1) {
      throw new IllegalArgumentException(
          "limits are 1 or more, not "
              + bytes
              + ", "
              + lineBytes
              + ", "
              + components
              + ", "
              + depth
              + ", "
              + occurrences);
    }
  }
}
