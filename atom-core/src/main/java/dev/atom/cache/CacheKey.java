package dev.atom.cache;

import java.util.Objects;

/**
 * What a value is found by.
 *
 * @param tenant whose the value is; not blank
 * @param key 1 to 200 visible ASCII characters, mostly a digest in hexadecimal digits
 */
public record CacheKey(String tenant, String key) {
  private static final int LONGEST = 200;

  /** Refuses a blank tenant and a key of another form. */
  public CacheKey {
    Objects.requireNonNull(key, "key");
    if (tenant.isBlank()) {
      throw new IllegalArgumentException("tenant is blank; give the tenant's id");
    }
    if (key.isEmpty() || key.length() > LONGEST || !key.chars().allMatch(c -> c > 32 && c < 127)) {
      throw new IllegalArgumentException(
          "a cache's key has 1 to 200 visible ASCII characters; this one has " + key.length());
    }
  }
}
