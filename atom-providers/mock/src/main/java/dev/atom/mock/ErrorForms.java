package dev.atom.mock;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How each provider words an error, after the recordings of theirs. */
final class ErrorForms {
  private static final String GOOGLE = "type.googleapis.com/google.rpc.";

  /** The JDK's own form of it writes days below ten with one digit, which HTTP does not. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

  private ErrorForms() {}

  static Json.Obj body(Dialect dialect, int status) {
    return switch (dialect) {
      case OPENAI, OPENAI_RESPONSES -> {
        String code = openAiCode(status);
        yield openAi(openAiType(status), code, message(status));
      }
      case ANTHROPIC -> anthropic(anthropicType(status), message(status));
      case GEMINI -> gemini(status, message(status), List.of());
      case OLLAMA -> Json.object().put("error", message(status)).build();
    };
  }

  /** An error within a stream whose status is 200. */
  static String event(Dialect dialect, int status) {
    return switch (dialect) {
      case OPENAI -> "data: " + body(dialect, status) + "\n\n";
      case OPENAI_RESPONSES -> {
        Json.Obj error =
            Json.object()
                .put("type", "error")
                .put("sequence_number", 1)
                .put("code", status >= 500 ? "server_error" : openAiCode(status))
                .put("message", message(status))
                .put("param", Json.NULL)
                .build();
        yield "event: error\ndata: " + error + "\n\n";
      }
      case ANTHROPIC -> "event: error\ndata: " + body(dialect, status) + "\n\n";
      case GEMINI -> "data: " + body(dialect, status) + "\r\n\r\n";
      case OLLAMA -> body(dialect, status) + "\n";
    };
  }

