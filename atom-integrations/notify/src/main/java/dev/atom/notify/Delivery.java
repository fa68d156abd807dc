package dev.atom.notify;

import java.util.Objects;
import java.util.Optional;

/**
 * What became of one notice on one channel in one pass.
 *
 * @param notice the notice
 * @param channel the channel's name
 * @param outcome what became of it
 * @param reason why it was not delivered: the failure's code, or its class; {@code "interrupted"} if
 *     an earlier send never told its end, {@code "not_wanted"} if the person no longer wants it
 */
public record Delivery(Notice notice, String channel, Outcome outcome, Optional<String> reason) {
  /** Refuses null. */
  public Delivery {
    Objects.requireNonNull(notice, "notice");
    Objects.requireNonNull(outcome, "outcome");
  }

  /** What can become of a delivery. */
  public enum Outcome {
    /** The channel has taken it. */
    DELIVERED,
    /** It was not sent, or may be repeated harmlessly, and is due again later. */
    RETRYING,
    /** It is due again when the person's quiet hours end. */
    DEFERRED,
    /** It failed for good, too often, or is no longer wanted. */
    DEAD,
    /** Nobody knows whether it was sent; a person decides. */
    UNKNOWN
  }
}
