package dev.atom.connectors;

import dev.atom.AtomException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operation of a service failed, or a connector can't be used. The leaves are the kinds that a
 * caller must tell apart; {@link #code()} names the kind for programs.
 *
 * <p>Guarantees: no key is in the message, whatever the service answered.
 */
public abstract sealed class ConnectorException extends AtomException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  ConnectorException(String code, boolean retryable, Failure failure) {
    super(code, retryable, failure.message());
    this.failure = failure;
    if (failure.cause() != null) {
      initCause(failure.cause());
    }
  }

  /** What is known of a failure; the message is redacted already. */
  record Failure(
      String message,
      int status,
      Optional<String> serviceCode,
      Optional<Duration> retryAfter,
      Optional<String> check,
      @Nullable Throwable cause) {
    static Failure of(String message, @Nullable Throwable cause) {
      return new Failure(message, 0, Optional.empty(), Optional.empty(), Optional.empty(), cause);
    }

    Failure check(Optional<String> operation) {
      return new Failure(message, status, serviceCode, retryAfter, operation, cause);
    }
  }

  /**
   * Returns the HTTP status of the service's reply.
   *
   * @return 200 to 599, 200 too where the service puts its errors into the body; 0 without a reply
   */
  public final int status() {
    return failure.status();
  }

  /**
   * Returns the service's own name of the error, such as Slack's {@code "channel_not_found"}.
   *
   * @return empty if the service named none
   */
  public final Optional<String> serviceCode() {
    return failure.serviceCode();
  }

  /**
   * Returns how long the service asks to wait.
   *
   * @return never negative, at most a day; empty if it said nothing
   */
  public final Optional<Duration> retryAfter() {
    return failure.retryAfter();
  }

  /** The service does not accept the key, or there is none: connect the service again. */
  public static final class AuthExpired extends ConnectorException {
    private static final long serialVersionUID = 1L;

    AuthExpired(Failure failure) {
      super("auth_expired", false, failure);
    }
  }

  /** The key is good, but does not allow this; a new key does not help unless it may do more. */
  public static final class Forbidden extends ConnectorException {
    private static final long serialVersionUID = 1L;

    Forbidden(Failure failure) {
      super("forbidden", false, failure);
    }
  }

  /** The service, or the connector itself, refuses the arguments; nothing was done. */
  public static final class Invalid extends ConnectorException {
    private static final long serialVersionUID = 1L;

    Invalid(Failure failure) {
      super("invalid", false, failure);
    }
  }

  /** What the arguments name does not exist, or is hidden from this key. */
  public static final class NotFound extends ConnectorException {
    private static final long serialVersionUID = 1L;

    NotFound(Failure failure) {
      super("not_found", false, failure);
    }
  }

  /** The state of the service does not allow this, such as a name that is taken. */
  public static final class Conflict extends ConnectorException {
    private static final long serialVersionUID = 1L;

    Conflict(Failure failure) {
      super("conflict", false, failure);
    }
  }

  /** Too many calls; nothing was done. Wait for {@link #retryAfter()}; the key is good. */
  public static final class RateLimited extends ConnectorException {
    private static final long serialVersionUID = 1L;

    RateLimited(Failure failure) {
      super("rate_limited", true, failure);
    }
  }

  /** What the account has booked is used up; waiting a little does not help, and the key is good. */
  public static final class QuotaExhausted extends ConnectorException {
    private static final long serialVersionUID = 1L;

    QuotaExhausted(Failure failure) {
      super("quota", false, failure);
    }
  }

  /** The service is not up to it now; nothing was done, or doing it again does no harm. */
  public static final class Transient extends ConnectorException {
    private static final long serialVersionUID = 1L;

    Transient(Failure failure) {
      super("transient", true, failure);
    }
  }

  /** The service refuses for a reason that trying again does not change. */
  public static final class Permanent extends ConnectorException {
    private static final long serialVersionUID = 1L;

    Permanent(Failure failure) {
      super("permanent", false, failure);
    }
  }

  /** The request may have reached the service: whether it was done is unknown. Never repeat it blindly. */
  public static final class OutcomeUnknown extends ConnectorException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<String> check;

    OutcomeUnknown(Failure failure) {
      super("outcome_unknown", false, failure);
      check = failure.check();
    }

    /**
     * Returns the operation that tells whether it was done.
     *
     * @return the name of a reading operation of the same connector; empty if nothing can tell
     */
    public Optional<String> check() {
      return check;
    }
  }

  /** A connector's file has a fault, or a setting does not fit it; names the place in the file. */
  public static final class InvalidConnector extends ConnectorException {
    private static final long serialVersionUID = 1L;

    private final String path;

    InvalidConnector(String connector, String path, String problem) {
      super(
          "invalid_connector",
          false,
          Failure.of("connector " + connector + ": " + problem + " at \"" + path + "\"", null));
      this.path = path;
    }

    /**
     * Returns the place of the fault.
     *
     * @return a JSON Pointer into the connector's file, empty for the whole
     */
    public String path() {
      return path;
    }
  }
}