  static Exchange.Response rateLimited(Fault.RateLimit limit, Instant now) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put("content-type", List.of("application/json"));
    hint(limit, now).forEach((name, value) -> headers.put(name, List.of(value)));
    return Exchange.Response.of(429, headers, limitBody(limit).toString());
  }

  private static Map<String, String> hint(Fault.RateLimit limit, Instant now) {
    Duration wait = limit.retryAfter();
    return switch (limit.hint()) {
      case NONE, TEXT, RETRY_INFO -> Map.of();
      case SECONDS -> Map.of("retry-after", Long.toString(wait.plusNanos(999_999_999).toSeconds()));
      case FRACTION -> Map.of("retry-after", seconds(wait));
      case DATE -> Map.of("retry-after", date(now.plus(wait)));
      case PAST_DATE -> Map.of("retry-after", date(now.minus(wait)));
      case MILLIS -> Map.of("retry-after-ms", Long.toString(wait.toMillis()));
      case MS_MILLIS -> Map.of("x-ms-retry-after-ms", Long.toString(wait.toMillis()));
    };
  }

  private static String date(Instant at) {
    return HTTP_DATE.format(at.atOffset(ZoneOffset.UTC));
  }

  private static String seconds(Duration wait) {
    BigDecimal seconds = BigDecimal.valueOf(wait.toMillis(), 3).stripTrailingZeros();
    return seconds.setScale(Math.max(1, seconds.scale())).toPlainString();
  }

  private static Json.Obj limitBody(Fault.RateLimit limit) {
    boolean info = limit.hint() == RetryHint.RETRY_INFO;
    String text =
        limit.hint() == RetryHint.TEXT
            ? " Please try again in " + shortest(limit.retryAfter()) + "."
            : "";
    Json.Obj body =
        switch (limit.dialect()) {
          case OPENAI, OPENAI_RESPONSES -> openAiLimit(limit.quota(), text);
          case ANTHROPIC ->
              anthropic(
                  limit.quota() == Quota.SPENT ? "billing_error" : "rate_limit_error",
                  reached(limit.quota()) + text);
          case GEMINI -> geminiLimit(limit, text);
          case OLLAMA -> Json.object().put("error", reached(limit.quota()) + text).build();
        };
    boolean own = limit.dialect() == Dialect.GEMINI;
    return info && !own ? body.toBuilder().put("details", List.of(retryInfo(limit))).build() : body;
  }

  private static Json.Obj openAiLimit(Quota quota, String text) {
    return switch (quota) {
      case MINUTE -> openAi("requests", "rate_limit_exceeded", reached(quota) + text);
      case DAY -> openAi("requests", "rate_limit_exceeded", reached(quota) + text);
      case SPENT ->
          openAi(
              "insufficient_quota",
              "insufficient_quota",
              "You exceeded your current quota, please check your plan and billing details."
                  + text);
    };
  }

  private static Json.Obj geminiLimit(Fault.RateLimit limit, String text) {
    String span = limit.quota() == Quota.MINUTE ? "PerMinute" : "PerDay";
    Json.Obj violation =
        Json.object()
            .put("quotaId", "GenerateRequests" + span + "PerProjectPerModel-FreeTier")
            .build();
    List<Json> details = new ArrayList<>();
    details.add(
        Json.object()
            .put("@type", GOOGLE + "QuotaFailure")
            .put("violations", List.of(violation))
            .build());
    if (limit.hint() == RetryHint.RETRY_INFO) {
      details.add(retryInfo(limit));
    }
    String message = "You exceeded your current quota, please check your plan." + text;
    return gemini(429, message, details);
  }

  private static Json retryInfo(Fault.RateLimit limit) {
    return Json.object()
        .put("@type", GOOGLE + "RetryInfo")
        .put(
            "retryDelay",
            BigDecimal.valueOf(limit.retryAfter().toMillis(), 3)
                    .stripTrailingZeros()
                    .toPlainString()
                + "s")
        .build();
  }

  private static String shortest(Duration wait) {
    return wait.compareTo(Duration.ofSeconds(1)) < 0
        ? wait.toMillis() + "ms"
        : BigDecimal.valueOf(wait.toMillis(), 3).stripTrailingZeros().toPlainString() + "s";
  }

  private static String reached(Quota quota) {
    return switch (quota) {
      case MINUTE -> "Rate limit reached on requests per min (RPM).";
      case DAY -> "Rate limit reached on requests per day (RPD).";
      case SPENT -> "Your credit balance is too low.";
    };
  }

  private static Json.Obj openAi(String type, String code, String message) {
    Json.Obj error =
        Json.object()
            .put("message", message)
            .put("type", type)
            .put("param", Json.NULL)
            .put("code", code.isEmpty() ? Json.NULL : Json.of(code))
            .build();
    return Json.object().put("error", error).build();
  }

  private static Json.Obj anthropic(String type, String message) {
    Json.Obj error = Json.object().put("type", type).put("message", message).build();
    return Json.object().put("type", "error").put("error", error).build();
  }

  private static Json.Obj gemini(int status, String message, List<Json> details) {
    JsonObjectBuilder error =
        Json.object()
            .put("code", status)
            .put("message", message)
            .put("status", geminiStatus(status));
    if (!details.isEmpty()) {
      error.put("details", details);
    }
    return Json.object().put("error", error.build()).build();
  }

  private static String openAiType(int status) {
    return switch (status) {
      case 429 -> "requests";
      case 401 -> "invalid_request_error";
      default -> status >= 500 ? "server_error" : "invalid_request_error";
    };
  }

  private static String openAiCode(int status) {
    return switch (status) {
      case 401 -> "invalid_api_key";
      case 404 -> "model_not_found";
      case 429 -> "rate_limit_exceeded";
      default -> "";
    };
  }

  private static String anthropicType(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 504 -> "timeout_error";
      case 529 -> "overloaded_error";
      default -> status >= 500 ? "api_error" : "invalid_request_error";
    };
  }

  private static String geminiStatus(int status) {
    return switch (status) {
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 409 -> "ABORTED";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 503 -> "UNAVAILABLE";
      case 504 -> "DEADLINE_EXCEEDED";
      default -> status >= 500 ? "INTERNAL" : "INVALID_ARGUMENT";
    };
  }

  private static String message(int status) {
    return switch (status) {
      case 400 -> "The request is invalid.";
      case 401 -> "The API key is not valid.";
      case 402 -> "Your credit balance is too low.";
      case 403 -> "The key may not use this model.";
      case 404 -> "The model does not exist.";
      case 408 -> "The request took too long to arrive.";
      case 409 -> "The request conflicts with another one.";
      case 413 -> "The request is too large.";
      case 422 -> "The request can't be processed.";
      case 429 -> "Rate limit reached on requests per min (RPM).";
      case 502 -> "Bad gateway";
      case 503 -> "The model is overloaded. Please try again later.";
      case 504 -> "The request timed out.";
      case 529 -> "Overloaded";
      default -> status >= 500 ? "The server had an error." : "The request failed.";
    };
  }
}
