package dev.atom.mock;

/** Where a rate-limited answer says when to come back. */
public enum RetryHint {
  /** Nowhere. */
  NONE,
  /** {@code Retry-After} in whole seconds, rounded up. */
  SECONDS,
  /** {@code Retry-After} in seconds with a fraction, which some servers send although it is no HTTP. */
  FRACTION,
  /** {@code Retry-After} as the date of HTTP, on the server's clock. */
  DATE,
  /** {@code Retry-After} as a date that has passed: the wait lies before the answer. */
  PAST_DATE,
  /** {@code retry-after-ms}. */
  MILLIS,
  /** {@code x-ms-retry-after-ms}. */
  MS_MILLIS,
  /** The message in the body: {@code try again in 456ms}. */
  TEXT,
  /** A detail of the body of type {@code google.rpc.RetryInfo}, whatever the dialect. */
  RETRY_INFO
}
