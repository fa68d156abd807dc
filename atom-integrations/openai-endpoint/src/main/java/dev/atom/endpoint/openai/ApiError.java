package dev.atom.endpoint.openai;

import dev.atom.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A failure as OpenAI tells it.
 *
 * @param status the HTTP status
 * @param type the wide code
 * @param code the narrow code
 * @param param which part of the request is at fault
 * @param message for people
 * @param retryable whether clients shall try again by themselves
 * @param retryAfter how long they shall wait
 */
record ApiError(
    int status,
    String type,
    String code,
    Optional<String> param,
    String message,
    boolean retryable,
    Optional<Duration> retryAfter) {
  static final String INVALID = "invalid_request_error";
  static final String SERVER = "server_error";

  static ApiError of(int status, String type, String code, String message) {
    return new ApiError(
        status, type, code, Optional.empty(), message, status >= 500, Optional.empty());
  }

  ApiError retry(boolean again, Optional<Duration> after) {
    return new ApiError(status, type, code, param, message, again, after);
  }

  ApiError param(Optional<String> name) {
    return new ApiError(status, type, code, name, message, retryable, retryAfter);
  }

  Json.Obj json() {
    Json.Obj error =
        Json.object()
            .put("message", message)
            .put("type", type)
            .put("param", param.map(Json::of).orElse(Json.NULL))
            .put("code", code)
            .build();
    return Json.object().put("error", error).build();
  }

  /** The headers by which OpenAI's own clients decide whether and when to try again. */
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-should-retry", Boolean.toString(retryable));
    retryAfter.ifPresent(
        wait -> {
          long millis = wait.toMillis();
          headers.put("retry-after", Long.toString(Math.ceilDiv(millis, 1000L)));
          headers.put("retry-after-ms", Long.toString(millis));
        });
    return headers;
  }
}
