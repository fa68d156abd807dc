package dev.atom.connectors;

import dev.atom.http.HttpHeaders;
import java.util.Objects;

/**
 * A request as it reached the host, before anything was made of it. Immutable and thread-safe.
 *
 * <p>Guarantees: {@link #toString()} shows neither body nor headers.
 */
public final class WebhookRequest {
  private final String method;
  private final String url;
  private final HttpHeaders headers;
  private final byte[] body;

  private WebhookRequest(String method, String url, HttpHeaders headers, byte[] body) {
    this.method = Objects.requireNonNull(method, "method");
    this.url = Objects.requireNonNull(url, "url");
    this.headers = Objects.requireNonNull(headers, "headers");
    this.body = body;
  }

  /**
   * Returns a request.
   *
   * @param method the HTTP method
   * @param url the public address with its query, as the service was given it: behind a proxy not
   *     the one that the host sees
   * @param headers the headers
   * @param body the bytes as they came, neither decoded nor parsed and written again; copied
   * @return the request
   */
  public static WebhookRequest of(String method, String url, HttpHeaders headers, byte[] body) {
    return new WebhookRequest(method, url, headers, body.clone());
  }

  String method() {
    return method;
  }

  String url() {
    return url;
  }

  HttpHeaders headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  @Override
  public String toString() {
    return "WebhookRequest[" + method + ", " + body.length + " bytes]";
  }
}
