package dev.atom.vault.grant;

import dev.atom.secret.Secret;
import dev.atom.vault.grant.RefreshOutcome.Lost;
import dev.atom.vault.grant.RefreshOutcome.Refreshed;
import dev.atom.vault.grant.RefreshOutcome.Refused;
import dev.atom.vault.grant.RefreshOutcome.Unavailable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a token endpoint's answer says; its tokens are bytes from the socket to the seal. */
final class TokenAnswer implements AutoCloseable {
  private static final Set<String> REFUSALS =
      Set.of("invalid_grant", "bad_refresh_token", "invalid_refresh_token");
  private static final int LONGEST = 256 * 1024;
  private static final long LONGEST_LIFE = 100L * 365 * 24 * 3600;

  private byte @Nullable [] accessToken;
  private byte @Nullable [] refreshToken;
  private String error = "";
  private String tokenType = "Bearer";
  private List<String> scopes = List.of();
  private Optional<Duration> life = Optional.empty();

  private TokenAnswer() {}

  static Grant grant(byte[] body, Instant obtained) {
    try (TokenAnswer answer = read(body)) {
      return answer
          .grant(obtained)
          .orElseThrow(() -> new IllegalArgumentException("a token answer has no access_token"));
    }
  }

  static RefreshOutcome judge(
      int status, byte[] body, Optional<Duration> retryAfter, Instant obtained) {
    try (TokenAnswer answer = read(body)) {
      if (!answer.error.isEmpty()) {
        return REFUSALS.contains(answer.error)
            ? new Refused(answer.error)
            : new Unavailable(answer.error, retryAfter);
      }
      Optional<Grant> grant = status / 100 == 2 ? answer.grant(obtained) : Optional.empty();
      return grant.isPresent() ? new Refreshed(grant.get()) : byStatus(status, retryAfter);
    } catch (IllegalArgumentException e) {
      return byStatus(status, retryAfter);
    }
  }

  private static RefreshOutcome byStatus(int status, Optional<Duration> retryAfter) {
    boolean untaken = status == 503 || status / 100 == 4;
    return untaken ? new Unavailable("http_" + status, retryAfter) : new Lost("http_" + status);
  }

  private static TokenAnswer read(byte[] body) {
    TokenAnswer answer = new TokenAnswer();
    boolean whole = false;
    try {
      if (body.length > LONGEST) {
        throw new IllegalArgumentException("a token answer is longer than " + LONGEST + " bytes");
      }
      new FlatJson(body).read(answer::field);
      whole = true;
      return answer;
    } finally {
      Arrays.fill(body, (byte) 0);
      if (!whole) {
        answer.close();
      }
    }
  }

  /** Takes a field over; false if the value isn't kept and may be overwritten. */
  private boolean field(String name, byte[] value) {
    switch (name) {
      case "access_token" -> {
        requireToken(accessToken, value);
        accessToken = value;
        return true;
      }
      case "refresh_token" -> {
        requireToken(refreshToken, value);
        refreshToken = value;
        return true;
      }
      case "error" -> error = text(value);
      case "token_type" -> tokenType = text(value).isBlank() ? tokenType : text(value);
      case "scope" ->
          scopes = Arrays.stream(text(value).split("[ ,]+")).filter(s -> !s.isEmpty()).toList();
      case "expires_in" -> life = seconds(text(value));
      default -> {
        // Not of interest, such as an id_token.
      }
    }
    return false;
  }

  /** Refuses a second token of a kind, and what could break out of an HTTP header. */
  private static void requireToken(byte @Nullable [] before, byte[] value) {
    if (before != null) {
      throw new IllegalArgumentException("a token answer has a token twice");
    }
    for (byte one : value) {
      if (one < ' ' || one > '~') {
        throw new IllegalArgumentException("a token has bytes that no token may have");
      }
    }
  }

  private Optional<Grant> grant(Instant obtained) {
    if (accessToken == null || accessToken.length == 0) {
      return Optional.empty();
    }
    try (Secret access = Secret.of(accessToken)) {
      Grant.Builder builder =
          Grant.newBuilder(access, obtained).scopes(scopes).tokenType(tokenType);
      life.ifPresent(time -> builder.expires(obtained.plus(time)));
      if (refreshToken == null || refreshToken.length == 0) {
        return Optional.of(builder.build());
      }
      try (Secret refresh = Secret.of(refreshToken)) {
        return Optional.of(builder.refreshToken(refresh).build());
      }
    }
  }

  /** Whole seconds, of a number or a text with one; empty if it says nothing of use. */
  private static Optional<Duration> seconds(String text) {
    int end = 0;
    while (end < text.length() && end < 12 && Character.isDigit(text.charAt(end))) {
      end++;
    }
    if (end == 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
      return Optional.empty();
    }
    long seconds = Math.min(Long.parseLong(text, 0, end, 10), LONGEST_LIFE);
    return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    if (accessToken != null) {
      Arrays.fill(accessToken, (byte) 0);
    }
    if (refreshToken != null) {
      Arrays.fill(refreshToken, (byte) 0);
    }
  }
}
