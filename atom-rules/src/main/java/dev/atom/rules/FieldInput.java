package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.index.Cell;
import dev.atom.rules.index.Input;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A field as an index reads it. Equal by path and view. */
final class FieldInput implements Input<Look> {
  /** What of the field is looked at. */
  enum View {
    /** The value as it is. */
    VALUE,
    /** The value, text regardless of case. */
    FOLDED,
    /** Whether the event changed the field. */
    CHANGED,
    /** Instants, in microseconds since 1970. */
    INSTANT,
    /** Days since 1970; an instant is its day in the facts' zone. */
    DAY,
    /** Nanoseconds of the day. */
    TIME
  }

  /** Within these any arithmetic on microseconds is safe: the years 1 to 9999. */
  private static final long EARLIEST = -62_135_596_800L;

  private static final long LATEST = 253_402_300_799L;

  private static final Shared<FieldInput> SHARED = new Shared<>();

  private final FieldPath path;
  private final View view;
  private final boolean event;
  private final boolean now;

  private FieldInput(FieldPath path, View view) {
    this.path = path;
    this.view = view;
    this.event = path.text().equals(Facts.EVENT);
    this.now = path.text().equals(Scope.NOW);
  }

  static FieldInput of(FieldPath path, View view) {
    return SHARED.of(new FieldInput(path, view));
  }

  @Override
  public boolean ignoresCase() {
    return view == View.FOLDED;
  }

  @Override
  public void read(Look look, Cell cell) {
    switch (view) {
      case VALUE, FOLDED -> value(look, cell);
      case CHANGED -> cell.set(look.facts().change(path) != null);
      case INSTANT, DAY, TIME -> moment(look, cell);
    }
  }

  private void value(Look look, Cell cell) {
    if (event && look.facts().event().isPresent()) {
      cell.set(look.facts().event().get());
    } else {
      cell.set(json(look));
    }
  }

  /** The value as it is, or null if there is none. */
  @Nullable Json json(Look look) {
    return path.reserved() ? look.scope().value(path) : look.facts().find(path);
  }

  private void moment(Look look, Cell cell) {
    if (now && view == View.INSTANT && usual(look.now())) {
      cell.set(micros(look.now()));
      return;
    }
    Json value = json(look);
    if (value == null || value instanceof Json.Null) {
      cell.set(value);
      return;
    }
    Moment moment = Moment.of(value).orElse(null);
    switch (view) {
      case INSTANT -> instant(moment, look, cell);
      case DAY -> day(moment, look, cell);
      default -> {
        if (moment instanceof Moment.TimeOfDay time) {
          cell.set(time.time().toNanoOfDay());
        } else {
          none(cell);
        }
      }
    }
  }

  /** What no condition on moments matches, and which is not missing either. */
  private static void none(Cell cell) {
    cell.set(false);
  }

  private static void instant(@Nullable Moment moment, Look look, Cell cell) {
    if (moment instanceof Moment.At at) {
      if (usual(at.instant())) {
        cell.set(micros(at.instant()));
      } else {
        cell.set(exactMicros(at.instant()));
      }
    } else if (moment instanceof Moment.Day && look.facts().zone().isPresent()) {
      // Equal to all instants of the day, which is no point among them.
      cell.unsure();
    } else {
      none(cell);
    }
  }

  private static void day(@Nullable Moment moment, Look look, Cell cell) {
    if (moment instanceof Moment.Day day) {
      cell.set(day.date().toEpochDay());
    } else if (moment instanceof Moment.At at && look.facts().zone().isPresent()) {
      cell.set(Moment.day(at.instant(), look.facts().zone().get()));
    } else {
      none(cell);
    }
  }

  private static boolean usual(Instant instant) {
    long second = instant.getEpochSecond();
    return second >= EARLIEST && second <= LATEST && instant.getNano() % 1_000 == 0;
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
  }

  /** The same, of any instant. */
  static BigDecimal exactMicros(Instant instant) {
    return BigDecimal.valueOf(instant.getEpochSecond())
        .movePointRight(6)
        .add(BigDecimal.valueOf(instant.getNano(), 3));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldInput that && path.equals(that.path) && view == that.view;
  }

  @Override
  public int hashCode() {
    return 31 * path.hashCode() + view.name().hashCode();
  }

  @Override
  public String toString() {
    return path.text() + " as " + view;
  }
}
