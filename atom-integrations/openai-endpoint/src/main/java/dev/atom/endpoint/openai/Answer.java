package dev.atom.endpoint.openai;

import dev.atom.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** The answer to one request: sends what every answer has with it. Used by one thread. */
final class Answer {
  private final EndpointExchange exchange;
  private final String requestId;
  private final Map<String, String> always;
  private boolean begun;

  Answer(EndpointExchange exchange, String requestId, Map<String, String> always) {
    this.exchange = exchange;
    this.requestId = requestId;
    this.always = always;
  }

  String requestId() {
    return requestId;
  }

  /** Tells whether the status is out, so that an error can't have its own any more. */
  boolean begun() {
    return begun;
  }

  void json(Json.Obj body) throws IOException {
    json(200, Map.of(), body);
  }

  void error(ApiError error, String allow) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>(error.headers());
    if (!allow.isEmpty()) {
      headers.put("allow", allow);
    }
    if (error.status() == 401) {
      headers.put("www-authenticate", "Bearer");
    }
    json(error.status(), headers, error.json());
  }

  private void json(int status, Map<String, String> headers, Json.Obj body) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("content-type", "application/json");
    byte[] bytes = body.toUtf8();
    try (OutputStream out = respond(status, all, bytes.length)) {
      out.write(bytes);
      out.flush();
    }
  }

  void empty(Map<String, String> headers) throws IOException {
    respond(204, headers, 0).close();
  }

  OutputStream events() throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", "text/event-stream; charset=utf-8");
    headers.put("cache-control", "no-cache");
    // Proxies of the nginx family would hold pieces back.
    headers.put("x-accel-buffering", "no");
    return respond(200, headers, -1);
  }

  private OutputStream respond(int status, Map<String, String> headers, long length)
      throws IOException {
    Map<String, String> all = new LinkedHashMap<>(always);
    all.put("x-request-id", requestId);
    all.putAll(headers);
    begun = true;
    return exchange.respond(status, all, length);
  }
}
