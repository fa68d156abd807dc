package dev.atom.secret;

import dev.atom.CallContext;
import java.util.Optional;

/**
 * Says which secret is meant, without holding it.
 *
 * @param tenant the tenant's id
 * @param user the user's id; empty for the tenant's own secret
 * @param provider the provider or service, such as {@code "openai"}
 * @param name tells several secrets of one provider apart; {@link #DEFAULT_NAME} for the usual one
 */
public record SecretRef(String tenant, Optional<String> user, String provider, String name) {
  /** The name of the usual secret. */
  public static final String DEFAULT_NAME = "default";

  /** Refuses blank ids. */
  public SecretRef {
    require("tenant", tenant);
    user.ifPresent(u -> require("user", u));
    require("provider", provider);
    require("name", name);
  }

  /**
   * Returns the usual secret of a call's tenant and user at a provider.
   *
   * @param context for whom the call is made
   * @param provider the provider's id
   * @return the reference
   */
  public static SecretRef of(CallContext context, String provider) {
    return new SecretRef(context.tenant(), context.user(), provider, DEFAULT_NAME);
  }

  private static void require(String field, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(field + " of a secret's reference is blank");
    }
  }
}
