package dev.atom.router;

import dev.atom.model.ModelException.Remedy;
import dev.atom.model.ModelRef;
import dev.atom.model.RateLimit;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One target asked once, from beginning to end. Holds nothing of the request or the reply.
 *
 * @param begun what was known at the beginning
 * @param firstToken the time to the first piece of a stream; empty if there was none, and for whole
 *     replies
 * @param duration how long it took, for a stream to its last event or its close; not negative
 * @param outcome how it ended
 * @param cost what it cost; zero if the provider refused before it worked; of a reply that did not
 *     arrive whole an estimate, see {@link Usage#estimated()}; unknown if no price is known
 * @param rateLimits how far the key is from its limits, as the provider told; often empty
 */
public record Attempt(
    Begun begun,
    Optional<Duration> firstToken,
    Duration duration,
    Outcome outcome,
    Cost cost,
    List<RateLimit> rateLimits) {
  /** Refuses null. */
  public Attempt {
    Objects.requireNonNull(begun, "begun");
    Objects.requireNonNull(firstToken, "firstToken");
    Objects.requireNonNull(duration, "duration");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(cost, "cost");
    rateLimits = List.copyOf(rateLimits);
  }

  /**
   * The beginning of an attempt.
   *
   * @param call the call that it serves
   * @param number which attempt of the call, from 1
   * @param target the target's name
   * @param model which model is asked
   * @param key what stands for the caller's key at the provider, see {@link KeyIds}
   * @param at when, which is the instant whose price holds
   */
  public record Begun(
      RoutedCall call, int number, String target, ModelRef model, String key, Instant at) {
    /** Refuses null. */
    public Begun {
      Objects.requireNonNull(call, "call");
      Objects.requireNonNull(target, "target");
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(model, "model");
      Objects.requireNonNull(at, "at");
    }
  }

  /** How an attempt ended. */
  public sealed interface Outcome {
    /** The code of an attempt that was cancelled because another target was quicker. */
    String HEDGED = "hedged";

    /** The name of the target of a reply that came out of a cache. */
    String CACHE = "cache";

    /**
     * The model answered.
     *
     * @param model the model that answered, as the provider names it
     * @param usage the tokens, possibly estimated
     */
    record Answered(ModelRef model, Usage usage) implements Outcome {}

    /**
     * There was no whole reply.
     *
     * @param code the failure's code, such as {@code "rate_limited"}; {@code "cancelled"} for a
     *     stream that was closed before its end, {@link #HEDGED} for one that another target was
     *     quicker than, {@code "unexpected"} for an exception that is not Atom's
     * @param remedy what can help
     * @param usage what the provider told until then, or an estimate of what it will charge
     */
    record Failed(String code, Remedy remedy, Usage usage) implements Outcome {}

    /**
     * Nothing was asked: the reply came out of the route's cache, or was made for another call at the
     * same time. The attempt's target is named {@link #CACHE} and has no key.
     *
     * @param model the model that answered then
     * @param saved what the reply used when it was made
     * @param storedAt when that was
     * @param similarity empty for an equal request; else how similar the request is that was answered,
     *     as the cosine of the two, see {@link dev.atom.router.cache.SemanticCache}
     */
    record Cached(ModelRef model, Usage saved, Instant storedAt, OptionalDouble similarity)
        implements Outcome {}
  }

  /**
   * Returns which model was asked.
   *
   * @return provider and name, as the request or the target names it
   */
  public ModelRef model() {
    return begun.model();
  }

  /**
   * Returns what the attempt used.
   *
   * @return all of it for a reply whose provider tells it; for a failure what was told until then,
   *     mostly nothing; for a reply out of a cache nothing
   */
  public Usage usage() {
    return switch (outcome) {
      case Outcome.Answered answered -> answered.usage();
      case Outcome.Failed failed -> failed.usage();
      case Outcome.Cached cached -> Usage.ZERO;
    };
  }
}
