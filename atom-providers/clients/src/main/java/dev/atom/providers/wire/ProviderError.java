package dev.atom.providers.wire;

import dev.atom.model.AccessDenied;
import dev.atom.model.ContentRefused;
import dev.atom.model.ContextTooLong;
import dev.atom.model.Failure;
import dev.atom.model.KeyRejected;
import dev.atom.model.ModelException;
import dev.atom.model.ModelNotFound;
import dev.atom.model.Overloaded;
import dev.atom.model.ProviderFailed;
import dev.atom.model.QuotaExhausted;
import dev.atom.model.RateLimited;
import dev.atom.model.RequestRejected;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * An error as a provider describes it.
 *
 * @param message for people
 * @param code the narrow code
 * @param type the wide code
 * @param known what it means, where the reader knows better than the table here
 * @param requestId the provider's id of the request, where the body tells it
 * @param retryAfter how long to wait, where the body tells it
 */
public record ProviderError(
    String message,
    Optional<String> code,
    Optional<String> type,
    Optional<Kind> known,
    Optional<String> requestId,
    Optional<Duration> retryAfter) {
  /** Returns an error that says no more than its message. */
  public static ProviderError of(String message) {
    return of(message, Optional.empty(), Optional.empty());
  }

  /** Returns an error with its codes. */
  public static ProviderError of(String message, Optional<String> code, Optional<String> type) {
    return new ProviderError(
        message, code, type, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Returns this error with its meaning. */
  public ProviderError known(Kind kind) {
    return new ProviderError(message, code, type, Optional.of(kind), requestId, retryAfter);
  }

  /** Returns this error with the id of the request. */
  public ProviderError requestId(Optional<String> id) {
    return new ProviderError(message, code, type, known, id, retryAfter);
  }

  /** Returns this error with the time to wait. */
  public ProviderError retryAfter(Optional<Duration> wait) {
    return new ProviderError(message, code, type, known, requestId, wait);
  }

  /** The kinds of failure that an error can mean. */
  public enum Kind {
    RATE_LIMITED,
    QUOTA_EXHAUSTED,
    KEY_REJECTED,
    ACCESS_DENIED,
    REQUEST_REJECTED,
    MODEL_NOT_FOUND,
    CONTEXT_TOO_LONG,
    CONTENT_REFUSED,
    OVERLOADED,
    PROVIDER_FAILED
  }

  Optional<String> anyCode() {
    // A number only repeats the status, where there is a word beside it.
    return code.filter(text -> type.isEmpty() || !text.matches("[0-9]{3}")).or(() -> type);
  }

  /** Says what the error means; a status of 0 means that it came inside a stream. */
  Kind kind(int status) {
    return known
        .or(() -> code.flatMap(this::ofCode))
        .or(() -> type.flatMap(this::ofCode))
        .or(this::ofMessage)
        .orElseGet(() -> ofStatus(status > 0 ? status : statusInCode()));
  }

  /** Some servers repeat the status as the code, which is all there is inside a stream. */
  private int statusInCode() {
    return code.filter(text -> text.matches("[45][0-9]{2}")).map(Integer::parseInt).orElse(0);
  }

  private Optional<Kind> ofCode(String name) {
    return Optional.ofNullable(
        switch (name.toLowerCase(Locale.ROOT)) {
          case "insufficient_quota", "billing_hard_limit_reached", "billing_not_active" ->
              Kind.QUOTA_EXHAUSTED;
          case "rate_limit_exceeded", "rate_limit_error", "too_many_requests" -> Kind.RATE_LIMITED;
          case "invalid_api_key", "account_deactivated", "authentication_error" ->
              Kind.KEY_REJECTED;
          case "permission_error", "unsupported_country_region_territory" -> Kind.ACCESS_DENIED;
          case "model_not_found", "deploymentnotfound" -> Kind.MODEL_NOT_FOUND;
          case "context_length_exceeded", "string_above_max_length" -> Kind.CONTEXT_TOO_LONG;
          case "content_filter",
              "content_policy_violation",
              "moderation_blocked",
              "invalid_prompt" ->
              Kind.CONTENT_REFUSED;
          case "overloaded", "overloaded_error", "server_overloaded", "engine_overloaded" ->
              Kind.OVERLOADED;
          case "server_error", "internal_server_error" -> Kind.PROVIDER_FAILED;
          default -> null;
        });
  }

  private Optional<Kind> ofMessage() {
    String text = message.toLowerCase(Locale.ROOT);
    boolean tooLong = text.contains("maximum context length") || text.contains("context window");
    return tooLong ? Optional.of(Kind.CONTEXT_TOO_LONG) : Optional.empty();
  }

  private Kind ofStatus(int status) {
    return switch (status) {
      case 401 -> Kind.KEY_REJECTED;
      case 402 -> Kind.QUOTA_EXHAUSTED;
      case 403 -> Kind.ACCESS_DENIED;
      case 404 -> aboutModel() ? Kind.MODEL_NOT_FOUND : Kind.REQUEST_REJECTED;
      case 408, 409, 425 -> Kind.PROVIDER_FAILED;
      case 429 -> Kind.RATE_LIMITED;
      case 498, 503, 529 -> Kind.OVERLOADED;
      default ->
          rejected() || (status >= 300 && status < 500)
              ? Kind.REQUEST_REJECTED
              : Kind.PROVIDER_FAILED;
    };
  }

  private boolean rejected() {
    return type.orElse("").equals("invalid_request_error");
  }

  private boolean aboutModel() {
    return message.toLowerCase(Locale.ROOT).contains("model");
  }

  static ModelException exception(Kind kind, Failure failure) {
    return switch (kind) {
      case RATE_LIMITED -> new RateLimited(failure);
      case QUOTA_EXHAUSTED -> new QuotaExhausted(failure);
      case KEY_REJECTED -> new KeyRejected(failure);
      case ACCESS_DENIED -> new AccessDenied(failure);
      case REQUEST_REJECTED -> new RequestRejected(failure);
      case MODEL_NOT_FOUND -> new ModelNotFound(failure);
      case CONTEXT_TOO_LONG -> new ContextTooLong(failure);
      case CONTENT_REFUSED -> new ContentRefused(failure);
      case OVERLOADED -> new Overloaded(failure);
      case PROVIDER_FAILED -> new ProviderFailed(failure);
    };
  }
}
