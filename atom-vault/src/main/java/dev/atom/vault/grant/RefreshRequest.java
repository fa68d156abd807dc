package dev.atom.vault.grant;

import dev.atom.Deadline;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link GrantRefresher} sends.
 *
 * @param ref which grant
 * @param refreshToken to be sent; overwritten after the call
 * @param scopes what was granted; sent only to providers that ask for it
 * @param repeated whether the token was sent before without an answer
 * @param at when the request begins, on the vault's clock
 * @param deadline when the answer must be there
 */
public record RefreshRequest(
    SecretRef ref,
    Secret refreshToken,
    List<String> scopes,
    boolean repeated,
    Instant at,
    Deadline deadline) {
  /** Copies the list. */
  public RefreshRequest {
    scopes = List.copyOf(scopes);
  }

  /**
   * Tells what a token endpoint's answer means, by RFC 6749. {@code invalid_grant} (also GitHub's
   * {@code bad_refresh_token} and Slack's {@code invalid_refresh_token}, and whatever the status) is
   * {@link RefreshOutcome.Refused}; any other error that the endpoint names, 429, 503 and all other
   * 4xx are {@link RefreshOutcome.Unavailable}, for they say nothing against the grant; what is
   * left, such as 500, 502 or a 200 without a token, is {@link RefreshOutcome.Lost}.
   *
   * @param status the HTTP status
   * @param body the JSON in UTF-8; overwritten
   * @param retryAfter what the header of that name says
   * @return the outcome; a grant in it has its end counted from {@link #at}
   */
  public RefreshOutcome answered(int status, byte[] body, Optional<Duration> retryAfter) {
    return TokenAnswer.judge(status, body, retryAfter, at);
  }
}
