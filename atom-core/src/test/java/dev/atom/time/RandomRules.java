package dev.atom.time;

import java.time.DayOfWeek;
import java.util.Random;
import java.util.stream.IntStream;

/** Any rule that is allowed, and that may fit within two years. */
final class RandomRules {
  private final Random random;

  RandomRules(Random random) {
    this.random = random;
  }

  Recurrence.Builder next(Frequency frequency) {
    Recurrence.Builder builder = Recurrence.newBuilder(frequency);
    if (random.nextBoolean()) {
      builder.interval(1 + random.nextInt(frequency == Frequency.YEARLY ? 2 : 7));
    }
    if (frequency.seconds() == 1 || frequency.seconds() == 60) {
      builder.interval(1 + random.nextInt(random.nextBoolean() ? 50 : 3000));
    }
    if (random.nextInt(3) == 0) {
      builder.weekStart(DayOfWeek.of(1 + random.nextInt(7)));
    }
    boolean weeks = days(builder, frequency);
    if (random.nextInt(3) == 0) {
      builder.months(values(6, 1, 12, false));
    }
    weekdays(builder, frequency, weeks);
    if (random.nextInt(3) == 0) {
      builder.hours(values(4, 0, random.nextBoolean() ? 23 : 3, false));
    }
    if (random.nextInt(3) == 0) {
      builder.minutes(values(4, 0, 59, false));
    }
    return builder;
  }

  private boolean days(Recurrence.Builder builder, Frequency frequency) {
    if (frequency != Frequency.WEEKLY && random.nextInt(3) == 0) {
      builder.monthDays(values(8, 1, 31, true));
    }
    boolean yearDays = frequency == Frequency.YEARLY || frequency.withinDay();
    if (yearDays && random.nextInt(4) == 0) {
      builder.yearDays(values(200, 1, 366, true));
    }
    boolean weeks = frequency == Frequency.YEARLY && random.nextInt(3) == 0;
    if (weeks) {
      builder.weeks(values(12, 1, 53, true));
    }
    return weeks;
  }

  private void weekdays(Recurrence.Builder builder, Frequency frequency, boolean weeks) {
    if (random.nextBoolean()) {
      boolean ordinals =
          !weeks && (frequency == Frequency.MONTHLY || frequency == Frequency.YEARLY);
      builder.weekdays(
          IntStream.range(0, 1 + random.nextInt(4))
              .mapToObj(
                  i ->
                      new NthWeekday(
                          ordinals && random.nextBoolean() ? random.nextInt(11) - 5 : 0,
                          DayOfWeek.of(1 + random.nextInt(7))))
              .toArray(NthWeekday[]::new));
    }
  }

  private int[] values(int most, int from, int to, boolean negative) {
    return IntStream.range(0, 1 + random.nextInt(most))
        .map(i -> from + random.nextInt(to - from + 1))
        .map(value -> negative && random.nextInt(3) == 0 ? -value : value)
        .toArray();
  }

  /** Adds positions if the rule has anything to choose from. */
  Recurrence.Builder positions(Recurrence.Builder builder) {
    try {
      builder.positions(values(4, 1, 5, true)).build();
      return builder;
    } catch (InvalidRecurrence e) {
      return builder.positions();
    }
  }
}
