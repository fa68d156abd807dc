package dev.atom.workflow;

import dev.atom.json.Json;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a step in one iteration. Immutable.
 *
 * @param key the step's id and iteration, such as {@code charge[2]}
 * @param status where it stands
 * @param attempts how often it was tried
 * @param generation how often it was begun anew after it had been done
 * @param data what the last event about it says
 * @param worked what its expressions gave, until it is begun anew
 * @param since when it was first heard of
 * @param at when the last event was
 */
record StepRecord(
    String key,
    Status status,
    int attempts,
    int generation,
    Json.Obj data,
    Json.Obj worked,
    Instant since,
    Instant at) {
  enum Status {
    /** An attempt has begun, and nobody has said how it ended. */
    STARTED,
    DONE,
    /** An attempt failed; another follows. */
    RETRYING,
    FAILED,
    /** It may have happened or not: somebody must decide. */
    UNKNOWN,
    /** Somebody has decided that it happened; its result is to be taken over. */
    DECIDED,
    /** It waits for a time, a signal, a decision or another run. */
    WAITING,
    /** It is to be done as if it had never been tried. */
    AGAIN
  }

  /** To be done as if it had never been, under other keys. */
  StepRecord anew(Json.Obj why, Instant now) {
    return new StepRecord(key, Status.AGAIN, 0, generation + 1, why, Json.Obj.EMPTY, since, now);
  }

  boolean is(Status wanted) {
    return status == wanted;
  }

  Optional<Instant> instant(String member) {
    return data.text(member).map(Instant::parse);
  }

  StepError error() {
    return data.get("error").map(StepError::of).orElse(StepError.NONE);
  }
}
