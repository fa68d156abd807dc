package dev.atom.rules.check;

import dev.atom.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The literals of one kind that points in time are compared with, in their order. A value lies after
 * the first so many of them, is equal to the next so many, and lies before the others: of calendar
 * days compared with instants more than one can be equal, whatever the zone.
 */
final class Moments {
  private static final int MOST = 12;

  private final List<Comparable<?>> sorted;

  private Moments(List<Comparable<?>> sorted) {
    this.sorted = sorted;
  }

  /** How a value lies to the literals: after those below {@code equal}, before those from {@code after} on. */
  record Place(int equal, int after) {}

  /** Empty if a literal can't be read, there are too many, or they are of more than one kind. */
  static Optional<Moments> of(List<FieldTest> tests) {
    List<Comparable<?>> found = new ArrayList<>();
    for (FieldTest test : tests) {
      for (Json literal : test.literals()) {
        read(literal).ifPresent(found::add);
      }
    }
    List<Comparable<?>> sorted = found.stream().distinct().sorted(Moments::compare).toList();
    boolean oneKind = sorted.stream().map(Object::getClass).distinct().count() <= 1;
    return oneKind && sorted.size() <= MOST ? Optional.of(new Moments(sorted)) : Optional.empty();
  }

  /** Whether it is known of all literals whether they are points in time. */
  static boolean known(Json value) {
    List<Json> literals = value instanceof Json.Arr a ? a.items() : List.of(value);
    return literals.stream()
        .allMatch(l -> l instanceof Json.Num || l instanceof Json.Bool || read(l).isPresent());
  }

  private static Optional<Comparable<?>> read(Json literal) {
    Json bare =
        literal instanceof Json.Obj o && o.members().size() == 1
            ? o.members().values().iterator().next()
            : literal;
    if (!(bare instanceof Json.Str s) || s.value().length() > 64) {
      return Optional.empty();
    }
    try {
      String text = s.value();
      if (text.indexOf('T') > 0) {
        return Optional.of(OffsetDateTime.parse(text).toInstant());
      }
      return Optional.of(text.indexOf(':') > 0 ? LocalTime.parse(text) : LocalDate.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int compare(Comparable<?> a, Comparable<?> b) {
    if (a instanceof Instant x && b instanceof Instant y) {
      return x.compareTo(y);
    }
    if (a instanceof LocalDate x && b instanceof LocalDate y) {
      return x.compareTo(y);
    }
    if (a instanceof LocalTime x && b instanceof LocalTime y) {
      return x.compareTo(y);
    }
    return a.getClass().getName().compareTo(b.getClass().getName());
  }

  /** Every way in which a value may lie to the literals. */
  List<Place> places(boolean instantsOnly) {
    List<Place> places = new ArrayList<>();
    if (sorted.isEmpty()) {
      return List.of(new Place(0, 0));
    }
    boolean single = instantsOnly || !(sorted.getFirst() instanceof Instant);
    for (int equal = 0; equal <= sorted.size(); equal++) {
      int most = single ? Math.min(equal + 1, sorted.size()) : sorted.size();
      for (int after = equal; after <= most; after++) {
        if (after > equal || !adjacent(equal)) {
          places.add(new Place(equal, after));
        }
      }
    }
    return places;
  }

  /** Whether no day lies between two literals. */
  private boolean adjacent(int index) {
    return index > 0
        && index < sorted.size()
        && sorted.get(index - 1) instanceof LocalDate day
        && day.plusDays(1).equals(sorted.get(index));
  }

  /** The day of values that lie so, if they are on the day of one of the literals. */
  Optional<LocalDate> day(Place place) {
    return place.after() == place.equal() + 1 && sorted.get(place.equal()) instanceof LocalDate day
        ? Optional.of(day)
        : Optional.empty();
  }

  /** Whether a test is true of a value that lies so. */
  boolean holds(FieldTest test, Place place) {
    return switch (test.operator()) {
      case "eq", "in" -> is(test, place, sign -> sign == 0);
      case "lt", "before" -> is(test, place, sign -> sign < 0);
      case "lte" -> is(test, place, sign -> sign <= 0);
      case "gt", "after" -> is(test, place, sign -> sign > 0);
      case "gte" -> is(test, place, sign -> sign >= 0);
      default -> throw new IllegalStateException(test.operator() + " orders nothing");
    };
  }

  /** A literal that is no point in time is neither before nor after one, nor equal. */
  private boolean is(FieldTest test, Place place, IntPredicate wanted) {
    return test.literals().stream()
        .flatMap(literal -> read(literal).stream())
        .anyMatch(moment -> wanted.test(sign(moment, place)));
  }

  private int sign(Comparable<?> literal, Place place) {
    int index = sorted.indexOf(literal);
    return index < place.equal() ? 1 : index < place.after() ? 0 : -1;
  }
}
