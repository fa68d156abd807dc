package dev.atom.vault.grant;

import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tokens that an owner's consent gave. Immutable but for {@link #close}, which overwrites the tokens.
 *
 * <p>Guarantees: no text form shows a token; {@link #parse} makes no String of one. Thread-safe.
 */
public final class Grant implements AutoCloseable {
  private static final int MOST_SCOPES = 1_000;

  private final Secret accessToken;
  private final Optional<Secret> refreshToken;
  private final Optional<Instant> expires;
  private final Instant obtained;
  private final List<String> scopes;
  private final String tokenType;

  private Grant(Builder from, Secret accessToken, Optional<Secret> refreshToken) {
    this.accessToken = accessToken;
    this.refreshToken = refreshToken;
    this.expires = from.expires;
    this.obtained = from.obtained;
    this.scopes = from.scopes;
    this.tokenType = from.tokenType;
  }

  /**
   * Reads a token endpoint's successful answer: one JSON object with {@code access_token} and, if they
   * are there, {@code refresh_token}, {@code expires_in}, {@code scope} and {@code token_type}.
   *
   * @param answer the JSON in UTF-8, at most 256 KiB; overwritten, whatever comes of it
   * @param obtained when the request was sent; the end counts from here
   * @return the grant
   * @throws IllegalArgumentException if it is no such answer; the message holds nothing of it
   */
  public static Grant parse(byte[] answer, Instant obtained) {
    return TokenAnswer.grant(answer, obtained);
  }

  /**
   * Starts a grant from tokens that the host has already.
   *
   * @param accessToken copied when the grant is built
   * @param obtained when it was obtained
   * @return the builder
   */
  public static Builder newBuilder(Secret accessToken, Instant obtained) {
    return new Builder(accessToken, obtained);
  }

  /**
   * Returns the access token.
   *
   * @return closed with this grant
   */
  public Secret accessToken() {
    return accessToken;
  }

  /**
   * Returns the refresh token.
   *
   * @return closed with this grant; empty if there is none
   */
  public Optional<Secret> refreshToken() {
    return refreshToken;
  }

  /**
   * Returns when the access token ends.
   *
   * @return empty if that isn't known; then it is refreshed only on demand
   */
  public Optional<Instant> expires() {
    return expires;
  }

  /**
   * Returns when the access token was obtained.
   *
   * @return the time
   */
  public Instant obtained() {
    return obtained;
  }

  /**
   * Returns what was granted.
   *
   * @return empty if the provider didn't say: then what was asked for, or what held before
   */
  public List<String> scopes() {
    return scopes;
  }

  /**
   * Returns how the access token is sent.
   *
   * @return {@code "Bearer"} if the provider didn't say
   */
  public String tokenType() {
    return tokenType;
  }

  /** Overwrites the tokens. Closing twice is fine. */
  @Override
  public void close() {
    accessToken.close();
    refreshToken.ifPresent(Secret::close);
  }

  /**
   * Returns that it is a grant, and nothing in it.
   *
   * @return always the same text
   */
  @Override
  public String toString() {
    return "Grant[hidden]";
  }

  /**
   * Collects what a grant has. Unless said otherwise there is no refresh token and no end, no scopes
   * are known, and the type is {@code "Bearer"}. Not thread-safe.
   */
  public static final class Builder {
    private final Secret accessToken;
    private final Instant obtained;
    private Optional<Secret> refreshToken = Optional.empty();
    private Optional<Instant> expires = Optional.empty();
    private List<String> scopes = List.of();
    private String tokenType = "Bearer";

    private Builder(Secret accessToken, Instant obtained) {
      this.accessToken = accessToken;
      this.obtained = obtained;
    }

    /**
     * Sets the refresh token.
     *
     * @param token copied when the grant is built
     * @return this
     */
    public Builder refreshToken(Secret token) {
      this.refreshToken = Optional.of(token);
      return this;
    }

    /**
     * Sets when the access token ends.
     *
     * @param end the time
     * @return this
     */
    public Builder expires(Instant end) {
      this.expires = Optional.of(end);
      return this;
    }

    /**
     * Sets what was granted.
     *
     * @param granted at most 1,000
     * @return this
     */
    public Builder scopes(List<String> granted) {
      if (granted.size() > MOST_SCOPES) {
        throw new IllegalArgumentException(
            "a grant has at most " + MOST_SCOPES + " scopes, not " + granted.size());
      }
      this.scopes = List.copyOf(granted);
      return this;
    }

    /**
     * Sets how the access token is sent.
     *
     * @param type such as {@code "Bearer"}
     * @return this
     */
    public Builder tokenType(String type) {
      this.tokenType = type;
      return this;
    }

    /**
     * Builds the grant, with copies of the tokens.
     *
     * @return the grant
     */
    public Grant build() {
      return new Grant(this, copy(accessToken), refreshToken.map(Builder::copy));
    }

    private static Secret copy(Secret token) {
      return token.use(PlaintextAccess.granted(), Secret::of);
    }
  }
}
