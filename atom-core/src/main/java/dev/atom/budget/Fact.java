package dev.atom.budget;

/**
 * What may be known of a call before it is made, and a budget may depend on. A user is meant within
 * the tenant.
 *
 * @param name how it is written in a {@link Bucket}
 */
public record Fact(String name) {
  /** For whom the call is made. */
  public static final Fact TENANT = new Fact("tenant");

  /** The tenant's user. */
  public static final Fact USER = new Fact("user");

  /** The route. */
  public static final Fact ROUTE = new Fact("route");

  /** The provider that will be asked. */
  public static final Fact PROVIDER = new Fact("provider");

  /** Refuses blank names. */
  public Fact {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a fact's name is blank; give it one");
    }
  }

  /**
   * A mark of the host's own.
   *
   * @param name the tag's name
   * @return the fact
   */
  public static Fact tag(String name) {
    return new Fact("tag:" + name);
  }
}
