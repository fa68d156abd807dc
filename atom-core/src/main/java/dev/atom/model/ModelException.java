package dev.atom.model;

import dev.atom.AtomException;
import dev.atom.RetryAfter;
import java.time.Duration;
import java.util.Optional;

/**
 * A model call failed. One tree for all providers; each leaf is named by the fact.
 *
 * <p>The {@link #remedy()} tells a router what can help without looking at the type.
 */
public abstract sealed class ModelException extends AtomException implements RetryAfter
    permits RateLimited,
        QuotaExhausted,
        KeyRejected,
        AccessDenied,
        RequestRejected,
        ModelNotFound,
        ContextTooLong,
        ContentRefused,
        CapabilityMissing,
        Overloaded,
        ProviderFailed,
        Unreachable,
        CallTimedOut,
        CallCancelled,
        TruncatedStream,
        MalformedReply {
  private static final long serialVersionUID = 1L;

  private final Failure failure;
  private final Remedy remedy;

  ModelException(String code, Remedy remedy, Failure failure) {
    super(code, remedy == Remedy.RETRY, failure.describe());
    failure.cause().ifPresent(this::initCause);
    this.failure = failure;
    this.remedy = remedy;
  }

  /** What can help after a failure. */
  public enum Remedy {
    /** The same call again, later. */
    RETRY,
    /** The same call with another key of the same provider. */
    OTHER_KEY,
    /** The same call to another model or provider. */
    OTHER_MODEL,
    /** Nothing but a changed request. */
    NONE
  }

  /**
   * Returns the facts.
   *
   * @return provider, model, status, codes and hints
   */
  public final Failure failure() {
    return failure;
  }

  /**
   * Returns what can help.
   *
   * @return the most direct remedy; another model can help wherever another key or a retry can
   */
  public final Remedy remedy() {
    return remedy;
  }

  @Override
  public final Optional<Duration> retryAfter() {
    return failure.retryAfter();
  }
}
