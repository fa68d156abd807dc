package dev.atom.ledger;

import dev.atom.json.Json;
import dev.atom.personal.PersonalData;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Whether and how requests and replies are kept with their usage; {@link #none()} unless the host
 * decides otherwise. Implementations are thread-safe.
 */
@FunctionalInterface
public interface ContentPolicy {
  /**
   * Decides what to keep of an exchange.
   *
   * @param tenant for whom the call was made
   * @param user the tenant's user, if it was made for one
   * @param exchange request and reply
   * @return empty to keep nothing
   */
  Optional<Content> keep(String tenant, Optional<String> user, Json.Obj exchange);

  /**
   * Keeps nothing.
   *
   * @return the default
   */
  static ContentPolicy none() {
    return (tenant, user, exchange) -> Optional.empty();
  }

  /**
   * Keeps everything as it is.
   *
   * @return the policy
   */
  static ContentPolicy plain() {
    return redacted(UnaryOperator.identity());
  }

  /**
   * Keeps what a function of the host leaves. If it throws, nothing is kept.
   *
   * @param redaction takes out what must not be kept; thread-safe
   * @return the policy
   */
  static ContentPolicy redacted(UnaryOperator<Json.Obj> redaction) {
    Objects.requireNonNull(redaction, "redaction");
    return (tenant, user, exchange) -> Optional.of(new Content.Plain(redaction.apply(exchange)));
  }

  /**
   * Seals everything with the user's own key, so that dropping the key makes it unreadable. Of calls
   * without a user nothing is kept, as nobody could have it erased.
   *
   * @param data what seals
   * @return the policy
   */
  static ContentPolicy sealed(PersonalData data) {
    Objects.requireNonNull(data, "data");
    return (tenant, user, exchange) ->
        user.map(person -> new Content.Sealed(data.seal(tenant, person, exchange)));
  }
}
