package dev.atom.time;

import java.util.List;

/** The parts of a rule that list numbers, in the order in which RFC 5545 names them. */
enum RecurrencePart {
  BYSECOND(0, 60, false),
  BYMINUTE(0, 59, false),
  BYHOUR(0, 23, false),
  BYMONTHDAY(1, 31, true, Frequency.WEEKLY),
  BYYEARDAY(1, 366, true, Frequency.DAILY, Frequency.WEEKLY, Frequency.MONTHLY),
  BYWEEKNO(
      1,
      53,
      true,
      Frequency.SECONDLY,
      Frequency.MINUTELY,
      Frequency.HOURLY,
      Frequency.DAILY,
      Frequency.WEEKLY,
      Frequency.MONTHLY),
  BYMONTH(1, 12, false),
  BYSETPOS(1, 366, true);

  private final int least;
  private final int most;
  private final boolean fromEnd;
  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Frequency> notWith;

  RecurrencePart(int least, int most, boolean fromEnd, Frequency... notWith) {
    this.least = least;
    this.most = most;
    this.fromEnd = fromEnd;
    this.notWith = List.of(notWith);
  }

  void check(Frequency frequency, List<Integer> values) {
    if (!values.isEmpty() && notWith.contains(frequency)) {
      throw new InvalidRecurrence(
          name(), RecurrenceText.list(values), "not with FREQ=" + frequency);
    }
    for (int value : values) {
      int size = fromEnd ? Math.abs(value) : value;
      if (size < least || size > most) {
        String backwards = fromEnd ? ", or as much counted from the end with a minus" : "";
        throw new InvalidRecurrence(
            name(), Integer.toString(value), "from " + least + " to " + most + backwards);
      }
    }
  }
}
