package dev.atom.store;

/**
 * A name that can be taken once per tenant and space, such as a channel's own message id.
 *
 * @param tenant the tenant's id
 * @param space what kind of key, such as {@code "message:email"}
 * @param key the key, at most 500 characters
 */
public record UniqueKey(String tenant, String space, String key) {
  private static final int LONGEST = 500;

  /** Refuses blank and overlong keys. */
  public UniqueKey {
    if (tenant.isBlank() || space.isBlank() || key.isBlank() || key.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a unique key has a tenant, a space and 1 to 500 characters");
    }
  }
}
