package dev.atom.workflow;

import dev.atom.job.RetryPolicy;
import dev.atom.json.Json;
import dev.atom.store.NewEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A call that a step or a compensation makes.
 *
 * @param key the step and iteration
 * @param operation the operation's name
 * @param arguments works out the arguments
 * @param idempotencyKey works out the key; empty for the default
 * @param worked what its expressions gave, if that is not written down yet
 * @param retry how often
 * @param timeout how long an attempt may take
 * @param undoable whether it may have to be undone, so that its beginning is written down
 * @param done what is written when it is done
 */
record WantedCall(
    String key,
    String operation,
    Arguments arguments,
    Optional<Arguments> idempotencyKey,
    Supplier<Optional<Json.Obj>> worked,
    RetryPolicy retry,
    Optional<Duration> timeout,
    boolean undoable,
    Function<Json, NewEvent> done) {

  /** Works out a value from the run's data. */
  @FunctionalInterface
  interface Arguments {
    Json resolve();
  }
}
