package dev.atom.limit;

import dev.atom.RetryAfter;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * There is no room for a call under a limit; nothing was taken. {@link #retryable()} is false if there
 * never is, because the call asks for more than the bucket holds.
 */
public final class LimitExceeded extends LimitException implements RetryAfter {
  private static final long serialVersionUID = 1L;

  /** The {@link #rule} of what a provider has told itself. */
  public static final String PROVIDER = "provider";

  private final String rule;
  private final String unit;
  private final String bucket;
  private final @Nullable Duration wait;

  LimitExceeded(Lack lack, String message) {
    super("limit_exceeded", true, message);
    rule = lack.rule();
    unit = lack.unit();
    bucket = lack.bucket();
    wait = lack.known() ? Duration.ofNanos(lack.nanos()) : null;
  }

  LimitExceeded(Charge charge, String bucket, String message) {
    super("limit_too_small", false, message);
    this.rule = charge.rule().name();
    this.unit = charge.rule().unit();
    this.bucket = bucket;
    wait = null;
  }

  /**
   * Returns which rule has no room.
   *
   * @return the rule's name; {@link #PROVIDER} if the provider's answers told so
   */
  public String rule() {
    return rule;
  }

  /**
   * Returns of what there is no room.
   *
   * @return the unit
   */
  public String unit() {
    return unit;
  }

  /**
   * Returns whose bucket it is.
   *
   * @return the facts that tell it apart, such as {@code "tenant=acme, user=7"}; of a key's
   *     fingerprint the beginning; empty if there is one bucket for all
   */
  public String bucket() {
    return bucket;
  }

  /**
   * Returns when there is room at the earliest, if nobody else takes it.
   *
   * @return counted from the refusal; empty if nobody knows, as of what runs at once
   */
  @Override
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(wait);
  }
}
