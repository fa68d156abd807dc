package dev.atom.endpoint.openai;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which web pages may call from a browser.
 *
 * @param origins such as {@code "https://app.example.com"}; none by default
 */
record CrossOrigin(Set<String> origins) {
  /** Copies the origins. */
  CrossOrigin {
    origins = Set.copyOf(origins);
  }

  private Optional<String> allowed(EndpointExchange exchange) {
    return exchange.header("origin").filter(origins::contains);
  }

  boolean preflight(EndpointExchange exchange) {
    return exchange.method().equals("OPTIONS")
        && exchange.header("access-control-request-method").isPresent()
        && allowed(exchange).isPresent();
  }

  /** Returns the headers of every answer. */
  Map<String, String> headers(EndpointExchange exchange) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (!origins.isEmpty()) {
      headers.put("vary", "origin");
    }
    allowed(exchange)
        .ifPresent(
            origin -> {
              headers.put("access-control-allow-origin", origin);
              headers.put(
                  "access-control-expose-headers",
                  "x-request-id, retry-after, retry-after-ms, x-should-retry");
            });
    return headers;
  }

  /** Returns the headers of the answer to a browser's question whether it may call. */
  Map<String, String> preflightHeaders(EndpointExchange exchange) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("access-control-allow-methods", "GET, POST");
    // OpenAI's clients send a dozen of their own; none decides anything here but authorization.
    exchange
        .header("access-control-request-headers")
        .filter(names -> names.matches("[A-Za-z0-9_, -]{1,2000}"))
        .ifPresent(names -> headers.put("access-control-allow-headers", names));
    headers.put("access-control-max-age", "600");
    return headers;
  }
}
