package dev.atom.router;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One call of a {@link Router}, however many attempts it takes. Holds nothing of the request.
 *
 * @param id the call's id, from the router's source of ids
 * @param route the name of its route
 * @param tenant for which tenant
 * @param user for which user of the tenant; empty if for none
 * @param tags what the caller told of it, see {@link dev.atom.CallContext#tag}
 * @param streamed whether the reply comes piece by piece
 * @param promptTokens the tokens of the request, mostly an estimate
 * @param started when the call began
 */
public record RoutedCall(
    String id,
    String route,
    String tenant,
    Optional<String> user,
    Map<String, String> tags,
    boolean streamed,
    long promptTokens,
    Instant started) {
  /** Refuses null, copies the tags. */
  public RoutedCall {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(route, "route");
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(user, "user");
    tags = Map.copyOf(tags);
    Objects.requireNonNull(started, "started");
  }
}
