package dev.atom.endpoint.openai;

import dev.atom.secret.Secret;
import java.util.Optional;

/**
 * Reads who calls from a request's header.
 *
 * @param keys who is let in
 */
record Authorization(CallerKeys keys) {
  private static final String SCHEME = "Bearer ";

  Caller caller(EndpointExchange exchange) {
    String header = exchange.header("authorization").orElse("");
    boolean bearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    String text = bearer ? header.substring(SCHEME.length()).strip() : "";
    if (text.isEmpty()) {
      throw RequestRefused.of(
          401, "missing_api_key", "Send your key: Authorization: Bearer <key>.");
    }
    Optional<Caller> caller;
    try (Secret key = Secret.of(text)) {
      caller = keys.find(key);
    }
    return caller.orElseThrow(
        () -> RequestRefused.of(401, "invalid_api_key", "The key is not known here."));
  }
}
