package dev.atom.router;

import dev.atom.model.ModelRef;
import dev.atom.usage.Cost;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The way of one call through a router. Holds nothing of the request or the reply.
 *
 * @param call the call
 * @param candidates all targets in order, and why some were dropped
 * @param attempts the targets that were asked, in order; empty if none was
 * @param failure the code of the failure that the caller got; empty if a model answered
 */
public record RoutingTrace(
    RoutedCall call, List<Candidate> candidates, List<Attempt> attempts, Optional<String> failure) {
  /** Copies the lists. */
  public RoutingTrace {
    Objects.requireNonNull(call, "call");
    candidates = List.copyOf(candidates);
    attempts = List.copyOf(attempts);
    Objects.requireNonNull(failure, "failure");
  }

  /**
   * Returns what the call cost, all attempts together.
   *
   * @return unknown if the cost of one attempt is
   */
  public Cost cost() {
    return attempts.stream().map(Attempt::cost).reduce(Cost.ZERO, Cost::plus);
  }

  /**
   * Returns which model answered.
   *
   * @return the model as the provider names it; empty if none did
   */
  public Optional<ModelRef> answeredBy() {
    return attempts.stream()
        .map(Attempt::outcome)
        .filter(Attempt.Outcome.Answered.class::isInstance)
        .map(outcome -> ((Attempt.Outcome.Answered) outcome).model())
        .findFirst();
  }
}
