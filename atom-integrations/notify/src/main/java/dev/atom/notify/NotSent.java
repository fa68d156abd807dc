package dev.atom.notify;

/**
 * A channel says that a message surely did not leave, such as when the connection was refused. Only
 * after this does the {@link Notifier} repeat a send whose effect is {@code BLIND}; any other
 * failure of such a channel leaves open whether the message arrived.
 */
public final class NotSent extends NotifyException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param retryable whether sending later may succeed; if not, the delivery is dead at once
   * @param message why it was not sent and what to do, without any secret
   */
  public NotSent(boolean retryable, String message) {
    super("not_sent", retryable, message);
  }

  /**
   * Creates the exception with the failure that led to it.
   *
   * @param retryable whether sending later may succeed; if not, the delivery is dead at once
   * @param message why it was not sent and what to do, without any secret
   * @param cause the failure below
   */
  public NotSent(boolean retryable, String message, Throwable cause) {
    super("not_sent", retryable, message, cause);
  }
}
