package dev.atom.router;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One call of a {@link Router}, whatever many attempts it takes. Holds nothing of the request.
 *
 * @param id the call's id, from the router's source of ids
 * @param tenant for which tenant
 * @param user for which user of the tenant; empty if for none
 * @param started when the call began
 */
public record RoutedCall(String id, String tenant, Optional<String> user, Instant started) {
  /** Refuses null. */
  public RoutedCall {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(started, "started");
  }
}
