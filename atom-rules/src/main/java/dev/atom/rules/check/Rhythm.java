package dev.atom.rules.check;

import dev.atom.json.Json;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What is known of times of day and days of the week, whatever the zone: it is the same for all. */
final class Rhythm {
  private static final long DAY = 86_400_000_000_000L;

  private Rhythm() {}

  /** From a time on and before another, in nanoseconds of the day. */
  private record Stretch(long from, long to) {
    boolean meets(Stretch other) {
      return from < other.to && other.from < to;
    }

    boolean covers(Stretch other) {
      return from <= other.from && other.to <= to;
    }
  }

  static boolean implies(FieldTest a, FieldTest b) {
    if (!a.operator().equals(b.operator())) {
      return false;
    }
    return switch (a.operator()) {
      case "dayOfWeek" -> days(b).containsAll(days(a));
      case "timeOfDay" ->
          stretches(a)
              .flatMap(
                  of ->
                      stretches(b)
                          .filter(
                              in ->
                                  of.stream()
                                      .allMatch(s -> in.stream().anyMatch(t -> t.covers(s)))))
              .isPresent();
      default -> false;
    };
  }

  static boolean exclude(FieldTest a, FieldTest b) {
    if (!a.operator().equals(b.operator())) {
      return false;
    }
    return switch (a.operator()) {
      case "dayOfWeek" -> days(a).stream().noneMatch(days(b)::contains);
      case "timeOfDay" ->
          stretches(a)
              .flatMap(
                  of ->
                      stretches(b)
                          .filter(
                              in ->
                                  of.stream()
                                      .noneMatch(s -> in.stream().anyMatch(t -> t.meets(s)))))
              .isPresent();
      default -> false;
    };
  }

  /** Whether a test of days of the week is true on one. */
  static boolean on(FieldTest test, DayOfWeek day) {
    return days(test).contains(day);
  }

  private static Set<DayOfWeek> days(FieldTest test) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (Json literal : test.literals()) {
      days.add(DayOfWeek.valueOf(((Json.Str) literal).value().toUpperCase(Locale.ROOT)));
    }
    return days;
  }

  /** The stretches of a day; two of them over midnight; empty if a literal can't be read. */
  private static Optional<List<Stretch>> stretches(FieldTest test) {
    List<Long> ends = new ArrayList<>();
    for (Json literal : test.literals()) {
      time(literal).ifPresent(time -> ends.add(time.toNanoOfDay()));
    }
    if (ends.size() != 2) {
      return Optional.empty();
    }
    List<Stretch> stretches = new ArrayList<>();
    if (ends.get(0) <= ends.get(1)) {
      stretches.add(new Stretch(ends.get(0), ends.get(1)));
    } else {
      stretches.add(new Stretch(ends.get(0), DAY));
      stretches.add(new Stretch(0, ends.get(1)));
    }
    stretches.removeIf(stretch -> stretch.from() == stretch.to()); // what ends at midnight
    return Optional.of(stretches);
  }

  private static Optional<LocalTime> time(Json literal) {
    Json bare =
        literal instanceof Json.Obj object && object.get("time").isPresent()
            ? object.get("time").get()
            : literal;
    try {
      return bare instanceof Json.Str text
          ? Optional.of(LocalTime.parse(text.value()))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
