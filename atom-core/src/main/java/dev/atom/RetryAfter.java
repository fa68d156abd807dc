package dev.atom;

import java.time.Duration;
import java.util.Optional;

/** What an exception implements that may know how long to wait before the same call can succeed. */
public interface RetryAfter {
  /**
   * Returns how long to wait, as the other side has said.
   *
   * @return counted from the failure, not negative; empty if it said nothing
   */
  Optional<Duration> retryAfter();
}
