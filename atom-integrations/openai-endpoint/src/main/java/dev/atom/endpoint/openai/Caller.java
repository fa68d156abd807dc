package dev.atom.endpoint.openai;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Who calls, as far as the key tells: whose provider keys are used, and which models may be asked.
 *
 * @param tenant the tenant's id, not blank
 * @param user the user's id, not blank; empty if the calls are the tenant's own
 * @param models the names of the models that may be asked and are listed; empty for all
 */
public record Caller(String tenant, Optional<String> user, Optional<Set<String>> models) {
  /** Copies the models; refuses blank ids. */
  public Caller {
    if (tenant.isBlank()) {
      throw new IllegalArgumentException("tenant is blank; give the tenant's id");
    }
    if (user.isPresent() && user.get().isBlank()) {
      throw new IllegalArgumentException("user is blank; give the user's id or leave it out");
    }
    models = models.map(Set::copyOf);
  }

  /**
   * Returns a caller for a tenant that may ask every model.
   *
   * @param tenant the tenant's id, not blank
   * @return the caller
   */
  public static Caller of(String tenant) {
    return new Caller(tenant, Optional.empty(), Optional.empty());
  }

  /**
   * Returns this caller for a user of the tenant.
   *
   * @param user the user's id, not blank
   * @return the derived caller
   */
  public Caller user(String user) {
    return new Caller(tenant, Optional.of(user), models);
  }

  /**
   * Returns this caller with the models that it may ask.
   *
   * @param models names as the endpoint has them
   * @return the derived caller
   */
  public Caller models(Set<String> models) {
    return new Caller(tenant, user, Optional.of(Objects.requireNonNull(models, "models")));
  }

  /** Tells whether a model may be asked. */
  boolean mayAsk(String model) {
    return models.map(names -> names.contains(model)).orElse(true);
  }
}
