package dev.atom.limit;

import java.time.Duration;

/**
 * Why there was no room.
 *
 * @param key of the bucket, by which waiting calls find what they have in common
 * @param bucket whose it is, for people
 * @param nanos when it is worth to look again at the earliest, more than 0
 * @param known whether that is when there is room
 */
record Lack(String key, String rule, String unit, String bucket, long nanos, boolean known) {
  LimitExceeded refused(String why) {
    String whose = bucket.isEmpty() ? "" : " (" + bucket + ")";
    String when =
        known ? "; try again in " + shown(Duration.ofNanos(nanos)) : "; try again when one ends";
    return new LimitExceeded(
        this,
        "no room for more " + unit + " under the limit \"" + rule + "\"" + whose + why + when);
  }

  /** To the millisecond above: nobody cares for more. */
  private static String shown(Duration wait) {
    return Duration.ofMillis(wait.plusNanos(999_999).toMillis()).toString();
  }
}
