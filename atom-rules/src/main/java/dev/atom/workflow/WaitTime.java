package dev.atom.workflow;

import dev.atom.json.Json;
import java.util.Objects;

/** Until when a {@link Step.Wait} waits. Immutable, thread-safe, equal by content. */
public sealed interface WaitTime {
  /**
   * For a time from when the step begins.
   *
   * @param duration a value that is an ISO 8601 duration of hours, minutes and seconds, such as
   *     {@code "PT90M"} or {@code "P1D"}, a day being 24 hours; at most 36500 days
   */
  record For(Json duration) implements WaitTime {
    /** Refuses null. */
    public For {
      Objects.requireNonNull(duration, "duration");
    }
  }

  /**
   * Until an instant; one that has passed is no wait.
   *
   * @param instant a value that is an ISO 8601 instant with its offset
   */
  record Until(Json instant) implements WaitTime {
    /** Refuses null. */
    public Until {
      Objects.requireNonNull(instant, "instant");
    }
  }

  /**
   * For an amount of working time from when the step begins.
   *
   * @param duration a value that is an ISO 8601 duration, as in {@link For}
   * @param calendar the name of a calendar that {@link Workflows} knows
   */
  record Working(Json duration, String calendar) implements WaitTime {
    /** Refuses null. */
    public Working {
      Objects.requireNonNull(duration, "duration");
      Objects.requireNonNull(calendar, "calendar");
    }
  }
}
