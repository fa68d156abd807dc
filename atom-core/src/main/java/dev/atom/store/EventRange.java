package dev.atom.store;

/**
 * Which of a subject's events are read. Whatever end they are taken from, they come in their order.
 *
 * @param after the version behind which they begin, 0 or more
 * @param before the version before which they end
 * @param limit the most events, 1 or more
 * @param newest true for the last of the range, false for its first
 */
public record EventRange(long after, long before, int limit, boolean newest) {
  /** Refuses a range that has no meaning. */
  public EventRange {
    if (after < 0 || before < 1 || limit < 1) {
      throw new IllegalArgumentException(
          "events are read after version 0 or more, before 1 or more, and 1 or more of them; not "
              + limit
              + " after "
              + after
              + " and before "
              + before);
    }
  }

  /**
   * Returns the first events behind a version.
   *
   * @param version 0 for the first event
   * @param limit the most events
   * @return the range
   */
  public static EventRange after(long version, int limit) {
    return new EventRange(version, Long.MAX_VALUE, limit, false);
  }

  /**
   * Returns a subject's last events.
   *
   * @param limit the most events
   * @return the range
   */
  public static EventRange last(int limit) {
    return new EventRange(0, Long.MAX_VALUE, limit, true);
  }

  /**
   * Returns the last events before a version, to page backwards.
   *
   * @param version 1 or more; such as that of the first event that is known
   * @param limit the most events
   * @return the range
   */
  public static EventRange lastBefore(long version, int limit) {
    return new EventRange(0, version, limit, true);
  }
}
