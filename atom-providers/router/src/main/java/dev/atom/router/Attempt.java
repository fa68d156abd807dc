package dev.atom.router;

import dev.atom.model.ModelException.Remedy;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * One target asked once, from beginning to end. Holds nothing of the request or the reply.
 *
 * @param begun what was known at the beginning
 * @param duration how long it took, for a stream to its last event or its close; not negative
 * @param outcome how it ended
 * @param cost what it cost; zero if the provider refused before it worked, unknown if it may have
 *     charged for a reply that did not arrive whole, or if no price is known
 */
public record Attempt(Begun begun, Duration duration, Outcome outcome, Cost cost) {
  /** Refuses null. */
  public Attempt {
    Objects.requireNonNull(begun, "begun");
    Objects.requireNonNull(duration, "duration");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(cost, "cost");
  }

  /**
   * The beginning of an attempt.
   *
   * @param call the call that it serves
   * @param number which attempt of the call, from 1
   * @param model which model is asked
   * @param at when, which is the instant whose price holds
   */
  public record Begun(RoutedCall call, int number, ModelRef model, Instant at) {
    /** Refuses null. */
    public Begun {
      Objects.requireNonNull(call, "call");
      Objects.requireNonNull(model, "model");
      Objects.requireNonNull(at, "at");
    }
  }

  /** How an attempt ended. */
  public sealed interface Outcome {
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
     *     stream that was closed before its end, {@code "unexpected"} for an exception that is not
     *     Atom's
     * @param remedy what can help
     * @param usage what the provider told until then
     */
    record Failed(String code, Remedy remedy, Usage usage) implements Outcome {}
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
   *     mostly nothing
   */
  public Usage usage() {
    return switch (outcome) {
      case Outcome.Answered answered -> answered.usage();
      case Outcome.Failed failed -> failed.usage();
    };
  }
}
