package dev.atom.router;

import dev.atom.model.ChatReply;
import dev.atom.model.ModelRef;
import dev.atom.usage.Cost;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The way of one call through a router. Holds nothing of the request or the reply.
 *
 * @param call the call
 * @param candidates all targets of the route in order, and why some were dropped; empty if the router
 *     was told to keep no traces
 * @param attempts the targets that were asked, in the order in which they ended; empty if none was
 * @param waited how long the call waited for targets to come back
 * @param duration how long the call took in all
 * @param failure the code of the failure that the caller got; empty if a model answered
 */
public record RoutingTrace(
    RoutedCall call,
    List<Candidate> candidates,
    List<Attempt> attempts,
    Duration waited,
    Duration duration,
    Optional<String> failure) {
  /** Copies the lists. */
  public RoutingTrace {
    Objects.requireNonNull(call, "call");
    candidates = List.copyOf(candidates);
    attempts = List.copyOf(attempts);
    Objects.requireNonNull(waited, "waited");
    Objects.requireNonNull(duration, "duration");
    Objects.requireNonNull(failure, "failure");
  }

  /**
   * Finds the trace that a router's reply carries.
   *
   * @param reply a reply, whole or of a stream's end
   * @return empty if it came from no router, or from one that keeps no traces
   */
  public static Optional<RoutingTrace> of(ChatReply reply) {
    return reply.attachment(RoutingTrace.class);
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
   * Returns which model answered, perhaps another call.
   *
   * @return the model as the provider names it; empty if none did
   */
  public Optional<ModelRef> answeredBy() {
    return attempts.stream()
        .flatMap(
            attempt ->
                switch (attempt.outcome()) {
                  case Attempt.Outcome.Answered answered -> Stream.of(answered.model());
                  case Attempt.Outcome.Cached cached -> Stream.of(cached.model());
                  case Attempt.Outcome.Failed failed -> Stream.empty();
                })
        .findFirst();
  }
}
