package dev.atom;

import java.util.Objects;

/**
 * The root of every exception that Atom throws on purpose.
 *
 * <p>The message says what failed, on which value, and what to do; it never holds a secret. {@link
 * #code()} is stable and meant for programs, the message for people. A plain {@link
 * IllegalArgumentException} or {@link IllegalStateException} from Atom means a mistake in the calling
 * code.
 */
public abstract class AtomException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final boolean retryable;

  /**
   * Creates an exception without a cause.
   *
   * @param code the stable identifier of this kind of failure, in lower case with underscores
   * @param retryable whether the same call may succeed later without any change
   * @param message what failed, on which value, and what to do
   */
  protected AtomException(String code, boolean retryable, String message) {
    super(message);
    this.code = Objects.requireNonNull(code, "code");
    this.retryable = retryable;
  }

  /**
   * Creates an exception with the failure that led to it.
   *
   * @param code the stable identifier of this kind of failure, in lower case with underscores
   * @param retryable whether the same call may succeed later without any change
   * @param message what failed, on which value, and what to do
   * @param cause the failure below
   */
  protected AtomException(String code, boolean retryable, String message, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
    this.retryable = retryable;
  }

  /**
   * Returns the stable identifier of this kind of failure, such as {@code "rate_limited"}.
   *
   * @return lower case with underscores, never empty
   */
  public final String code() {
    return code;
  }

  /**
   * Tells whether the same call may succeed later without any change.
   *
   * @return true if trying again can help
   */
  public final boolean retryable() {
    return retryable;
  }
}
