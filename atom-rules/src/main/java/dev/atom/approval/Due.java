package dev.atom.approval;

import dev.atom.json.Json;
import dev.atom.time.WorkCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** When something is due, counted from when an approval is asked for. Immutable and thread-safe. */
public sealed interface Due {
  /**
   * At an instant.
   *
   * @param at the instant
   */
  record At(Instant at) implements Due {
    /** Refuses null. */
    public At {
      Objects.requireNonNull(at, "at");
    }
  }

  /**
   * A time later.
   *
   * @param time more than zero
   */
  record In(Duration time) implements Due {
    /** Refuses a time that is none. */
    public In {
      Form.positive("a due time", time);
    }
  }

  /**
   * So much working time later.
   *
   * @param calendar when work is done
   * @param time working time, more than zero
   */
  record Working(WorkCalendar calendar, Duration time) implements Due {
    /** Refuses a time that is none. */
    public Working {
      Objects.requireNonNull(calendar, "calendar");
      Form.positive("a due working time", time);
    }
  }

  /**
   * Returns an instant as it is.
   *
   * @param at the instant
   * @return when it is due
   */
  static Due at(Instant at) {
    return new At(at);
  }

  /**
   * Returns a time later, whether anybody works or not.
   *
   * @param time more than zero
   * @return when it is due
   */
  static Due in(Duration time) {
    return new In(time);
  }

  /**
   * Returns working time later.
   *
   * @param calendar when work is done
   * @param time working time, more than zero
   * @return when it is due
   */
  static Due working(WorkCalendar calendar, Duration time) {
    return new Working(calendar, time);
  }

  /**
   * Returns the instant at which it is due.
   *
   * @param start from when it is counted
   * @return the instant
   */
  default Instant from(Instant start) {
    return switch (this) {
      case At fixed -> fixed.at();
      case In later -> start.plus(later.time());
      case Working working -> working.calendar().plus(start, working.time());
    };
  }

  /**
   * Returns the stored form.
   *
   * @return what {@link #fromJson} reads
   */
  default Json.Obj toJson() {
    return switch (this) {
      case At fixed -> Json.object().put("at", fixed.at().toString()).build();
      case In later -> Json.object().put("in", later.time().toString()).build();
      case Working working ->
          Json.object()
              .put("working", working.time().toString())
              .put("calendar", working.calendar().toJson())
              .build();
    };
  }

  /**
   * Reads the stored form.
   *
   * @param json an object with {@code at} (an instant), {@code in} (an ISO 8601 duration), or {@code
   *     working} (a duration of working time) and {@code calendar}
   * @return when it is due
   * @throws IllegalArgumentException if it has another form
   */
  static Due fromJson(Json.Obj json) {
    try {
      if (json.text("at").isPresent()) {
        return at(Instant.parse(json.text("at").get()));
      }
      if (json.text("in").isPresent()) {
        return in(Duration.parse(json.text("in").get()));
      }
      if (json.text("working").isPresent() && json.get("calendar").isPresent()) {
        return working(
            WorkCalendar.fromJson(json.get("calendar").get()),
            Duration.parse(json.text("working").get()));
      }
    } catch (java.time.format.DateTimeParseException e) {
      throw new IllegalArgumentException(
          "a due time is no ISO 8601 instant or duration: " + e.getParsedString(), e);
    }
    throw new IllegalArgumentException(
        "a due time has \"at\", \"in\", or \"working\" and \"calendar\"; not "
            + json.members().keySet());
  }
}
