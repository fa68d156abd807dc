package dev.atom.providers.anthropic;

import dev.atom.json.Json;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.ProviderError;
import dev.atom.providers.wire.ProviderError.Kind;
import java.util.Locale;
import java.util.Optional;

/** Reads errors as Anthropic writes them, in a body, a stream or a batch's results. */
final class AnthropicErrors {
  private AnthropicErrors() {}

  static Optional<ProviderError> read(Json json) {
    if (!(json instanceof Json.Obj object)) {
      return Optional.empty();
    }
    Json.Obj error = Fields.object(object, "error");
    boolean named = Fields.text(object, "type").equals("error");
    return named || !error.members().isEmpty()
        ? Optional.of(described(error, Fields.filled(object, "request_id")))
        : Optional.empty();
  }

  private static ProviderError described(Json.Obj error, Optional<String> requestId) {
    String message = Fields.filled(error, "message").orElse("no message");
    String type = Fields.text(error, "type");
    ProviderError described =
        ProviderError.of(message, Optional.empty(), Fields.filled(error, "type"))
            .requestId(requestId);
    return known(type, message.toLowerCase(Locale.ROOT)).map(described::known).orElse(described);
  }

  /** What the types mean that are Anthropic's alone; its wide ones hide narrow facts in words. */
  private static Optional<Kind> known(String type, String message) {
    return Optional.ofNullable(
        switch (type) {
          case "billing_error" -> Kind.QUOTA_EXHAUSTED;
          case "request_too_large" -> Kind.REQUEST_REJECTED;
          case "timeout_error" -> Kind.PROVIDER_FAILED;
          case "not_found_error" ->
              message.contains("model") ? Kind.MODEL_NOT_FOUND : Kind.REQUEST_REJECTED;
          case "invalid_request_error" -> rejected(message);
          default -> null;
        });
  }

  private static Kind rejected(String message) {
    if (message.contains("credit balance") || message.contains("usage limits")) {
      return Kind.QUOTA_EXHAUSTED;
    }
    if (message.contains("prompt is too long")
        || message.contains("exceed context limit")
        || message.contains("context window")) {
      return Kind.CONTEXT_TOO_LONG;
    }
    return message.contains("content filtering policy")
        ? Kind.CONTENT_REFUSED
        : Kind.REQUEST_REJECTED;
  }
}
