package dev.atom.providers;

import dev.atom.json.Json;
import dev.atom.model.Warning;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A batch as it stood when it was looked at.
 *
 * @param id the provider's id of it
 * @param state how far it is
 * @param counts how many requests are how far
 * @param created when it was handed over, where told
 * @param expires when the provider gives up on what is left, where told
 * @param warnings what was not honoured of single requests, by their ids; known only to {@link
 *     Batches#submit}, which wrote them, and empty in what is found later
 * @param raw the batch as the provider sent it, without results that may stand in it
 */
public record Batch(
    String id,
    State state,
    Counts counts,
    Optional<Instant> created,
    Optional<Instant> expires,
    Map<String, List<Warning>> warnings,
    Json.Obj raw) {
  /** Refuses null and a blank id; leaves out requests without a warning. */
  public Batch {
    if (id.isBlank()) {
      throw new IllegalArgumentException("the batch has no id");
    }
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(counts, "counts");
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(expires, "expires");
    Objects.requireNonNull(raw, "raw");
    Map<String, List<Warning>> some = new LinkedHashMap<>();
    warnings.forEach(
        (request, told) -> {
          if (!told.isEmpty()) {
            some.put(request, List.copyOf(told));
          }
        });
    warnings = Collections.unmodifiableMap(some);
  }

  /**
   * Returns this batch with warnings.
   *
   * @param warnings what was not honoured of single requests, by their ids
   * @return a copy
   */
  public Batch warnings(Map<String, List<Warning>> warnings) {
    return new Batch(id, state, counts, created, expires, warnings, raw);
  }

  /** How far a batch is. */
  public enum State {
    /** Accepted, checked or waiting. */
    QUEUED,
    /** Requests are being answered. */
    RUNNING,
    /** Asked to stop, not yet stopped. */
    CANCELLING,
    /** Every request has its result, which may be a failure. */
    COMPLETED,
    /** The provider gave up on the batch as a whole; {@link Batch#raw()} says why. */
    FAILED,
    /** Time ran out; requests without a result were not answered. */
    EXPIRED,
    /** Stopped as asked; requests without a result were not answered. */
    CANCELLED;

    /**
     * Tells whether nothing will change any more.
     *
     * @return true once there is nothing to wait for
     */
    public boolean over() {
      return compareTo(COMPLETED) >= 0;
    }
  }

  /**
   * Numbers of requests; all 0 where the provider does not tell (yet).
   *
   * @param total all that were handed over
   * @param succeeded those with a reply
   * @param failed those with a failure of any kind
   */
  public record Counts(long total, long succeeded, long failed) {
    /** Nothing told. */
    public static final Counts NONE = new Counts(0, 0, 0);
  }

  /**
   * Returns state and counts.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "Batch[" + id + ", " + state + ", " + counts + "]";
  }
}
