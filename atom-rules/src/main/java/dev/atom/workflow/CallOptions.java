package dev.atom.workflow;

import dev.atom.job.RetryPolicy;
import dev.atom.json.Json;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a call is made and what becomes of one that fails. Immutable and thread-safe.
 *
 * @param retry how often it is tried and how long it waits in between
 * @param timeout how long an attempt may take; empty for as long as it takes
 * @param key the idempotency key, as a value that may hold references; empty for the default, a hash
 *     of the run, the step and the iteration
 * @param onError what becomes of the run when it has failed for good
 * @param compensation what undoes it
 */
public record CallOptions(
    RetryPolicy retry,
    Optional<Duration> timeout,
    Optional<Json> key,
    OnError onError,
    Optional<Compensation> compensation) {
  /** One attempt, no timeout, the default key, {@link OnError#STOP}, nothing that undoes it. */
  public static final CallOptions DEFAULT =
      new CallOptions(
          RetryPolicy.never(), Optional.empty(), Optional.empty(), OnError.STOP, Optional.empty());

  /** Refuses null. */
  public CallOptions {
    Objects.requireNonNull(retry, "retry");
    Objects.requireNonNull(timeout, "timeout");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(onError, "onError");
    Objects.requireNonNull(compensation, "compensation");
  }

  /**
   * Returns these options with another policy of retries.
   *
   * @param policy how often it is tried
   * @return a copy
   */
  public CallOptions retry(RetryPolicy policy) {
    return new CallOptions(policy, timeout, key, onError, compensation);
  }

  /**
   * Returns these options with a timeout.
   *
   * @param time how long an attempt may take, more than zero
   * @return a copy
   */
  public CallOptions timeout(Duration time) {
    return new CallOptions(retry, Optional.of(time), key, onError, compensation);
  }

  /**
   * Returns these options with an idempotency key.
   *
   * @param value a text, which may hold references
   * @return a copy
   */
  public CallOptions key(String value) {
    return new CallOptions(retry, timeout, Optional.of(Json.of(value)), onError, compensation);
  }

  /**
   * Returns these options with another policy of errors.
   *
   * @param policy what becomes of the run
   * @return a copy
   */
  public CallOptions onError(OnError policy) {
    return new CallOptions(retry, timeout, key, policy, compensation);
  }

  /**
   * Returns these options with what undoes the call.
   *
   * @param operation the operation's name
   * @param arguments its arguments; may refer to the step's own result
   * @return a copy
   */
  public CallOptions compensate(String operation, Json.Obj arguments) {
    return new CallOptions(
        retry, timeout, key, onError, Optional.of(Compensation.of(operation, arguments)));
  }
}
