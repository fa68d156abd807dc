package dev.atom.cache;

import java.util.Objects;

/**
 * The right to make a value that others wait for.
 *
 * @param key the value's key
 * @param token what tells this claim from every other on the key, as the store gave it
 */
public record CacheClaim(CacheKey key, String token) {
  /** Refuses null. */
  public CacheClaim {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(token, "token");
  }
}
