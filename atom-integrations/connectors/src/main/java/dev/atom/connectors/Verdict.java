package dev.atom.connectors;

import dev.atom.connectors.ConnectorException.Failure;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an error means; written in the file as its {@code kind}. */
enum Verdict {
  AUTH_EXPIRED,
  FORBIDDEN,
  INVALID,
  NOT_FOUND,
  CONFLICT,
  RATE_LIMITED,
  QUOTA,
  TRANSIENT,
  PERMANENT;

  static final Map<String, Verdict> BY_KIND =
      Stream.of(values()).collect(Collectors.toMap(v -> v.name().toLowerCase(Locale.ROOT), v -> v));

  static Verdict of(int status) {
    return switch (status) {
      case 400, 405, 406, 411, 413, 414, 415, 422 -> INVALID;
      case 401, 407 -> AUTH_EXPIRED;
      case 402 -> QUOTA;
      case 403, 451 -> FORBIDDEN;
      case 404, 410 -> NOT_FOUND;
      case 409, 412, 423 -> CONFLICT;
      case 429 -> RATE_LIMITED;
      default -> status == 408 || status == 425 || status >= 500 ? TRANSIENT : PERMANENT;
    };
  }

  ConnectorException exception(Failure failure) {
    return switch (this) {
      case AUTH_EXPIRED -> new ConnectorException.AuthExpired(failure);
      case FORBIDDEN -> new ConnectorException.Forbidden(failure);
      case INVALID -> new ConnectorException.Invalid(failure);
      case NOT_FOUND -> new ConnectorException.NotFound(failure);
      case CONFLICT -> new ConnectorException.Conflict(failure);
      case RATE_LIMITED -> new ConnectorException.RateLimited(failure);
      case QUOTA -> new ConnectorException.QuotaExhausted(failure);
      case TRANSIENT -> new ConnectorException.Transient(failure);
      case PERMANENT -> new ConnectorException.Permanent(failure);
    };
  }
}
