package dev.atom.endpoint.openai;

import dev.atom.AtomException;
import dev.atom.RetryAfter;
import dev.atom.model.AccessDenied;
import dev.atom.model.CallCancelled;
import dev.atom.model.CallTimedOut;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ContentRefused;
import dev.atom.model.ContextTooLong;
import dev.atom.model.KeyRejected;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelException;
import dev.atom.model.ModelNotFound;
import dev.atom.model.Overloaded;
import dev.atom.model.ProviderFailed;
import dev.atom.model.QuotaExhausted;
import dev.atom.model.RateLimited;
import dev.atom.model.RequestRejected;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Unreachable;

/**
 * Turns failures into OpenAI's form. A provider's words about the request are passed on; what it
 * says of the host's keys, accounts and network stays in the host's log.
 */
final class Errors {
  private static final String LIMIT = "rate_limit_error";

  private Errors() {}

  static ApiError of(RuntimeException failure) {
    return switch (failure) {
      case RequestRefused refused ->
          ApiError.of(refused.status(), ApiError.INVALID, refused.code(), message(refused))
              .param(refused.param());
      case ModelException e -> ofModel(e).retry(e.retryable(), e.retryAfter());
      case AtomException e when e instanceof RetryAfter hint ->
          ApiError.of(429, LIMIT, "rate_limit_exceeded", message(e))
              .retry(e.retryable(), hint.retryAfter());
      case AtomException e when e.retryable() ->
          ApiError.of(503, ApiError.SERVER, e.code(), "The request could not be served now.");
      case AtomException e ->
          ApiError.of(500, ApiError.SERVER, e.code(), "The request could not be served.")
              .retry(false, java.util.Optional.empty());
      default ->
          ApiError.of(500, ApiError.SERVER, "internal_error", "The request could not be served.")
              .retry(false, java.util.Optional.empty());
    };
  }

  private static ApiError ofModel(ModelException failure) {
    return switch (failure) {
      case RateLimited e -> ApiError.of(429, LIMIT, "rate_limit_exceeded", message(e));
      case QuotaExhausted e ->
          ApiError.of(
              429,
              "insufficient_quota",
              "insufficient_quota",
              "The quota at the provider is used up.");
      case RequestRejected e -> invalid(400, "invalid_request", message(e));
      case ContentRefused e -> invalid(400, "content_filter", message(e));
      case ContextTooLong e -> invalid(400, "context_length_exceeded", message(e));
      case CapabilityMissing e -> invalid(400, "unsupported_parameter", message(e));
      case ModelNotFound e ->
          invalid(404, "model_not_found", "The model is not there at its provider.");
      case AccessDenied e ->
          ApiError.of(
              403,
              "permission_error",
              "access_denied",
              "The provider does not let this endpoint use the model.");
      // The caller's own key is good: 401 would have it changed.
      case KeyRejected e ->
          ApiError.of(
              502,
              ApiError.SERVER,
              "provider_key_rejected",
              "The provider refused the key that this endpoint has for it, or there is none.");
      case Overloaded e ->
          ApiError.of(503, ApiError.SERVER, "overloaded", "The model is overloaded at the moment.");
      case ProviderFailed e -> failed(e, "The provider of the model failed.");
      case Unreachable e -> failed(e, "The provider of the model can't be reached.");
      case TruncatedStream e -> failed(e, "The model's reply was cut off.");
      case MalformedReply e -> failed(e, "The provider of the model sent a reply without sense.");
      case CallTimedOut e ->
          ApiError.of(504, ApiError.SERVER, e.code(), "The model did not answer in time.");
      case CallCancelled e ->
          ApiError.of(503, ApiError.SERVER, e.code(), "The call was cancelled by the host.");
    };
  }

  private static ApiError invalid(int status, String code, String message) {
    return ApiError.of(status, ApiError.INVALID, code, message);
  }

  private static ApiError failed(ModelException e, String message) {
    return ApiError.of(502, ApiError.SERVER, e.code(), message);
  }

  private static String message(AtomException e) {
    return String.valueOf(e.getMessage());
  }
}
