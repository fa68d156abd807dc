package dev.atom.calendar;

/** Counts what one question has made, and refuses what is too much. */
final class Limited {
  private final int most;
  private int count;

  Limited(int most) {
    this.most = most;
  }

  void count() {
    if (++count > most) {
      throw CalendarException.tooLarge(
          0,
          "more than "
              + most
              + " occurrences lie in the time asked for; ask for less time, or raise the limit");
    }
  }
}
