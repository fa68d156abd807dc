package dev.atom.mock;

import dev.atom.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as a {@link ReplayServer} received it, keys included, so that a test can look at what its
 * client sends. Immutable and thread-safe.
 */
public final class ReceivedRequest {
  private final String method;
  private final String path;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  ReceivedRequest(String method, String path, Map<String, List<String>> headers, byte[] body) {
    this.method = method;
    this.path = path;
    this.headers = Headers.copy(headers);
    this.body = body;
  }

  /**
   * Creates a request, for a {@link Playback} on a server of one's own.
   *
   * @param method the HTTP method in upper case
   * @param path path and query, with a slash in front
   * @param headers the headers, names in any case; copied
   * @param body the body; copied
   * @return the request
   */
  public static ReceivedRequest of(
      String method, String path, Map<String, List<String>> headers, byte[] body) {
    return new ReceivedRequest(method, path, headers, body.clone());
  }

  /** The same request without the credentials in headers and query, wherever else they turn up. */
  ReceivedRequest redacted() {
    Redaction redaction = Redaction.of(List.of(), this);
    return new ReceivedRequest(
        method, redaction.redactedPath(path), redaction.headers(headers), redaction.bytes(body));
  }

  /**
   * Returns the HTTP method.
   *
   * @return in upper case
   */
  public String method() {
    return method;
  }

  /**
   * Returns path and query.
   *
   * @return with a slash in front
   */
  public String path() {
    return path;
  }

  /**
   * Returns the headers.
   *
   * @return the values by name, found in any case
   */
  public Map<String, List<String>> headers() {
    return headers;
  }

  /**
   * Returns a header's first value.
   *
   * @param name the header's name in any case
   * @return empty if the header was not sent
   */
  public Optional<String> header(String name) {
    return Headers.first(headers, name);
  }

  /**
   * Returns the body.
   *
   * @return a copy
   */
  public byte[] body() {
    return body.clone();
  }

  /**
   * Returns the body as text.
   *
   * @return the body read as UTF-8
   */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * Parses the body.
   *
   * @return the JSON value
   * @throws dev.atom.json.JsonException if the body is no JSON
   */
  public Json json() {
    return Json.parse(text());
  }

  /**
   * Returns method, path without query, and size: the rest may hold a key.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "ReceivedRequest["
        + method
        + " "
        + path.split("\\?", 2)[0]
        + ", "
        + body.length
        + " bytes]";
  }
}
