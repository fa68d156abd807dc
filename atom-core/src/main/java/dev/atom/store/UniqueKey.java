package dev.atom.store;

/**
 * A name that can be taken once per tenant and space, such as a channel's own message id.
 *
 * @param tenant the tenant's id
 * @param space what kind of key, such as {@code "message:email"}
 * @param key the key, at most 500 characters
 */
public record UniqueKey(String tenant, String space, String key) {
  static final int LONGEST = 500;

  /** Refuses parts that are blank, too long, or hold control characters. */
  public UniqueKey {
    Checks.name("a unique key's tenant", tenant, Checks.LONGEST_NAME);
    Checks.name("a unique key's space", space, Checks.LONGEST_NAME);
    Checks.name("a unique key", key, LONGEST);
  }
}
