package dev.atom.vault.grant;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** What came of a refresh. */
public sealed interface RefreshOutcome {
  /**
   * There are new tokens.
   *
   * @param grant the new access token, with a new refresh token if there is one; the vault closes it
   */
  record Refreshed(Grant grant) implements RefreshOutcome {}

  /**
   * The provider refuses the refresh token for good.
   *
   * @param code why, such as {@code "invalid_grant"}
   */
  record Refused(String code) implements RefreshOutcome {
    /** Replaces what isn't a code. */
    public Refused {
      code = Code.of(code);
    }
  }

  /**
   * The provider has not taken the refresh token: it couldn't be reached, answered that it is busy, or
   * doesn't know the client.
   *
   * @param code why, such as {@code "http_503"}
   * @param retryAfter when it wants to be asked again, if it said so
   */
  record Unavailable(String code, Optional<Duration> retryAfter) implements RefreshOutcome {
    /** Replaces what isn't a code. */
    public Unavailable {
      code = Code.of(code);
    }
  }

  /**
   * Nobody knows whether the provider has taken the refresh token: it was sent and the answer is
   * missing or can't be read.
   *
   * @param code why, such as {@code "timeout"}
   */
  record Lost(String code) implements RefreshOutcome {
    /** Replaces what isn't a code. */
    public Lost {
      code = Code.of(code);
    }
  }

  /** What may stand in an audit: a provider's text could hold anything. */
  final class Code {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_.-]{1,64}");

    private Code() {}

    private static String of(String code) {
      return FORM.matcher(code).matches() ? code : "other";
    }
  }
}
