package dev.atom.cache;

import dev.atom.CallContext;

/**
 * How one call uses caches that it meets, as a tag of its {@link CallContext}. Tags are no part of a
 * cache's keys.
 */
public enum CacheControl {
  /** A value that is there is used, and one that is made is kept; what calls do untold. */
  USE("use"),

  /** The value is made anew, and kept in place of what is there. */
  REFRESH("no-cache"),

  /** Nothing is read and nothing kept. */
  BYPASS("no-store");

  /** The name of the tag. */
  public static final String TAG = "cache-control";

  private final String value;

  CacheControl(String value) {
    this.value = value;
  }

  /**
   * Returns a context whose calls use caches in this way.
   *
   * @param context the context of the call
   * @return the derived context
   */
  public CallContext on(CallContext context) {
    return context.tag(TAG, value);
  }

  /**
   * Returns how a call uses caches.
   *
   * @param context the context of the call
   * @return {@link #USE} if it doesn't say
   */
  public static CacheControl of(CallContext context) {
    String wish = context.tags().getOrDefault(TAG, USE.value);
    for (CacheControl control : values()) {
      if (control.value.equals(wish)) {
        return control;
      }
    }
    return USE;
  }
}
