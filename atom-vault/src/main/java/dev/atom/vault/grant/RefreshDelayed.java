package dev.atom.vault.grant;

import dev.atom.RetryAfter;
import dev.atom.vault.VaultException;
import java.time.Duration;
import java.util.Optional;

/** An access token has ended and can't be refreshed at the moment; the grant is as good as before. */
public final class RefreshDelayed extends VaultException implements RetryAfter {
  private static final long serialVersionUID = 1L;

  private final Optional<Duration> retryAfter;

  /**
   * For the vault.
   *
   * @param retryAfter when to try again, counted from now; empty if at any time
   * @param message which grant and why
   */
  public RefreshDelayed(Optional<Duration> retryAfter, String message) {
    super("refresh_delayed", true, message);
    this.retryAfter = retryAfter;
  }

  @Override
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
