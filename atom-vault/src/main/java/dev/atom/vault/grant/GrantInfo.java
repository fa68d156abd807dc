package dev.atom.vault.grant;

import dev.atom.secret.SecretRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that may be known of a grant without its tokens.
 *
 * @param ref which grant
 * @param version counts the pairs of tokens from 1
 * @param state whether it gives access tokens
 * @param reason why its owner must consent again; empty if it is active
 * @param obtained when the newest tokens were obtained
 * @param expires when the access token ends; empty if the provider didn't say
 * @param refreshable whether there is a refresh token
 * @param scopes what was granted; empty if the provider didn't say
 * @param refreshes how often it was refreshed since the owner's consent
 * @param uncertain whether a refresh token may be spent, because the answer to its use is missing
 * @param failures how many refreshes failed one after the other
 * @param retryAt when the next refresh may be tried; empty if at once
 * @param lastError the code of the last failure, such as {@code "http_503"}; empty if none
 */
public record GrantInfo(
    SecretRef ref,
    long version,
    GrantState state,
    Optional<ConsentReason> reason,
    Instant obtained,
    Optional<Instant> expires,
    boolean refreshable,
    List<String> scopes,
    long refreshes,
    boolean uncertain,
    int failures,
    Optional<Instant> retryAt,
    String lastError) {
  /** Copies the list. */
  public GrantInfo {
    scopes = List.copyOf(scopes);
  }
}
