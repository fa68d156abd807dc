package dev.atom.workflow;

import dev.atom.json.Json;
import java.time.Instant;
import java.util.Optional;

/** How a step or a block of steps stands after it was advanced as far as it goes. */
sealed interface Flow {
  /** It is done; a block's value is its last step's. */
  record Done(Json value) implements Flow {}

  /** It waits until an instant, or for somebody's word. */
  record Blocked(Optional<Instant> until) implements Flow {
    static Blocked until(Instant at) {
      return new Blocked(Optional.of(at));
    }

    Blocked and(Blocked other) {
      if (until.isEmpty() || other.until.isEmpty()) {
        return until.isPresent() ? this : other;
      }
      return until.get().isBefore(other.until.get()) ? this : other;
    }
  }

  /** A step has failed for good. */
  record Failed(String step, StepError error, boolean compensate) implements Flow {}

  /** Nothing more is to be begun. */
  record Stopped() implements Flow {}

  /** The run is to end with a result. */
  record Returned(Json value) implements Flow {}

  Blocked FOR_A_WORD = new Blocked(Optional.empty());
  Done NOTHING = new Done(Json.NULL);
}
