package dev.atom.router;

import dev.atom.router.policy.RequestFacts;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a router would do with a request now.
 *
 * @param route the name of the route
 * @param facts what is known of the request
 * @param candidates all targets of the route in order, and why some are dropped
 * @param chosen the name of the target that would be asked first; empty if none can be. Policies that
 *     draw may draw another one next time
 */
public record Decision(
    String route, RequestFacts facts, List<Candidate> candidates, Optional<String> chosen) {
  /** Copies the list. */
  public Decision {
    Objects.requireNonNull(route, "route");
    Objects.requireNonNull(facts, "facts");
    candidates = List.copyOf(candidates);
    Objects.requireNonNull(chosen, "chosen");
  }
}
